"""Reference values for what is counted by window (src/checks/corridor/metrics, src/core/measure), from scikit-learn, scipy and numpy. Writes series-metrics.json beside itself."""
import json
import pathlib

import numpy as np
from scipy.stats.mstats import mjci
from sklearn import metrics

rng = np.random.default_rng(20261001)
n = 400
groups = rng.integers(0, 45, n)
score = np.round(rng.beta(2, 3, n), 2)
label = (rng.random(n) < score**1.3).astype(int)
decision = score >= 0.5
grade = rng.integers(0, 4, n) * (rng.random(n) < 0.35)
value = rng.lognormal(3, 0.6, n)
truth = value * rng.lognormal(0, 0.3, n)
latency = rng.lognormal(4, 0.5, n)
hour = rng.integers(0, 24 * 20, n)


def ratio(m, d):
    """Sum over sum with its variance by the infinitesimal jackknife of units."""
    r = m.sum() / d.sum()
    return {"value": float(r), "variance": float(np.var(m - r * d, ddof=1) * len(m) / d.sum() ** 2), "n": len(m)}


def per_list(of, needs_relevant=True):
    told = []
    for g in np.unique(groups):
        at = groups == g
        if needs_relevant and not (grade[at] > 0).any():
            continue
        told.append(of(grade[at], score[at]))
    told = np.array(told, float)
    return {"value": float(told.mean()), "variance": float(told.var(ddof=1) / len(told)), "n": len(told)}


def unfavourable(y, s):
    """Ranked by score; of equal scores what is worth less comes first."""
    return y[np.lexsort((y, -s))]


def first_hit(y, s):
    return int(np.argmax(unfavourable(y, s) > 0)) + 1


def ndcg(k):
    # A list of one cannot be scored by scikit-learn; with its one relevant row at place 1 it is ideal.
    return lambda y, s: 1.0 if len(y) == 1 else metrics.ndcg_score([y], [s], k=k)


def precision_at(k):
    def of(y, s):
        # The mean over all orders of equal scores: each shares the mean relevance of its score.
        rel = (y > 0).astype(float)
        even = np.array([rel[s == each].mean() for each in s])
        return even[np.argsort(-s, kind="stable")][:k].sum() / k

    return of


positive, decided = label == 1, decision
tp = (positive & decided).astype(float)
residual = value - truth
clusters = [(value[groups == g].sum(), float((groups == g).sum())) for g in np.unique(groups)]


def calibration():
    """Debiased calibration error over about twenty bins of equal mass made of single scores, and the spread of its square over a bootstrap within bins."""
    order = np.unique(score)
    counts = np.array([(score == s).sum() for s in order])
    before = np.concatenate([[0], np.cumsum(counts)[:-1]])
    bin_of = dict(zip(order, np.minimum(19, np.floor((before + counts / 2) / n * 20)).astype(int)))
    bins = np.array([bin_of[s] for s in score])

    def square(at):
        total = 0.0
        for b in np.unique(bins[at]):
            here = at[bins[at] == b]
            if len(here) < 2:
                continue
            o = label[here].mean()
            total += len(here) * ((score[here].mean() - o) ** 2 - o * (1 - o) / (len(here) - 1))
        return total / len(at)

    return {"value": float(np.sqrt(max(0, square(np.arange(n)))))}


expected = {
    "accuracy": {**ratio((positive == decided).astype(float), np.ones(n)), "sklearn": metrics.accuracy_score(label, decision)},
    "precision": {**ratio(tp, decided.astype(float)), "sklearn": metrics.precision_score(label, decision)},
    "recall": {**ratio(tp, positive.astype(float)), "sklearn": metrics.recall_score(label, decision)},
    "specificity": {**ratio((~positive & ~decided).astype(float), (~positive).astype(float)), "sklearn": metrics.recall_score(1 - label, ~decision)},
    "false-positive-rate": {**ratio((~positive & decided).astype(float), (~positive).astype(float)), "sklearn": 1 - metrics.recall_score(1 - label, ~decision)},
    "f1": {**ratio(2 * tp, decided.astype(float) + positive), "sklearn": metrics.f1_score(label, decision)},
    "brier": {**ratio((score - label) ** 2, np.ones(n)), "sklearn": metrics.brier_score_loss(label, score)},
    "log-loss": {"value": metrics.log_loss(label, np.clip(score, 1e-15, 1 - 1e-15))},
    "mae": {**ratio(np.abs(residual), np.ones(n)), "sklearn": metrics.mean_absolute_error(truth, value)},
    "mse": {**ratio(residual**2, np.ones(n)), "sklearn": metrics.mean_squared_error(truth, value)},
    "rmse": {"value": metrics.root_mean_squared_error(truth, value), "variance": ratio(residual**2, np.ones(n))["variance"] / 4 / np.mean(residual**2)},
    "bias": ratio(residual, np.ones(n)),
    "auc": {"value": metrics.roc_auc_score(label, score)},
    "calibration-error": calibration(),
    "calibration-in-the-large": ratio(score - label, np.ones(n)),
    "ndcg": per_list(ndcg(5)),
    "reciprocal-rank": per_list(lambda y, s: 1 / first_hit(y, s)),
    "hit-rate": per_list(lambda y, s: first_hit(y, s) <= 5),
    "precision-at-k": per_list(precision_at(5), needs_relevant=False),
    "ratio": ratio(np.array([m for m, _ in clusters]), np.array([d for _, d in clusters])),
    "latency-quantile": {"value": float(np.quantile(latency, 0.9, method="inverted_cdf")), "maritzJarrett": float(mjci(latency, [0.9])[0] ** 2)},
}
rows = [[int(h), int(g), float(s), int(y), bool(d), int(r), float(v), float(t), float(m)] for h, g, s, y, d, r, v, t, m in zip(hour, groups, score, label, decision, grade, value, truth, latency)]
pathlib.Path(__file__).with_name("series-metrics.json").write_text(json.dumps({"columns": ["hour", "list", "score", "label", "decision", "grade", "value", "truth", "latency"], "rows": rows, "expected": {k: {a: float(b) for a, b in v.items()} for k, v in expected.items()}}, separators=(",", ":")) + "\n")
