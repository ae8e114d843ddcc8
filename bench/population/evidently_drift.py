"""Evidently's DataDriftPreset on two Parquet files, with its HTML report."""
import sys
import warnings

warnings.filterwarnings("ignore")
import pandas as pd  # noqa: E402
from evidently import DataDefinition, Dataset, Report  # noqa: E402
from evidently.presets import DataDriftPreset  # noqa: E402
from peer_timing import report  # noqa: E402


def work():
    reference, candidate = (pd.read_parquet(path).drop(columns=["id", "ts"]) for path in sys.argv[1:3])
    numeric = [name for name in reference.columns if reference[name].dtype.kind in "fi" and name != "label"]
    definition = DataDefinition(numerical_columns=numeric, categorical_columns=[name for name in reference.columns if name not in numeric])
    run = Report([DataDriftPreset()]).run(Dataset.from_pandas(candidate, data_definition=definition), Dataset.from_pandas(reference, data_definition=definition))
    run.save_html(sys.argv[3] + "/evidently.html")
    return len(run.dict()["metrics"])


report(work)
