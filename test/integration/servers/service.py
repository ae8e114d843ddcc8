"""What both services share: the model with its description, the request's fields, and how an answer is made."""

import json
import os
from pathlib import Path
from typing import Optional

import joblib
import pandas as pd
from pydantic import create_model

import faults

MODEL_PATH = Path(os.environ["MODEL_PATH"])
THRESHOLD = float(os.environ.get("THRESHOLD", "0.5"))

meta = json.loads(MODEL_PATH.with_suffix(".json").read_text())
model = faults.apply(joblib.load(MODEL_PATH))

_types = {"number": float, "integer": int, "string": str}
Row = create_model(
    "Row",
    **{
        field["name"]: (Optional[_types[field["kind"]]], None) if field["nullable"] else (_types[field["kind"]], ...)
        for field in meta["fields"]
    },
)


def to_frame(rows) -> pd.DataFrame:
    frame = pd.DataFrame([row.model_dump() for row in rows], columns=[field["name"] for field in meta["fields"]])
    for field in meta["fields"]:
        if field["kind"] == "string":
            frame[field["name"]] = frame[field["name"]].astype(object)
        elif field["kind"] == "number":
            frame[field["name"]] = frame[field["name"]].astype("float64")
    return frame


def answer(frame: pd.DataFrame) -> list:
    version = meta["version"]
    if meta["kind"] == "regression":
        return [{"prediction": float(value), "model_version": version} for value in model.predict(frame)]
    probabilities = model.predict_proba(frame)
    if meta["kind"] == "binary":
        return [
            {"prediction": meta["classes"][int(p >= THRESHOLD)], "probability": float(p), "model_version": version}
            for p in probabilities[:, 1]
        ]
    return [
        {"prediction": str(model.classes_[row.argmax()]), "probabilities": [float(p) for p in row], "model_version": version}
        for row in probabilities
    ]
