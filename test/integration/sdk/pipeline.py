"""A three-step pipeline with a tap after each step, as the three servers beside this file use it."""

import lockstep

MEANS = {"age": 40.0, "income": 1000.0}


@lockstep.stage("imputed")
def impute(row):
    return {name: MEANS[name] if row.get(name) is None else float(row[name]) for name in MEANS}


@lockstep.stage("scaled")
def scale(row):
    return [row["age"] / 10, row["income"] / 1000]


def prepare(row):
    return scale(impute(row))


def predict(row):
    features = lockstep.stage("features", prepare(row))
    lockstep.stage("lazy", (value for value in features))
    return {"prediction": sum(features)}


packed = lockstep.pack_preprocessing(prepare, name="prepare", inputs={"age": float, "income": float}, outputs=["age", "income"])
