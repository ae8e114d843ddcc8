"""Rows of Vertex AI's request_response_logging table, as BigQuery exports them to JSON lines: payloads are repeated strings, one per instance."""
import json
from pathlib import Path

here = Path(__file__).parent


def row(name, when, requests, answers):
    return json.dumps({"endpoint": "projects/1/locations/us-central1/endpoints/42", "deployed_model_id": "77", "logging_time": when, "request_id": name,
                       "request_payload": requests, "response_payload": answers})


(here / "rows.jsonl").write_text("\n".join([
    row("1001", "2026-03-01 10:00:00.123456 UTC", ['{"age": 34, "region": "eu"}', '{"age": 51, "region": "us"}'],
        ['{"classes": ["stay", "leave"], "scores": [0.75, 0.25]}', '{"classes": ["stay", "leave"], "scores": [0.125, 0.875]}']),
    row("1002", "2026-03-01 10:00:01 UTC", ['{"age": 28, "region": "eu"}'], ['{"classes": ["stay", "leave"], "scores": [0.5, 0.5]}']),
    '{"endpoint": "proj',
    row("1003", "2026-03-01 10:00:02 UTC", ['{"age": 9007199254740993, "reg'], ['{"classes": [], "scores": []}']),
    # A raw prediction's whole body in one string.
    row("1004", "2026-03-01 10:00:03 UTC", ['{"instances": [{"age": 9007199254740993, "region": "us"}]}'], ['{"predictions": [{"classes": ["stay", "leave"], "scores": [0.25, 0.75]}]}']),
]) + "\n", encoding="utf-8")
