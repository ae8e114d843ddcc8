"""Reference values for how far two populations are apart, from implementations that share no code with src/core/stats. Writes shifts.json beside itself."""
import json
import math
import pathlib

import mpmath
import numpy as np
from scipy import optimize, special, stats
from scipy.spatial.distance import jensenshannon

mpmath.mp.dps = 40
rng = np.random.default_rng(20261121)


def number(x):
    """A plain float; keeps JSON free of numpy types."""
    return float(x)


def distributions():
    ncx2 = [(30, 9, 20), (1, 9, 20), (60, 9, 20), (140, 9, 20), (0.5, 1, 0.3), (5, 2.5, 0), (49000, 9, 50000), (51500, 9, 50000), (1000900, 9, 1e6), (12, 49, 1), (300, 49, 1), (3, 4, 80)]
    return {
        "chiSquareSurvival": [[x, df, number(stats.chi2.sf(x, df))] for x, df in ((0.5, 1), (3.84, 1), (120, 9), (700, 9), (150, 100), (0, 3), (2300, 2124))],
        "logGamma": [[x, number(special.gammaln(x))] for x in (0.5, 1.5, 9, 1e4, 1e7)],
        "nonCentralCdf": [[x, df, nc, number(stats.ncx2.cdf(x, df, nc) if nc else stats.chi2.cdf(x, df))] for x, df, nc in ncx2],
        "nonCentralSurvival": [[x, df, nc, number(stats.ncx2.sf(x, df, nc) if nc else stats.chi2.sf(x, df))] for x, df, nc in ncx2],
        "kolmogorovSurvival": [[x, number(stats.kstwobign.sf(x))] for x in (0.05, 0.3, 0.5, 0.8, 0.999, 1, 1.2, 1.3580986393225505, 2, 4)],
        # Far tails by quadrature-free series in 40 digits, where scipy's own digits are in doubt.
        "nonCentralFar": [[x, df, nc, number(mixture(x, df, nc))] for x, df, nc in ((10, 9, 60), (20, 5, 90), (2, 9.5, 30))],
    }


def mixture(x, df, nc):
    """P(X <= x): Poisson mixture of central chi-squares, term by term."""
    x, h = mpmath.mpf(x), mpmath.mpf(nc) / 2
    return mpmath.fsum(mpmath.exp(-h) * h**j / mpmath.factorial(j) * mpmath.gammainc(mpmath.mpf(df) / 2 + j, 0, x / 2, regularized=True) for j in range(400))


def tables():
    """Two samples in the same bins, with every measure of their distance."""
    out = []
    for reference, candidate in (([50, 50, 50, 50], [40, 60, 55, 45]), ([100] * 10, [80, 90, 95, 100, 105, 110, 120, 100, 100, 100]), ([900, 50, 30, 20], [400, 60, 25, 15]), ([7, 5, 9], [0, 12, 3])):
        r, c = np.array(reference), np.array(candidate)
        values = np.cumsum(rng.uniform(0.1, 3, len(r)))
        m, n = r.sum(), c.sum()
        q, p = r / m, c / n
        chi, chi_p, df, _ = stats.chi2_contingency([r, c], correction=False)
        g, g_p, _, _ = stats.chi2_contingency([r, c], correction=False, lambda_="log-likelihood")
        qs, ps = (r + 0.5) / (m + len(r) / 2), (c + 0.5) / (n + len(r) / 2)
        ks = stats.ks_2samp(np.repeat(values, r), np.repeat(values, c)).statistic
        out.append({
            "reference": reference, "candidate": candidate, "values": values.tolist(), "pearson": number(chi), "pearsonP": number(chi_p), "df": int(df), "g": number(g), "gP": number(g_p),
            "psi": number(stats.entropy(ps, qs) + stats.entropy(qs, ps)), "js": number(jensenshannon(p, q, base=2)), "tv": number(np.abs(p - q).sum() / 2),
            "ks": number(ks), "ksP": number(stats.kstwobign.sf(ks * math.sqrt(m * n / (m + n)))), "wasserstein": number(stats.wasserstein_distance(values, values, c, r)),
            "distance": number(((p - q) ** 2 / q).sum()), **distance_bounds(q, p, m, n),
        })
    return out


def distance_bounds(q, p, m, n):
    """Both ends of the 90 % interval and both p values at a margin of 0.1: mean and variance by the delta method, ends by root finding on scipy's non-central chi-square."""
    r = p / q - 1
    seen = (q * r**2).sum()

    def law(delta, most):
        t = math.sqrt(delta / seen)
        s = t * r
        of_candidate = max(0, len(q) - 1 + s.sum() - delta)
        of_reference = max(0, ((1 + s) ** 2).sum() - 1 - delta)
        bias = of_candidate / n + (max if most else min)(of_candidate, of_reference) / m
        if delta == 0:
            return 1 / n + 1 / m, max(0.5, bias / (1 / n + 1 / m))
        skew, kurt = (q * s**3).sum(), (q * s**4).sum()
        scale = max((4 / n * (delta + skew - delta**2) + (4 * delta + 4 * skew + kurt - delta**2) / m) / (4 * delta), (1 / n + 1 / m) / 2)
        return scale, max(0.5, bias / scale)

    def beyond(delta):
        scale, df = law(delta, True)
        return stats.ncx2.sf(seen / scale, df, delta / scale) if delta else stats.chi2.sf(seen / scale, df)

    def within(delta, at):
        scale, df = law(delta, False)
        return stats.ncx2.cdf(at / scale, df, delta / scale) if delta else stats.chi2.cdf(at / scale, df)

    at = max(seen, (len(q) - 1) * (1 / n + 1 / m))
    low = 0.0 if beyond(0) >= 0.05 else optimize.brentq(lambda d: beyond(d) - 0.05, 1e-9, seen, xtol=1e-14)
    return {"low": number(low), "high": number(optimize.brentq(lambda d: within(d, at) - 0.05, 1e-9, 5 * at + 0.2, xtol=1e-14)), "pBeyond": number(beyond(0.1)), "pWithin": number(within(0.1, seen))}


