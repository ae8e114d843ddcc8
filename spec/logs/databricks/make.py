"""Rows of Databricks inference tables under their three generations of column names, as a JSON lines export of the Delta table writes them."""
import json
from pathlib import Path

here = Path(__file__).parent

#: id, status, sampling fraction, ms, request, response, logging error codes; the fourth row is what is left of a request that was too large.
calls = [
    ("r-1", 200, 0.5, 12, {"dataframe_records": [{"age": 34, "income": 1200.5, "region": "eu"}, {"age": 51, "income": None, "region": "us"}]},
     {"predictions": [{"label": "stay", "probability": [0.75, 0.25]}, {"label": "leave", "probability": [0.125, 0.875]}]}, []),
    ("r-2", 200, 0.5, 9, {"dataframe_split": {"index": [0], "columns": ["age", "income", "region"], "data": [[9007199254740993, 1e-7, "eu"]]}},
     {"predictions": [{"label": "stay", "probability": [0.5, 0.5]}]}, []),
    ("r-3", 400, 0.5, 2, {"dataframe_records": [{"age": 1, "income": 2.5, "region": "eu"}]}, {"error_code": "BAD_REQUEST", "message": "schema"}, []),
    ("r-4", 200, 0.5, 800, None, {"predictions": [1]}, ["MAX_REQUEST_SIZE_EXCEEDED"]),
    ("r-5", 200, 0.25, 11, {"inputs": {"age": [28, 29], "income": [10.0, 11.0], "region": ["eu", "us"]}},
     {"predictions": [{"label": "stay", "probability": [0.625, 0.375]}, {"label": "stay", "probability": [0.9375, 0.0625]}]}, []),
]


def text(value):
    return None if value is None else json.dumps(value)


def legacy(at, call):
    name, status, fraction, ms, request, response, _ = call
    return {"client_request_id": None, "databricks_request_id": name, "date": "2026-03-01", "timestamp_ms": 1772359200000 + at * 1000, "status_code": status,
            "execution_time_ms": ms, "request": text(request), "response": text(response), "sampling_fraction": fraction,
            "request_metadata": {"endpoint_name": "churn", "model_name": "churn_model", "model_version": "3"}, **({"logging_error_codes": call[6]} if call[6] else {})}


def gateway(at, call):
    name, status, fraction, ms, request, response, codes = call
    return {"request_date": "2026-03-01", "databricks_request_id": name, "client_request_id": f"order-{name}", "request_time": f"2026-03-01T10:00:{at:02d}.000Z",
            "status_code": status, "sampling_fraction": fraction, "execution_duration_ms": ms, "request": text(request), "response": text(response),
            "served_entity_id": "entity-1", "logging_error_codes": codes, "requester": "someone@example.org"}


def unity(at, call):
    name, status, _, ms, request, response, codes = call
    return {"event_time": f"2026-03-01T11:00:{at:02d}.000+01:00", "invocation_id": name, "status_code": status, "latency_ms": ms, "request": text(request),
            "response": text(response), "logging_error_codes": codes}


for name, shape in {"legacy": legacy, "ai-gateway": gateway, "unity": unity}.items():
    lines = [json.dumps(shape(at, call)) for at, call in enumerate(calls)]
    lines.insert(2, '{"request": "{\\"datafr')
    (here / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
