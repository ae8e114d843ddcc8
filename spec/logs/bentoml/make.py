"""A monitor of BentoML, written by `bentoml.monitor` itself. Run with a Python that has bentoml 1.4 (pip install bentoml==1.4.39)."""
import json
import shutil
from pathlib import Path

from bentoml._internal.monitoring.default import DefaultMonitor

here = Path(__file__).parent
shutil.rmtree(here / "churn", ignore_errors=True)
monitor = DefaultMonitor("churn", log_path=str(here))
rows = [(34, "eu", 0.25, "stay", "A"), (9007199254740993, "us", 0.75, "leave", "B"), (19, "eu", 0.5, "stay", "A"), (28, "us", 0.125, "stay", "B")]
for age, region, risk, choice, arm in rows:
    monitor.start_record()
    monitor.log(age, name="age", role="feature", data_type="numerical")
    monitor.log(region, name="region", role="feature", data_type="categorical")
    monitor.log([risk, 1 - risk], name="risk", role="prediction", data_type="numerical_sequence")
    monitor.log(choice, name="choice", role="prediction", data_type="categorical")
    monitor.log(arm, name="arm", role="experiment", data_type="categorical")
    monitor.stop_record()

# Outside a server there is no request, and the clock moves: the two are made the same every time. The last two rows are of one request.
data = here / "churn" / "data" / "data.0.log"
lines = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]
for at, line in enumerate(lines):
    line.update(timestamp=f"2026-07-01T12:00:{at:02d}.000001", request_id=str(70001 + min(at, 2)))
texts = [json.dumps(line) for line in lines]
texts.insert(1, '{"age": 34, "regi')
data.write_text("\n".join(texts) + "\n", encoding="utf-8")
