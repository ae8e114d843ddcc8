"""The car-loan data that ship with NannyML, month by month: its estimates without labels (as it ships, and without calibration), what came true, and the bins that Lockstep keeps. JSON on stdout."""
import json
import logging
import os
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.filterwarnings("ignore")
import nannyml  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from nannyml.calibration import NoopCalibrator  # noqa: E402

logging.disable(logging.CRITICAL)
METRICS = {"auc": "roc_auc", "f1": "f1", "precision": "precision", "recall": "recall", "specificity": "specificity", "accuracy": "accuracy"}
COLUMNS = {"y_pred_proba": "y_pred_proba", "y_pred": "y_pred", "y_true": "repaid", "timestamp_column_name": "timestamp", "metrics": list(METRICS.values()), "chunk_period": "M", "problem_type": "classification_binary"}


def scored_bins(rows, edges):
    """As a WindowStatistic of shape `scored` holds labelled rows."""
    p, y, d = rows["y_pred_proba"].to_numpy(float), rows["repaid"].to_numpy(int), rows["y_pred"].to_numpy(int)
    at = np.searchsorted(edges, p, side="left")
    out = []
    for b in np.unique(at):
        m = at == b
        yes, n, sums, squares = m & (d == 1), int(m.sum()), float(p[m].sum()), float((p[m] ** 2).sum())
        out.append([int(b), n, sums, squares, n, int(y[m].sum()), sums, int(yes.sum()), int((y[m] == d[m]).sum()), float(p[yes].sum()), int(yes.sum()), int(y[yes].sum()), float(p[m & (y == 1)].sum()), squares])
    return out


def by_month(results, *path):
    table = results.filter(period="analysis").to_df()
    return {name: [float(value) for value in table[(theirs, *path)]] for name, theirs in METRICS.items()}


reference, analysis, labels = nannyml.load_synthetic_car_loan_dataset()
reference["repaid"] = reference["repaid"].astype(int)
estimated = nannyml.CBPE(**COLUMNS).fit(reference).estimate(analysis)
uncalibrated = nannyml.CBPE(**COLUMNS, calibrator=NoopCalibrator()).fit(reference).estimate(analysis)
analysis = analysis.merge(labels, on="id")
realised = nannyml.PerformanceCalculator(**COLUMNS).fit(reference).calculate(analysis)
periods = pd.to_datetime(analysis["timestamp"]).dt.to_period("M")
edges = np.unique(reference["y_pred_proba"].to_numpy(float))[:-1]
print(json.dumps({
    "version": nannyml.__version__, "months": [str(month) for month in sorted(periods.unique())], "edges": edges.tolist(), "reference": scored_bins(reference, edges),
    "bins": [scored_bins(analysis[periods == month], edges) for month in sorted(periods.unique())],
    "estimated": by_month(estimated, "value"), "uncalibrated": by_month(uncalibrated, "value"), "realised": by_month(realised, "value"),
}))
