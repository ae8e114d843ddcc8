"""whylogs' drift scores as they ship, between two profiles: Kolmogorov and Smirnov from sketches for numbers, chi-square for words; DRIFT below p = 0.05."""
import logging
import sys
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import whylogs  # noqa: E402
from populations import measure  # noqa: E402
from whylogs.viz.drift.column_drift_algorithms import calculate_drift_scores  # noqa: E402


def alarms(reference, candidate):
    target, base = (whylogs.log(side).view() for side in (candidate, reference))
    scores = calculate_drift_scores(target_view=target, reference_view=base, with_thresholds=True)
    return {name: score["drift_category"] == "DRIFT" for name, score in scores.items() if score is not None}


measure("whylogs", alarms, [(int(rows), int(replications)) for rows, replications in (arg.split("x") for arg in sys.argv[1:])])
