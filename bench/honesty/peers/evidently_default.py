"""Evidently's DataDriftPreset as it ships: which columns it calls drifted."""
import sys
import warnings

warnings.filterwarnings("ignore")
from evidently import DataDefinition, Dataset, Report  # noqa: E402
from evidently.presets import DataDriftPreset  # noqa: E402
from populations import CATEGORIES, NUMERIC, measure  # noqa: E402

definition = DataDefinition(numerical_columns=NUMERIC, categorical_columns=CATEGORIES)


def alarms(reference, candidate):
    sides = [Dataset.from_pandas(side, data_definition=definition) for side in (candidate, reference)]
    run = Report([DataDriftPreset()]).run(*sides)
    found = {}
    for metric in run.dict()["metrics"]:
        config = metric.get("config", {})
        if not config.get("type", "").endswith("ValueDrift"):
            continue
        value, threshold, method = float(metric["value"]), float(config["threshold"]), config["method"]
        # Tests answer with a p value, distances with themselves.
        found[config["column"]] = value < threshold if "p_value" in method else value >= threshold
    return found


measure("Evidently", alarms, [(int(rows), int(replications)) for rows, replications in (arg.split("x") for arg in sys.argv[1:])])
