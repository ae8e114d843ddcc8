"""Reference values for estimates with few or no labels: ppi_py, statsmodels' product limit, numpy and scikit-learn. Writes label-free.json beside itself. Run by an environment of label-free-requirements.txt."""
import json
import pathlib

import numpy as np
from ppi_py import ppi_mean_ci, ppi_mean_pointestimate
from scipy.stats import norm
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import confusion_matrix, f1_score, precision_score, roc_auc_score
from statsmodels.duration.survfunc import SurvfuncRight

rng = np.random.default_rng(20261123)


def number(x):
    return float(np.asarray(x).squeeze())


def prediction_powered():
    out = []
    for n, unlabelled, noise, lam in ((50, 500, 0.3, None), (200, 100, 1.0, None), (1000, 20000, 0.1, None), (300, 900, 0.5, 1), (300, 900, 5.0, None)):
        y = rng.uniform(size=n) < 0.25
        f, u = np.clip(y + noise * rng.normal(size=n), 0, 1), np.clip((rng.uniform(size=unlabelled) < 0.25) + noise * rng.normal(size=unlabelled), 0, 1)
        low, high = ppi_mean_ci(y.astype(float), f, u, alpha=0.05, lam=lam)
        y = y.astype(float)
        out.append({
            "sums": {"labelled": n, "y": number(y.sum()), "yy": number((y * y).sum()), "f": number(f.sum()), "ff": number((f * f).sum()), "yf": number((y * f).sum()), "unlabelled": unlabelled, "unlabelledF": number(u.sum()), "unlabelledFF": number((u * u).sum())},
            "lambda": lam, "value": number(ppi_mean_pointestimate(y, f, u, lam=lam)), "low": number(low), "high": number(high),
        })
    return out


def accuracy_by_prediction_powered():
    """Rows in ten score cells with a decision each: labels of some, ppi_py on right-or-wrong with the cell's rate as the prediction."""
    rates = (np.arange(10) + 0.5) / 10
    labelled, unlabelled = rng.integers(0, 10, 400), rng.integers(0, 10, 3000)
    y = (rng.uniform(size=400) < rates[labelled] ** 1.3).astype(int)
    decided = rates >= 0.5
    right = (y == decided[labelled]).astype(float)
    f = np.where(decided, rates, 1 - rates)
    low, high = ppi_mean_ci(right, f[labelled], f[unlabelled], alpha=0.05)
    return {
        "rates": rates.tolist(), "decided": decided.tolist(), "labelled": np.bincount(labelled, minlength=10).tolist(), "positives": np.bincount(labelled, weights=y, minlength=10).tolist(),
        "unlabelled": np.bincount(unlabelled, minlength=10).tolist(), "value": number(ppi_mean_pointestimate(right, f[labelled], f[unlabelled])), "low": number(low), "high": number(high),
    }


def shift():
    """BBSE as the paper has it: the weights solve C w = mu with the joint confusion matrix."""
    out = []
    for n, m, offline, production in ((5000, 4000, 0.3, 0.5), (800, 2000, 0.1, 0.02), (3000, 3000, 0.5, 0.4)):
        y, s = draw(n, offline)
        z, t = draw(m, production)
        d, e = (s > 0.3).astype(int), (t > 0.3).astype(int)
        joint = confusion_matrix(d, y) / n
        weights = np.linalg.solve(joint, np.bincount(e, minlength=2) / m)
        rate = weights[1] * y.mean()
        tpr, fpr = d[y == 1].mean(), d[y == 0].mean()
        out.append({
            "positives": int(y.sum()), "found": int(d[y == 1].sum()), "negatives": int(n - y.sum()), "called": int(d[y == 0].sum()), "rows": m, "decided": int(e.sum()), "rate": number(rate),
            "accuracy": number(rate * tpr + (1 - rate) * (1 - fpr)), "precision": number(rate * tpr / e.mean()), "f1": number(2 * rate * tpr / (rate + e.mean())),
        })
    return out


def draw(n, rate):
    y = (rng.uniform(size=n) < rate).astype(int)
    return y, 1 / (1 + np.exp(-(rng.normal(size=n) + 1.5 * y - 1)))


def thresholded_confidence():
    """ATC by rows: t is the score below which as many offline rows lie as are wrong."""
    out = []
    for n, m in ((2000, 3000), (500, 700)):
        s, t = np.sort(rng.beta(4, 2, n)), np.sort(rng.beta(3, 2, m))
        wrong = int((rng.uniform(size=n) > s).sum())
        threshold = s[wrong]
        out.append({"offline": s.tolist(), "production": t.tolist(), "wrong": wrong, "accuracy": number((t >= threshold).mean()), "threshold": number(threshold)})
    return out


def ages():
    """Rows of cohorts that were watched for different times; statsmodels' product limit of the age at which the label came."""
    cohorts, times, events = [], [], []
    for reached in (20, 14, 9, 5, 2, 0):
        rows = int(rng.integers(50, 200))
        age = np.where(rng.uniform(size=rows) < 0.85, np.floor(rng.exponential(4, rows)), 1e9)
        seen = age <= reached
        cohorts.append({"reached": reached, "rows": rows, "arrived": [[int(a), int(c)] for a, c in zip(*np.unique(age[seen], return_counts=True))]})
        times += np.where(seen, age, reached).tolist()
        events += seen.astype(int).tolist()
    curve = SurvfuncRight(np.array(times), np.array(events))
    return {"cohorts": cohorts, "ages": curve.surv_times.tolist(), "shares": (1 - curve.surv_prob).tolist()}


def metrics():
    """Cells of one score each against scikit-learn, and the influence of rows by leaving one out."""
    score = rng.integers(0, 12, 900) / 12
    y = (rng.uniform(size=900) < score**1.2).astype(int)
    d = (score > 0.4).astype(int)
    cells = [[number(s), int(y[score == s].sum()), int((1 - y[score == s]).sum()), bool(s > 0.4)] for s in np.unique(score)]
    tn, fp, _, _ = confusion_matrix(y, d).ravel()
    auc = roc_auc_score(y, score)
    components = [np.mean([(score[y == 0] < s).mean() + (score[y == 0] == s).mean() / 2]) for s in score[y == 1]], [np.mean([(score[y == 1] > s).mean() + (score[y == 1] == s).mean() / 2]) for s in score[y == 0]]
    return {
        "cells": cells, "accuracy": number((d == y).mean()), "precision": precision_score(y, d), "recall": number(d[y == 1].mean()), "specificity": number(tn / (tn + fp)), "false-positive-rate": number(fp / (tn + fp)), "f1": f1_score(y, d),
        "auc": auc, "brier": number(((score - y) ** 2).mean()), "positive-rate": number(y.mean()), "isotonic": IsotonicRegression().fit_transform(score, y)[np.unique(score, return_index=True)[1]].tolist(),
        "aucVariance": number(np.var(components[0]) / len(components[0]) + np.var(components[1]) / len(components[1])), "z": number(norm.ppf(0.975)),
    }


if __name__ == "__main__":
    path = pathlib.Path(__file__).parent / "label-free.json"
    path.write_text(json.dumps({"predictionPowered": prediction_powered(), "accuracy": accuracy_by_prediction_powered(), "shift": shift(), "thresholdedConfidence": thresholded_confidence(), "ages": ages(), "metrics": metrics()}) + "\n")
