"""What NannyML's confidence-based performance estimation says of rows, beside the bins that Lockstep keeps of them. Writes cbpe.json beside itself. Run by the environment of test/integration/python/nannyml.txt."""
import json
import logging
import os
import pathlib
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.filterwarnings("ignore")
import numpy as np  # noqa: E402
from nannyml.performance_estimation.confidence_based import metrics  # noqa: E402
from sklearn.metrics import roc_auc_score  # noqa: E402

logging.disable(logging.CRITICAL)
rng = np.random.default_rng(20261122)


def scored_bins(p, y, decided, edges):
    """Rows as a WindowStatistic of shape `scored` holds them."""
    at = np.searchsorted(edges, p, side="left")
    rows = []
    for b in np.unique(at):
        m = at == b
        yes = m & (decided == 1)
        rows.append([int(b), int(m.sum()), p[m].sum(), (p[m] ** 2).sum(), int(m.sum()), int(y[m].sum()), p[m].sum(), int(yes.sum()), int((y[m] == decided[m]).sum()), p[yes].sum(), int(yes.sum()), int(y[yes].sum()), p[m & (y == 1)].sum(), (p[m] ** 2).sum()])
    return [[float(v) if isinstance(v, (float, np.floating)) else v for v in row] for row in rows]


def case(name, rows, a, b, bins, odd, threshold):
    p = rng.beta(a, b, rows)
    y = (rng.uniform(size=rows) < p).astype(int)
    decided = (p >= threshold).astype(int)
    flip = rng.uniform(size=rows) < odd
    decided = np.where(flip, 1 - decided, decided)
    edges = np.unique(np.quantile(p, np.arange(1, bins) / bins))
    return {
        "name": name, "edges": edges.tolist(), "bins": scored_bins(p, y, decided, edges),
        "accuracy": metrics.estimate_accuracy(decided, p), "precision": metrics.estimate_precision(decided, p), "recall": metrics.estimate_recall(decided, p),
        "specificity": metrics.estimate_specificity(decided, p), "f1": metrics.estimate_f1(decided, p), "auc": metrics.estimate_roc_auc(p, p),
        "brier": float(np.mean(p * (1 - p) ** 2 + (1 - p) * p**2)), "realisedAuc": roc_auc_score(y, p), "realisedAccuracy": float(np.mean(y == decided)),
    }


if __name__ == "__main__":
    cases = [case("500 bins", 6000, 0.5, 0.5, 500, 0, 0.5), case("500 bins, threshold 0.2, odd decisions", 6000, 1, 6, 500, 0.1, 0.2), case("20 bins", 2000, 2, 3, 20, 0.05, 0.4)]
    path = pathlib.Path(__file__).parent / "cbpe.json"
    path.write_text(json.dumps({"cases": [{k: float(v) if isinstance(v, np.floating) else v for k, v in c.items()} for c in cases]}) + "\n")
