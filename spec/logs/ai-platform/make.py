"""Rows of AI Platform's prediction logging, as BigQuery exports them to JSON lines."""
import json
from pathlib import Path

here = Path(__file__).parent


def row(when, request, answer, truth=None):
    return json.dumps({"model": "churn", "model_version": "v3", "time": when, "raw_data": json.dumps(request), "raw_prediction": answer if isinstance(answer, str) else json.dumps(answer),
                       **({"groundtruth": truth} if truth is not None else {})})


(here / "rows.jsonl").write_text("\n".join([
    row("2026-03-01 10:00:00 UTC", {"instances": [{"age": 34, "region": "eu"}]}, {"predictions": [0.25]}, "0"),
    row("2026-03-01 10:00:01.5 UTC", {"instances": [{"age": 51, "region": "us"}, {"age": 19, "region": "eu"}]}, {"predictions": [0.75, 0.5]}, "[1, 0]"),
    '{"model": "churn", "model_v',
    row("2026-03-01 10:00:02 UTC", {"instances": [{"age": 28, "region": "eu"}]}, {"predictions": [0.125]}),
    row("2026-03-01 10:00:03 UTC", {"instances": [{"age": 28, "region": "eu"}]}, "upstream connect error"),
]) + "\n", encoding="utf-8")
