"""Reference values for where a difference comes from, from implementations that share no code with src/core/stats. Writes attribution.json beside itself."""
import json
import pathlib
from fractions import Fraction

import numpy as np
from statsmodels.stats.oaxaca import OaxacaBlinder

rng = np.random.default_rng(20261121)


def exact(cells):
    """Kitagawa's terms in exact fractions, from the formula of the paper."""
    d0, d1 = sum(Fraction(c[1]) for c in cells), sum(Fraction(c[3]) for c in cells)
    r0, r1 = sum(Fraction(c[0]) for c in cells) / d0, sum(Fraction(c[2]) for c in cells) / d1
    mix, rate = [], []
    for m0, n0, m1, n1 in cells:
        w0, w1, p0, p1 = Fraction(n0) / d0, Fraction(n1) / d1, Fraction(m0, n0), Fraction(m1, n1)
        mix.append((w1 - w0) * ((p0 + p1) / 2 - (r0 + r1) / 2))
        rate.append((p1 - p0) * (w0 + w1) / 2)
    assert sum(mix) + sum(rate) == r1 - r0
    return r1 - r0, mix, rate


def two_fold(cells):
    """The two-fold decomposition of statsmodels on the rows themselves, one dummy per cell, the average of both groups' coefficients."""
    y, x, group = [], [], []
    for k, (m0, n0, m1, n1) in enumerate(cells):
        for m, n, g in ((m0, n0, 0), (m1, n1, 1)):
            y += [1] * m + [0] * (n - m)
            x += [[float(j == k) for j in range(len(cells))]] * n
            group += [g] * n
    # statsmodels reads the column of the groups by its place; dummies without a constant are the cells' own rates.
    exog = np.column_stack([np.array(x), np.array(group, dtype=float)])
    model = OaxacaBlinder(np.array(y, dtype=float), exog, len(cells), hasconst=True, swap=False)
    found = model.two_fold(two_fold_type="self_submitted", submitted_weight=0.5)
    unexplained, explained, gap = found.params[:3]
    return gap, explained, unexplained


def row_errors(cells, draws=4000):
    """Standard errors of the terms by drawing both samples anew, row by row: multinomial over cell and outcome."""
    def draw(side):
        n = sum(c[2 * side + 1] for c in cells)
        p = np.array([q for c in cells for q in (c[2 * side], c[2 * side + 1] - c[2 * side])]) / n
        return rng.multinomial(n, p, draws).reshape(draws, len(cells), 2)
    a, b = draw(0), draw(1)
    (m0, d0), (m1, d1) = ((s[:, :, 0], s.sum(axis=2)) for s in (a, b))
    w0, w1 = d0 / d0.sum(1, keepdims=True), d1 / d1.sum(1, keepdims=True)
    p0, p1 = m0 / d0, m1 / d1
    whole = (m0.sum(1, keepdims=True) / d0.sum(1, keepdims=True) + m1.sum(1, keepdims=True) / d1.sum(1, keepdims=True)) / 2
    mix, rate = (w1 - w0) * ((p0 + p1) / 2 - whole), (p1 - p0) * (w0 + w1) / 2
    excess = mix + rate - (w0 + w1) / 2 * rate.sum(1, keepdims=True)
    return {name: [float(v) for v in of.std(axis=0, ddof=1)] for name, of in (("mix", mix), ("rate", rate), ("excess", excess))}


def kitagawa():
    out = []
    for cells in ([(30, 200, 80, 260), (90, 300, 40, 210)], [(120, 600, 100, 500), (60, 200, 150, 320), (400, 900, 380, 840)],
                  [tuple(int(v) for v in (n0 * p0, n0, n1 * p1, n1)) for n0, p0, n1, p1 in zip(rng.integers(300, 2000, 6), rng.uniform(0.1, 0.9, 6), rng.integers(300, 2000, 6), rng.uniform(0.1, 0.9, 6))]):
        difference, mix, rate = exact(cells)
        gap, explained, unexplained = two_fold(cells)
        assert abs(abs(gap) - abs(float(difference))) < 1e-10, (gap, float(difference))
        assert abs(abs(explained) - abs(float(sum(mix)))) < 1e-8, (explained, float(sum(mix)))
        assert abs(abs(unexplained) - abs(float(sum(rate)))) < 1e-8, (unexplained, float(sum(rate)))
        out.append({
            "cells": [{"before": {"m": m0, "d": n0}, "after": {"m": m1, "d": n1}} for m0, n0, m1, n1 in cells],
            "difference": float(difference), "mix": [float(v) for v in mix], "rate": [float(v) for v in rate], "rowErrors": row_errors(cells),
        })
    return out


if __name__ == "__main__":
    path = pathlib.Path(__file__).with_name("attribution.json")
    path.write_text(json.dumps({"kitagawa": kitagawa()}, indent=1) + "\n")
    print(path)
