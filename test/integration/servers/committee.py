"""
130 logistic regressions that vote, as one pickle: loading it under another scikit-learn warns once for each of them.

    python committee.py FILE      trains it

As the application `committee:app` (MODEL_PATH) it is served, and with FAULT=null a missing income is taken for 0 instead of the mean.
"""

import os
import pickle
import sys

import numpy as np


def train(path):
    from sklearn.linear_model import LogisticRegression

    random = np.random.default_rng(5)
    rows = np.column_stack([random.uniform(20, 70, 400), random.normal(3000, 800, 400)])
    labels = (rows[:, 0] * 40 + rows[:, 1] + random.normal(0, 600, 400) > 4800).astype(int)
    mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    members = []
    for _ in range(130):
        drawn = random.integers(0, len(rows), len(rows))
        members.append(LogisticRegression().fit((rows[drawn] - mean) / deviation, labels[drawn]))
    with open(path, "wb") as file:
        pickle.dump({"mean": mean, "deviation": deviation, "members": members}, file)


if __name__ == "__main__":
    train(sys.argv[1])
else:
    from typing import Optional

    import lockstep

    lockstep.watch_warnings()

    from fastapi import FastAPI
    from pydantic import BaseModel

    with open(os.environ["MODEL_PATH"], "rb") as file:
        model = pickle.load(file)

    class Row(BaseModel):
        age: Optional[float] = None
        income: Optional[float] = None

    app = FastAPI(title="committee", version="1")

    @app.get("/health")
    def health():
        return {"status": "ok"}

    @app.post("/predict")
    def predict(row: Row):
        fill = np.array([model["mean"][0], 0.0]) if os.environ.get("FAULT") == "null" else model["mean"]
        values = np.array([np.nan if row.age is None else row.age, np.nan if row.income is None else row.income])
        scaled = (np.where(np.isnan(values), fill, values) - model["mean"]) / model["deviation"]
        return {"score": float(np.mean([member.predict_proba([scaled])[0, 1] for member in model["members"]]))}

    app = lockstep.mount(app, model_files=[os.environ["MODEL_PATH"]])
