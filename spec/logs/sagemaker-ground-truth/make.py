"""Labels as they are uploaded for SageMaker Model Monitor: one JSON line per event, in the folder of the hour they were collected."""
import json
from pathlib import Path

here = Path(__file__).parent


def label(event, data):
    return json.dumps({"groundTruthData": {"data": data, "encoding": "CSV"}, "eventMetadata": {"eventId": event}, "eventVersion": "0"})


path = here / "labels" / "2026" / "03" / "02" / "09" / "labels.jsonl"
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text("\n".join([
    label("e-1", "0"),
    # The labels of a call with three rows, one per line.
    label("order-7", "1\n0\n0"),
    '{"groundTruthData":',
    json.dumps({"groundTruthData": {"data": "1", "encoding": "CSV"}, "eventMetadata": {}, "eventVersion": "0"}),
]) + "\n", encoding="utf-8")
