"""Data capture as SageMaker endpoints write it to S3: one JSON line per call, folders by endpoint, variant and hour."""
import base64
import json
from pathlib import Path

here = Path(__file__).parent


def record(event, when, request, answer, *, kind="text/csv", encoding="CSV", inference=None):
    code = (lambda text: base64.b64encode(text.encode()).decode()) if encoding == "BASE64" else (lambda text: text)
    meta = {"eventId": event, **({"inferenceId": inference} if inference else {}), "inferenceTime": when}
    return json.dumps({
        "captureData": {
            "endpointInput": {"observedContentType": kind, "mode": "INPUT", "data": code(request), "encoding": encoding},
            "endpointOutput": {"observedContentType": kind + "; charset=utf-8", "mode": "OUTPUT", "data": code(answer), "encoding": encoding},
        },
        "eventMetadata": meta, "eventVersion": "0",
    }, separators=(",", ":"))


def write(path, lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


hour = here / "churn" / "AllTraffic" / "2026" / "03" / "01"
write(hour / "10" / "csv.jsonl", [
    record("e-1", "2026-03-01T10:00:01Z", "34,1200.5,eu\n", "0.25"),
    # One call with three rows, answered in one line.
    record("e-2", "2026-03-01T10:00:02Z", "51,88.25,us\n19,0.5,eu\n9007199254740993,,\"a,b\"\n", "0.75,0.5,0.125\n", inference="order-7"),
    '{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"IN',
    record("e-3", "2026-03-01T10:00:03Z", "1,2,3\n4,5,6\n", "0.5\n0.5\n0.5\n"),
])
write(hour / "11" / "json.jsonl", [
    record("e-4", "2026-03-01T11:00:01Z", json.dumps({"instances": [[40, 10.0, "eu"], [41, 11.5, "us"]]}), json.dumps({"predictions": [0.125, 0.875]}),
           kind="application/json", encoding="JSON"),
    record("e-5", "2026-03-01T11:00:02Z", "60,3.5,eu", "0.0625", kind="application/x-unknown", encoding="BASE64"),
    record("e-6", "2026-03-01T11:00:03Z", json.dumps({"dataframe_split": {"columns": ["f0", "f1", "f2"], "data": [[70, 1e-7, "us"]]}}), json.dumps([{"prediction": 0.375}]),
           kind="application/json", encoding="BASE64"),
])
