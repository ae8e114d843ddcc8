"""The car-loan data that ship with NannyML. `python car_loan.py FOLDER` writes them as CSV (reference, analysis without labels, targets), and says on stdout, as JSON, what NannyML tells of them month by month: estimates without labels, what came true, its
alerts, and how many rows there are of each score, decision and outcome."""
import json
import logging
import os
import pathlib
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.filterwarnings("ignore")
import nannyml  # noqa: E402
import pandas as pd  # noqa: E402
from nannyml.calibration import NoopCalibrator  # noqa: E402

logging.disable(logging.CRITICAL)
METRICS = {"auc": "roc_auc", "f1": "f1", "precision": "precision", "recall": "recall", "specificity": "specificity", "accuracy": "accuracy"}
COLUMNS = {"y_pred_proba": "y_pred_proba", "y_pred": "y_pred", "y_true": "repaid", "timestamp_column_name": "timestamp", "metrics": list(METRICS.values()), "chunk_period": "M", "problem_type": "classification_binary"}


def by_month(results):
    table = results.filter(period="analysis").to_df()
    return {name: [float(value) for value in table[(theirs, "value")]] for name, theirs in METRICS.items()}


def limits(results):
    """The band of each metric, three standard deviations of the reference's months, and whether each month alerted."""
    table = results.filter(period="analysis").to_df()
    return {
        "alerts": {name: [bool(alert) for alert in table[(theirs, "alert")]] for name, theirs in METRICS.items()},
        "lower": {name: float(table[(theirs, "lower_threshold")].iloc[-1]) for name, theirs in METRICS.items()},
    }


def told(reference, analysis, labels):
    """What NannyML estimates before labels, as it ships and with scores taken at their word, and what came true."""
    later = analysis.merge(labels, on="id")
    estimated = nannyml.CBPE(**COLUMNS).fit(reference).estimate(analysis)
    uncalibrated = nannyml.CBPE(**COLUMNS, calibrator=NoopCalibrator()).fit(reference).estimate(analysis)
    realised = nannyml.PerformanceCalculator(**COLUMNS).fit(reference).calculate(later)
    return {"estimated": by_month(estimated), "uncalibrated": by_month(uncalibrated), "realised": by_month(realised), "limits": {"estimated": limits(estimated), "realised": limits(realised)}}


def cells(rows):
    """Score in per cent, decision, outcome, rows."""
    counted = rows.assign(score=(rows["y_pred_proba"] * 100).round().astype(int)).groupby(["score", "y_pred", "repaid"]).size()
    return [[int(value) for value in (*key, n)] for key, n in counted.items()]


def at_half(rows):
    return rows.assign(y_pred=(rows["y_pred_proba"] >= 0.5).astype(int))


reference, analysis, labels = nannyml.load_synthetic_car_loan_dataset()
reference["repaid"] = reference["repaid"].astype(int)
if len(sys.argv) > 1:
    folder = pathlib.Path(sys.argv[1])
    for name, rows in (("reference", reference), ("analysis", analysis), ("targets", labels)):
        rows.to_csv(folder / f"{name}.csv", index=False)
later = analysis.merge(labels, on="id")
periods = pd.to_datetime(later["timestamp"]).dt.to_period("M")
months = sorted(periods.unique())
print(json.dumps({
    "version": nannyml.__version__, "months": [str(month) for month in months], "reference": cells(reference), "analysis": [cells(later[periods == month]) for month in months],
    "decided": told(reference, analysis, labels), "atHalf": told(at_half(reference), at_half(analysis), labels),
}))
