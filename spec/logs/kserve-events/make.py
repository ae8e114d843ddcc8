"""CloudEvents of KServe's logger as a sink writes them down: one JSON line per POST, headers of binary mode beside the body as it came."""
import json
from pathlib import Path

here = Path(__file__).parent


def event(kind, name, when, body, *, endpoint="default", content="application/json", status=None):
    headers = {
        "ce-specversion": "1.0", "ce-id": name, "ce-source": "http://localhost:9081/", "ce-type": f"org.kubeflow.serving.inference.{kind}", "ce-time": when,
        "ce-inferenceservicename": "iris", "ce-namespace": "default", "ce-component": "predictor", "ce-endpoint": endpoint, "ce-metadata": "{}", "content-type": content,
        **({"ce-statuscode": str(status)} if status else {}),
    }
    return json.dumps({"headers": headers, "body": body if isinstance(body, str) else json.dumps(body)})


lines = [
    event("request", "k-1", "2026-03-01T10:00:00.100Z", {"instances": [[5.1, 3.5], [4.9, 3.0]]}),
    event("response", "k-1", "2026-03-01T10:00:00.130Z", {"predictions": [0, 1]}),
    # The answer comes first in the file, and is JSON though it carries its request's label.
    event("response", "k-2", "2026-03-01T10:00:01.130Z", {"predictions": [2]}, endpoint="canary", content="text/csv"),
    event("request", "k-2", "2026-03-01T10:00:01.100Z", "6.2,2.25\n", endpoint="canary", content="text/csv"),
    '{"headers": {"ce-id": "k-',
    # Failed, so that no answer was logged.
    event("request", "k-3", "2026-03-01T10:00:02.100Z", {"instances": [["x", None]]}),
    # One structured event, and an Open Inference Protocol body with flat data.
    json.dumps({"specversion": "1.0", "id": "k-4", "source": "http://localhost:9081/", "type": "org.kubeflow.serving.inference.request", "time": "2026-03-01T11:00:03+01:00",
                "datacontenttype": "application/json", "inferenceservicename": "iris", "endpoint": "default", "component": "predictor",
                "data": {"id": "k-4", "inputs": [{"name": "x", "shape": [2, 2], "datatype": "FP64", "data": [5.0, 3.25, 4.0, 3.125]}]}}),
    event("response", "k-4", "2026-03-01T10:00:03.5Z",
          {"model_name": "iris", "id": "k-4", "outputs": [{"name": "prediction", "shape": [2], "datatype": "INT64", "data": [1, 0]}]}),
]
(here / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
