"""Reference values for src/core/stats/class-averages.ts and quantile-definitions.ts, from scikit-learn and numpy. Writes reported.json beside itself."""
import json
import pathlib
import warnings

import numpy as np
from sklearn import metrics

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20240702)


def cells(y, d):
    """Rows by label and decision."""
    pairs, counts = np.unique(np.stack([y, d]), axis=1, return_counts=True)
    return [{"label": str(a), "decision": str(b), "count": int(n)} for (a, b), n in zip(pairs.T, counts)]


def averages():
    out = []
    for classes, decided in (([0, 1], [0, 1]), ([0, 1, 2], [0, 1, 2]), (["cat", "dog", "owl"], ["cat", "dog", "emu", "owl"]), ([0, 1, 2], [0, 1])):
        y = rng.choice(classes, 200, p=np.arange(1, len(classes) + 1) / sum(range(1, len(classes) + 1)))
        d = np.where(rng.random(200) < 0.6, np.where(np.isin(y, decided), y, decided[0]), rng.choice(decided, 200))
        case = {"cells": cells(y, d), "accuracy": metrics.accuracy_score(y, d), "balancedAccuracy": metrics.balanced_accuracy_score(y, d)}
        for name, of in (("precision", metrics.precision_score), ("recall", metrics.recall_score), ("f1", metrics.f1_score)):
            case[name] = {average: float(of(y, d, average=average, zero_division=0)) for average in ("macro", "micro", "weighted")}
            case[name]["positive"] = float(of(y, d, labels=[classes[1]], average="macro", zero_division=0))
        case["positive"] = str(classes[1])
        # Recall of "not the class", of the class against all others.
        case["specificity"] = float(metrics.recall_score(y != classes[1], d != classes[1]))
        out.append(case)
    return out


def quantiles():
    names = {
        "nearest rank": "inverted_cdf", "linear interpolation": "linear", "next lower value": "lower", "next higher value": "higher", "midpoint of the neighbours": "midpoint",
        "interpolation at (n + 1) q": "weibull", "interpolation at n q + 1/2": "hazen", "interpolation at (n + 1/3) q + 1/3": "median_unbiased",
    }
    out = []
    for n in (1, 2, 30, 101, 200, 997):
        values = np.sort(rng.lognormal(3, 0.7, n))
        for q in (0.5, 0.9, 0.95, 0.99, 0.999):
            out.append({"values": values.tolist(), "q": q, "by": {name: float(np.quantile(values, q, method=method)) for name, method in names.items()}})
    return out


def ranking():
    """Scores with ties, for the SQL of checks/reported."""
    y = (rng.random(300) < 0.3).astype(int)
    s = np.round(np.clip(rng.normal(0.35 + 0.25 * y, 0.2), 0, 1), 2)
    precision, recall, _ = metrics.precision_recall_curve(y, s)
    return {
        "y": y.tolist(), "s": s.tolist(), "auc": metrics.roc_auc_score(y, s), "averagePrecision": metrics.average_precision_score(y, s), "trapezoid": metrics.auc(recall, precision),
        "brier": metrics.brier_score_loss(y, s), "logLoss": metrics.log_loss(y, s), "f1": metrics.f1_score(y, s >= 0.5), "macroF1": metrics.f1_score(y, s >= 0.5, average="macro"),
        "mae": metrics.mean_absolute_error(y, s), "rmse": metrics.root_mean_squared_error(y, s), "r2": metrics.r2_score(y, s), "mse": metrics.mean_squared_error(y, s),
    }


golden = {"averages": averages(), "quantiles": quantiles(), "ranking": ranking()}
pathlib.Path(__file__).with_name("reported.json").write_text(json.dumps(golden) + "\n")