def means():
    out = []
    for m, n, shift, stretch in ((40, 60, 0.0, 1.0), (500, 300, 0.4, 1.5), (2000, 50, -2, 0.3)):
        a, b = rng.normal(10, 2, m), rng.normal(10 + shift, 2 * stretch, n)
        va, vb = a.var(ddof=1), b.var(ddof=1)
        s2 = (va + vb) / 2
        d = (b.mean() - a.mean()) / math.sqrt(s2)
        variance = d**2 / (8 * s2**2) * (va**2 / (m - 1) + vb**2 / (n - 1)) + (va / (m - 1) + vb / (n - 1)) / s2
        half = stats.norm.ppf(0.95) * math.sqrt(variance)
        out.append({"reference": {"n": m, "mean": number(a.mean()), "sd": number(a.std(ddof=1))}, "candidate": {"n": n, "mean": number(b.mean()), "sd": number(b.std(ddof=1))}, "estimate": number(d), "low": number(d - half), "high": number(d + half)})
    return out


def correlations():
    """Single limits by scipy's own Fisher interval; put together by square and add."""
    out = []
    for m, n, rho, other in ((100, 80, 0.3, 0.6), (1000, 1000, -0.5, -0.5), (30, 2000, 0.95, 0.1)):
        parts = []
        for rows, r in ((m, rho), (n, other)):
            x, y = rng.multivariate_normal([0, 0], [[1, r], [r, 1]], rows).T
            seen = stats.pearsonr(x, y)
            interval = seen.confidence_interval(0.9)
            parts.append((seen.statistic, interval.low, interval.high, rows))
        (a, la, ha, _), (b, lb, hb, _) = parts
        z = (math.atanh(b) - math.atanh(a)) / math.sqrt(1 / (m - 3) + 1 / (n - 3))
        out.append({"reference": {"r": number(a), "n": m, "kurtosis": 3}, "candidate": {"r": number(b), "n": n, "kurtosis": 3}, "difference": number(b - a),
                    "low": number(b - a - math.hypot(b - lb, ha - a)), "high": number(b - a + math.hypot(hb - b, a - la)), "p": number(2 * stats.norm.sf(abs(z)))})
    return out


def gaps():
    """Mean and 95 % quantile of total variation and Wasserstein-1 between two samples of one distribution, drawn two million times over in all."""
    out = []
    for shares, n, m in (([0.1] * 10, 2000, 1000), ([0.5, 0.5], 500, 800), ([0.6, 0.2, 0.1, 0.05, 0.03, 0.02], 3000, 3000), ([1 / 40] * 40, 5000, 20000)):
        a = rng.multinomial(m, shares, 50_000) / m
        b = rng.multinomial(n, shares, 50_000) / n
        tv = np.abs(a - b).sum(axis=1) / 2
        values = np.arange(len(shares)) ** 1.5
        w = (np.abs(np.cumsum(a - b, axis=1))[:, :-1] * np.diff(values)).sum(axis=1)
        js = jensenshannon(a, b, base=2, axis=1)
        qs, ps = (a * m + 0.5) / (m + len(shares) / 2), (b * n + 0.5) / (n + len(shares) / 2)
        psi = ((ps - qs) * np.log(ps / qs)).sum(axis=1)
        describe = lambda x: {"mean": number(x.mean()), "q95": number(np.quantile(x, 0.95))}
        out.append({"shares": shares, "n": n, "m": m, "values": values.tolist(), "tv": describe(tv), "wasserstein": describe(w), "js": describe(js), "psi": describe(psi)})
    return out


def blocks():
    """Batch means by numpy on a series that hangs together."""
    x = np.zeros(4000)
    noise = rng.normal(size=4000)
    for i in range(1, 4000):
        x[i] = 0.4 * x[i - 1] + noise[i]
    parts = np.split(x, np.cumsum(rng.integers(80, 120, 39)))
    n = np.array([len(part) for part in parts])
    d = np.array([math.sqrt(len(part)) * (part.mean() - x.mean()) for part in parts])
    raw = (d**2).sum() / (len(parts) - 1) / x.var(ddof=1)
    return {"rows": [{"block": i, "n": int(len(part)), "sum": number(part.sum())} for i, part in enumerate(parts)], "variance": number(x.var(ddof=1)), "raw": number(raw), "lag1": number((d[1:] * d[:-1]).sum() / (d**2).sum()),
            "low": number(raw * (len(n) - 1) / stats.chi2.ppf(0.95, len(n) - 1)), "high": number(raw * (len(n) - 1) / stats.chi2.ppf(0.05, len(n) - 1))}


golden = {"distributions": distributions(), "tables": tables(), "means": means(), "correlations": correlations(), "gaps": gaps(), "blocks": blocks()}
pathlib.Path(__file__).with_name("shifts.json").write_text(json.dumps(golden, indent=1, allow_nan=False) + "\n")
