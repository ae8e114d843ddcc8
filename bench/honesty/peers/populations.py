"""The populations that every peer is shown: ten columns, drawn anew for each replication. The same laws as bench/honesty/draw.

Columns: four normal, one lognormal (sigma 2), one t with two degrees of freedom, two of counts (Poisson 3), five classes, and fifty classes with ten
of them 1 in 10,000. `shifted` moves the mean of three of the normal columns by 0.1, 0.25 and 0.5 standard deviations and leaves the others alone.
"""
import json
import sys
import time

import numpy as np
import pandas as pd

SEED = 20261121
SHIFTS = {"normal_1": 0.1, "normal_2": 0.25, "normal_3": 0.5}
FIVE = np.array([0.4, 0.3, 0.15, 0.1, 0.05])
ZIPF = 1 / np.arange(1, 41)
RARE = np.concatenate([ZIPF / ZIPF.sum() * 0.999, np.full(10, 0.0001)])
NUMERIC = ["normal_0", "normal_1", "normal_2", "normal_3", "lognormal", "t2", "counts_0", "counts_1"]
CATEGORIES = ["classes", "rare_classes"]


def draw(rng, rows, shifted):
    columns = {name: rng.normal(size=rows) + (SHIFTS.get(name, 0.0) if shifted else 0.0) for name in NUMERIC[:4]}
    columns["lognormal"] = rng.lognormal(0, 2, rows)
    columns["t2"] = rng.standard_t(2, rows)
    for name in NUMERIC[6:]:
        columns[name] = rng.poisson(3, rows).astype(float)
    columns["classes"] = np.array([f"k{i}" for i in rng.choice(5, rows, p=FIVE)], dtype=object)
    columns["rare_classes"] = np.array([f"k{i}" for i in rng.choice(50, rows, p=RARE / RARE.sum())], dtype=object)
    return pd.DataFrame(columns)


def pair(rows, replication, shifted):
    rng = np.random.default_rng([SEED, rows, replication, int(shifted)])
    return draw(rng, rows, False), draw(rng, rows, shifted)


def measure(tool, alarms_of, plan):
    """Runs `alarms_of(reference, candidate) -> {column: alarmed}` for each (rows, replications) and writes the counts as JSON to stdout."""
    results = []
    for rows, replications in plan:
        for shifted in (False, True):
            started = time.time()
            columns, whole = {}, 0
            for replication in range(replications):
                alarms = alarms_of(*pair(rows, replication, shifted))
                for column, alarmed in alarms.items():
                    hits, of = columns.get(column, (0, 0))
                    columns[column] = (hits + int(alarmed), of + 1)
                whole += int(any(alarms.values()))
            results.append({"rows": rows, "shifted": shifted, "replications": replications, "anyColumn": whole, "columns": {name: {"hits": h, "of": n} for name, (h, n) in columns.items()}})
            print(f"{tool} {rows} rows {'shifted' if shifted else 'null'}: {replications} in {time.time() - started:.0f} s", file=sys.stderr, flush=True)
    json.dump(results, sys.stdout)
