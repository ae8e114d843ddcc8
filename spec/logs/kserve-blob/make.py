"""Files of KServe's logger in a bucket: an object for a batch of one, a list otherwise, or CSV. Parquet is made from the CSV by the tests."""
import base64
import csv
import json
from pathlib import Path

here = Path(__file__).parent
columns = ["url", "bytes", "contentType", "reqType", "id", "sourceUri", "inferenceService", "namespace", "component", "endpoint", "metadata", "annotations", "certName", "tlsSkipVerify"]


def record(kind, name, body, when=None):
    return {
        "url": "s3://logs/prefix", "bytes": base64.b64encode(json.dumps(body).encode()).decode(), "contentType": "application/json", "reqType": f"org.kubeflow.serving.inference.{kind}",
        "id": name, "sourceUri": "http://localhost:9081/", "inferenceService": "iris", "namespace": "default", "component": "predictor", "endpoint": "default", "metadata": {},
        "annotations": {}, "certName": "", "tlsSkipVerify": False, **({"occurrenceTime": when} if when else {}),
    }


folder = here / "default" / "iris" / "predictor"
folder.mkdir(parents=True, exist_ok=True)
(folder / "b-1-request.json").write_text(json.dumps(record("request", "b-1", {"instances": [[5.1, 3.5]]}, "2026-03-01T10:00:00Z"), separators=(",", ":")), encoding="utf-8")
# A batch: named after its first record, with an answer to the file before and a damaged payload.
(folder / "b-1-response.json").write_text(json.dumps([
    record("response", "b-1", {"predictions": [0]}, "2026-03-01T10:00:00.5Z"),
    record("request", "b-2", {"instances": [[4.9, 3.0], [6.0, 2.5]]}, "2026-03-01T10:00:01Z"),
    record("response", "b-2", {"predictions": [1, 2]}, "2026-03-01T10:00:01.5Z"),
    {**record("request", "b-3", {}, "2026-03-01T10:00:02Z"), "bytes": base64.b64encode(b'{"instances": [[1').decode()},
    record("response", "b-3", {"predictions": [1]}, "2026-03-01T10:00:02.5Z"),
], separators=(",", ":")), encoding="utf-8")
(folder / "b-4-request.json").write_text('{"url":"s3://logs/prefix","bytes":"eyJpbn', encoding="utf-8")
with (folder / "b-5-request.csv").open("w", newline="", encoding="utf-8") as file:
    writer = csv.DictWriter(file, columns)
    writer.writeheader()
    for row in (record("request", "b-5", {"instances": [[5.5, 3.25]]}), record("response", "b-5", {"predictions": [2]})):
        writer.writerow({**row, "metadata": "", "annotations": "", "tlsSkipVerify": "false"})
