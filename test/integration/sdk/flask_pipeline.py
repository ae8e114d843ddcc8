"""The pipeline under Flask, started by its own command, which finds the application by its class."""

import lockstep
from flask import Flask, request

from pipeline import predict

app = lockstep.mount(Flask(__name__), extra={"decision.value:threshold": 0.5})


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/predict")
def one():
    return predict(request.get_json())


@app.post("/batch")
def batch():
    return [predict(row) for row in request.get_json()]
