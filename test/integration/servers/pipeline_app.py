"""
A model behind three preprocessing steps, each tapped: impute -> scale -> encode -> logistic score.

FAULT=impute|scale|encode plants a fault in that step. TAP=iterator taps a one-shot iterator first; TAP=disturb spends a random draw that the
model needs whenever a request is traced. MODEL_SCALE multiplies the score's slope: a fault behind every step.
"""

import math
import os
import random

import numpy as np
from fastapi import FastAPI, HTTPException, Request
from pydantic import BaseModel
from typing import Optional

import lockstep

FAULT = os.environ.get("FAULT", "")
TAP = os.environ.get("TAP", "")
SLOPE = float(os.environ.get("MODEL_SCALE", "1"))
COLOURS = ["blue", "green", "red"]
MEANS = np.array([40.0, 3000.0])
DEVIATIONS = np.array([12.0, 900.0])
WEIGHTS = np.array([0.8, -0.6, 0.1, 0.4, -0.7])


class Row(BaseModel):
    age: Optional[float] = None
    income: Optional[float] = None
    colour: str = "blue"


def impute(row):
    fill = np.zeros(2) if FAULT == "impute" else MEANS
    values = np.array([math.nan if row.age is None else row.age, math.nan if row.income is None else row.income])
    return np.where(np.isnan(values), fill, values)


def scale(values):
    deviations = DEVIATIONS * 1.02 if FAULT == "scale" else DEVIATIONS
    return (values - MEANS) / deviations


def encode(values, colour):
    colours = sorted(COLOURS, reverse=FAULT == "encode")
    if colour not in COLOURS:
        raise ValueError("unknown colour %r" % colour)
    return np.concatenate([values, [1.0 if colour == each else 0.0 for each in colours]])


def transform(row):
    return encode(scale(impute(Row(**row))), row.get("colour", "blue"))


app = FastAPI(title="pipeline", version="1")


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/predict")
def predict(row: Row, request: Request):
    if TAP == "iterator":
        lockstep.stage("rows", (value for value in (row.age, row.income)))
    imputed = lockstep.stage("impute", impute(row))
    scaled = scale(imputed)
    lockstep.stage("scale", scaled)
    draws = random.Random(7)
    if TAP == "disturb" and "x-lockstep-trace" in request.headers:
        # Written to make debugging output cheaper, and forgotten: it uses up the draw that the score gets.
        lockstep.stage("draw", draws.random())
    scaled = scaled + draws.random() / 100
    try:
        encoded = lockstep.stage("encode", encode(scaled, row.colour))
    except ValueError as error:
        raise HTTPException(status_code=422, detail=str(error))
    return {"score": float(1 / (1 + math.exp(-SLOPE * float(encoded @ WEIGHTS))))}


lockstep.pack_preprocessing(transform, name="features")
app = lockstep.mount(app)
