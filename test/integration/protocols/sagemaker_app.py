"""A container by SageMaker's hosting contract: JSON and CSV in and out, the custom attributes echoed."""

import csv
import io
import json
import math
import sys

from flask import Flask, Response, request

app = Flask(__name__)
attributes = "X-Amzn-SageMaker-Custom-Attributes"


def score(row):
    age, income = (math.nan if value in (None, "", "nan") else float(value) for value in row[:2])
    return age * 0.1 + income / 3


@app.get("/ping")
def ping():
    return Response("\n", status=200)


@app.post("/invocations")
def invocations():
    if request.content_type == "text/csv":
        rows = list(csv.reader(io.StringIO(request.get_data(as_text=True))))
    elif request.content_type == "application/json":
        rows = json.loads(request.get_data(as_text=True))
        if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
            return Response(json.dumps({"error": "a list of lists is wanted"}), status=400, content_type="application/json")
    else:
        return Response("This predictor only supports CSV and JSON data", status=415, content_type="text/plain")
    scores = [score(row) for row in rows]
    if request.headers.get("Accept") == "text/csv":
        answer = Response("".join(f"{value!r}\n" for value in scores), content_type="text/csv; charset=utf-8")
    else:
        answer = Response(json.dumps({"predictions": [{"score": value} for value in scores]}), content_type="application/json")
    answer.headers[attributes] = request.headers.get(attributes, "")
    answer.headers["x-Amzn-Invoked-Production-Variant"] = request.headers.get("X-Amzn-SageMaker-Target-Variant", "AllTraffic")
    return answer


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]))
