"""Trains the model on golden.csv and writes it to model/: python3 train.py"""

import lockstep

lockstep.fence(seed=7)  # before anything draws or computes

import csv
import json
import math
import os
import random

from prepare import Prepare

with open("golden.csv") as file:
    rows = [{**row, "age": int(row["age"]), "income": float(row["income"]) if row["income"] else None} for row in csv.DictReader(file)]
labels = [int(row["repaid"]) for row in rows]

known = [row["income"] for row in rows if row["income"] is not None]
prepare = Prepare(sum(known) / len(known))
features = [prepare(row) for row in rows]
weights = [random.uniform(-0.1, 0.1) for _ in range(4)]
for _ in range(300):
    for values, label in zip(features, labels):
        score = 1 / (1 + math.exp(-weights[3] - sum(w * x for w, x in zip(weights, values))))
        for at, x in enumerate([*values, 1.0]):
            weights[at] += 0.01 * (label - score) * x

os.makedirs("model", exist_ok=True)
with open("model/credit.json", "w") as file:
    json.dump({"weights": weights}, file)
lockstep.pack_preprocessing(prepare, name="prepare", inputs=[{"age": 41, "income": 52000.0, "region": "EU"}]).save("model/")
lockstep.capture_training("model/", decision={"threshold": 0.5}, data={"train": "golden.csv"})
print("trained on %d rows" % len(rows))
