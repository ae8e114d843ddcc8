"""whylogs: a profile of each Parquet file and the default drift scores between them."""
import logging
import sys
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
import pandas as pd  # noqa: E402
import whylogs  # noqa: E402
from peer_timing import report  # noqa: E402
from whylogs.viz.drift.column_drift_algorithms import calculate_drift_scores  # noqa: E402


def work():
    reference, candidate = (whylogs.log(pd.read_parquet(path).drop(columns=["id", "ts"])).view() for path in sys.argv[1:3])
    return len(calculate_drift_scores(target_view=candidate, reference_view=reference, with_thresholds=True))


report(work)
