"""Serves the model, one row for each request: python3 service.py PORT. With MISSING_INCOME=0 it fills missing incomes with that, a fault to find."""

import json
import math
import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import lockstep

THRESHOLD = 0.5

with open("model/credit.json") as file:
    weights = json.load(file)["weights"]
prepare = lockstep.load_preprocessing("model/")  # also answers POST /lockstep/preprocess
if "MISSING_INCOME" in os.environ:
    prepare.transform.income = float(os.environ["MISSING_INCOME"])


def predict(row):
    features = lockstep.stage("features", prepare(row))
    score = 1 / (1 + math.exp(-weights[3] - sum(w * x for w, x in zip(weights, features))))
    return {"score": score, "approve": score >= THRESHOLD}


def app(environ, start_response):
    try:
        status, answer = "200 OK", {"status": "ok"}
        if environ["PATH_INFO"] == "/predict":
            answer = predict(json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))))
    except (KeyError, TypeError, ValueError) as refused:
        status, answer = "400 Bad Request", {"error": str(refused)}
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    mounted = lockstep.mount(app, model_files=["model/"], decision={"threshold": THRESHOLD})
    make_server("127.0.0.1", int(sys.argv[1]), mounted, handler_class=Quiet).serve_forever()
