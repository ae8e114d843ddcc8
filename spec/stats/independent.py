"""Reference values for statistics of two independent populations, from numpy, scipy, statsmodels, scikit-learn and fairlearn. Writes independent.json beside itself."""
import json
import pathlib
import warnings

import numpy as np
from fairlearn import metrics as fair
from scipy import stats
from sklearn import metrics
from sklearn.isotonic import IsotonicRegression
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson, test_poisson_2indep

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20241103)


def bins(y, s):
    """One bin per distinct score."""
    return [{"n": int((s == v).sum()), "sumScore": float(s[s == v].sum()), "sumSquaredScore": float((s[s == v] ** 2).sum()), "positives": int(y[s == v].sum()), "sumScorePositives": float(s[(s == v) & (y == 1)].sum())} for v in np.unique(s)]


def scores():
    out = []
    for n, digits, strength in ((60, 2, 0.3), (300, 2, 0.2), (2000, 3, 0.1)):
        y = (rng.random(n) < 0.4).astype(int)
        s = np.round(np.clip(rng.normal(0.35 + strength * y, 0.2), 0.01, 0.99), digits)
        pos, neg = s[y == 1], s[y == 0]
        wins = (pos[:, None] > neg[None, :]) + 0.5 * (pos[:, None] == neg[None, :])
        variance = wins.mean(axis=1).var(ddof=1) / len(pos) + wins.mean(axis=0).var(ddof=1) / len(neg)
        brier, logs = (s - y) ** 2, -np.log(np.where(y == 1, s, 1 - s))
        fitted = IsotonicRegression(y_min=0, y_max=1).fit(s, y).predict(s)
        after, mean = np.mean((fitted - y) ** 2), np.mean((y.mean() - y) ** 2)
        out.append({
            "bins": bins(y, s), "auc": metrics.roc_auc_score(y, s), "aucError": float(np.sqrt(variance)), "brier": metrics.brier_score_loss(y, s), "brierError": float(brier.std(ddof=1) / np.sqrt(n)),
            "logLoss": metrics.log_loss(y, s), "logLossError": float(logs.std(ddof=1) / np.sqrt(n)), "sumLogLoss": float(logs.sum()),
            "miscalibration": float(brier.mean() - after), "discrimination": float(mean - after), "uncertainty": float(mean), "recalibrated": [float(fitted[s == v][0]) for v in np.unique(s)],
        })
    return out


def isotonic():
    out = []
    for n in (1, 2, 7, 50, 400):
        value, weight = rng.normal(np.linspace(0, 1, n), 0.6), rng.integers(1, 30, n)
        out.append({"points": [{"value": float(v), "weight": int(w)} for v, w in zip(value, weight)], "fitted": IsotonicRegression().fit(np.arange(n), value, sample_weight=weight).predict(np.arange(n)).tolist()})
    return out


def regression():
    out = []
    for n in (40, 500):
        y = rng.normal(50, 12, n)
        p = y + rng.normal(1.5, 4, n)
        e = p - y
        rmse = metrics.root_mean_squared_error(y, p)
        out.append({
            "sums": {"n": n, "sumError": e.sum(), "sumSquaredError": (e**2).sum(), "sumAbsoluteError": abs(e).sum(), "sumFourthError": (e**4).sum(), "sumLabel": y.sum(), "sumSquaredLabel": (y**2).sum()},
            "rmse": rmse, "rmseError": (e**2).std(ddof=1) / np.sqrt(n) / (2 * rmse), "mae": metrics.mean_absolute_error(y, p), "maeError": abs(e).std(ddof=1) / np.sqrt(n), "bias": e.mean(), "biasError": stats.sem(e), "r2": metrics.r2_score(y, p),
        })
    return out


def rates():
    koopman = []
    for k1, n1, k2, n2 in ((8, 50, 20, 60), (56, 70, 48, 80), (3, 400, 9, 350), (300, 1000, 310, 900), (1, 30, 25, 30)):
        for level in (0.9, 0.95, 0.999):
            low, high = confint_proportions_2indep(k1, n1, k2, n2, compare="ratio", method="score", alpha=1 - level, correction=False)
            koopman.append([k1, n1, k2, n2, level, low, high])
    garwood = [[k, t, level, *map(float, confint_poisson(k, t, method="exact-c", alpha=1 - level))] for k, t in ((7, 1000), (1, 2.5), (250, 1e6)) for level in (0.9, 0.95)]
    split = []
    for k1, t1, k2, t2 in ((60, 51477.5, 30, 54308.7), (5, 1000, 12, 800), (0, 300, 4, 300), (40, 1e5, 38, 1e5)):
        k, share = k1 + k2, t2 / (t1 + t2)
        ci = stats.binomtest(k2, k, share).proportion_ci(0.95, method="exact")
        split.append([k1, t1, k2, t2, float(stats.binomtest(k2, k, share).pvalue), ci.low / (1 - ci.low) * t1 / t2, None if ci.high == 1 else ci.high / (1 - ci.high) * t1 / t2])
    return {"koopman": koopman, "garwood": garwood, "split": split, "conditional": float(test_poisson_2indep(60, 51477, 30, 54308, method="exact-cond").pvalue)}


def classes():
    out = []
    for k in (2, 3, 5):
        y = rng.integers(0, k, 300)
        d = np.where(rng.random(300) < 0.7, y, rng.integers(0, k, 300))
        pairs, counts = np.unique(np.stack([y, d]), axis=1, return_counts=True)
        out.append({"cells": [{"label": str(a), "decision": str(b), "count": int(n)} for (a, b), n in zip(pairs.T, counts)], "mcc": metrics.matthews_corrcoef(y, d), "macroF1": metrics.f1_score(y, d, average="macro"), "f1": metrics.f1_score(y, d, labels=[1], average="macro")})
    return out


def fairness():
    group = rng.choice(["north", "south", "east"], 900, p=[0.5, 0.3, 0.2])
    y = (rng.random(900) < 0.4).astype(int)
    d = (rng.random(900) < np.select([group == "north", group == "south"], [0.5, 0.4], 0.3) + 0.25 * y).astype(int)
    frame = fair.MetricFrame(metrics={"selection": fair.selection_rate, "tpr": fair.true_positive_rate, "fpr": fair.false_positive_rate, "precision": metrics.precision_score}, y_true=y, y_pred=d, sensitive_features=group)
    return {
        "rows": [{"region": str(g), "decision": str(b), "paid": str(a), "count": int(((group == g) & (y == a) & (d == b)).sum())} for g in ("north", "south", "east") for a in (0, 1) for b in (0, 1)],
        "groups": {g: {m: float(frame.by_group.loc[g, m]) for m in frame.by_group} for g in ("north", "south", "east")},
        "demographicParity": fair.demographic_parity_difference(y, d, sensitive_features=group), "fourFifths": fair.demographic_parity_ratio(y, d, sensitive_features=group), "equalOpportunity": fair.equal_opportunity_difference(y, d, sensitive_features=group),
        "equalisedOdds": fair.equalized_odds_difference(y, d, sensitive_features=group), "predictiveParity": float(frame.difference()["precision"]),
    }


golden = {"scores": scores(), "isotonic": isotonic(), "regression": regression(), "rates": rates(), "classes": classes(), "fairness": fairness()}
pathlib.Path(__file__).with_name("independent.json").write_text(json.dumps(golden, default=float) + "\n")
