"""A model's service that writes its predictions down."""

import os

import lockstep
from fastapi import FastAPI

lockstep.configure_log(os.environ["LOG_FOLDER"], roles={"risk": "score"})
app = FastAPI()


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/written")
def written():
    return {"written": lockstep.flush_log(20)}


@app.post("/predict")
async def predict(row: dict):
    if row["age"] is None:
        lockstep.log(row, None, status=500, error=ValueError("no age"))
        return {"risk": None}
    risk = row["age"] / 100
    if row["age"] == 33:
        # What cannot be written must not be missed silently.
        row["client"] = object()
    lockstep.log(row, {"risk": risk}, latency_ms=1.0, status=200)
    return {"risk": risk}
