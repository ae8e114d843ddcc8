"""The alarms of NannyML and Evidently themselves, day by day, beside those of rules.ts, on one drawn series.

    node bench/corridor/peers/series.ts > series.json
    PYTHON_OF_NANNYML  bench/corridor/peers/compare_alarms.py nannyml   series.json
    PYTHON_OF_EVIDENTLY bench/corridor/peers/compare_alarms.py evidently series.json

Each library gets the rows of every day as a 0/1 column, with its defaults; nothing of rules.ts is used. What it printed is in compare_alarms.txt.
"""
import json
import sys
import warnings

warnings.filterwarnings("ignore")
import numpy as np
import pandas as pd

FIRST = pd.Timestamp("2026-01-05")


def rows_of(days, first=FIRST):
    parts = []
    for at, day in enumerate(days):
        events = np.zeros(day["n"], dtype=int)
        events[: day["sum"]] = 1
        parts.append(pd.DataFrame({"ts": first + pd.Timedelta(days=at), "event": events}))
    return pd.concat(parts, ignore_index=True)


def nannyml_alarms(reference, production):
    from nannyml import SummaryStatsAvgCalculator

    before = FIRST - pd.Timedelta(days=len(reference))
    calculator = SummaryStatsAvgCalculator(column_names=["event"], timestamp_column_name="ts", chunk_period="D")
    calculator.fit(rows_of(reference, before))
    found = calculator.calculate(rows_of(production)).filter(period="analysis").to_df(multilevel=True)
    return {"nannyml": [bool(each) for each in found[("event", "alert")]]}


def evidently_alarms(reference, production):
    from evidently import DataDefinition, Dataset, Report
    from evidently.metrics import MeanValue, ValueDrift

    known = rows_of(reference)[["event"]]
    drift, test, method = [], [], set()
    for day in production:
        now = rows_of([day])[["event"]]
        as_category = DataDefinition(categorical_columns=["event"])
        run = Report([ValueDrift(column="event")], include_tests=True).run(
            Dataset.from_pandas(now.astype(str), data_definition=as_category), Dataset.from_pandas(known.astype(str), data_definition=as_category)
        ).dict()
        drift.append(any(str(each["status"]).split(".")[-1] == "FAIL" for each in run["tests"]))
        method.add(str(run["metrics"][0].get("metric_name", run["metrics"][0])))
        as_number = DataDefinition(numerical_columns=["event"])
        run = Report([MeanValue(column="event")], include_tests=True).run(Dataset.from_pandas(now, data_definition=as_number), Dataset.from_pandas(known, data_definition=as_number)).dict()
        test.append(any(str(each["status"]).split(".")[-1] == "FAIL" for each in run["tests"]))
    print("  ", *sorted(method)[:2])
    return {"evidently-drift": drift, "evidently-test": test}


def main(which, path):
    drawn = json.load(open(path))
    module = __import__(which)
    print(f"{which} {module.__version__}; {drawn['noise']}; {len(drawn['production'])} days")
    for name, source in drawn["references"].items():
        theirs = (nannyml_alarms if which == "nannyml" else evidently_alarms)(source["reference"], drawn["production"])
        for rule, alarms in theirs.items():
            ours = source["alarms"][rule]
            apart = [day for day, (one, other) in enumerate(zip(alarms, ours)) if one != other]
            print(f"  {name} reference ({sum(day['n'] for day in source['reference'])} rows), {rule}: theirs on {sum(alarms)} days, rules.ts on {sum(ours)}, apart on {apart}")


main(*sys.argv[1:])
