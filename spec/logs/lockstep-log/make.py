"""Lockstep's own prediction log, as spec/log.md has it."""
import json
from pathlib import Path

here = Path(__file__).parent


def row(name, at, features, outputs, **more):
    return {"v": 1, "id": name, "ts": f"2026-03-01T10:00:{at:02d}.000Z", "model": "churn", "version": "3", "variant": "canary", "features": features, "outputs": outputs, **more}


lines = [
    {"v": 1, "kind": "meta", "writer": "lockstep-sdk 0.1.0", "started": "2026-03-01T10:00:00.000Z", "roles": {"leaves": "decision", "risk": "score"}},
    row("p-1", 0, {"age": 34, "income": 1200.5, "region": "eu"}, {"risk": 0.25, "leaves": 0}, latency_ms=3.5, status=200, segments={"plan": "basic"}, weight=10, label=0, label_ts="2026-03-08T00:00:00Z"),
    row("p-2", 1, {"age": 9007199254740993, "income": float("nan"), "region": "us"}, {"risk": 0.75, "leaves": 1}, latency_ms=4.25, status=200, segments={"plan": "plus"}, weight=10),
    '{"v": 1, "id": "p-3", "ts": "2026-03-01T10:0',
    row("p-4", 3, {"age": 51, "income": 88.25, "region": "eu"}, {}, latency_ms=0.5, status=500, error="ValueError", segments={"plan": "plus"}, weight=10),
    row("p-5", 4, {"age": 51, "income": 1e-7, "region": "eu"}, {"risk": 0.5, "leaves": 0}, latency_ms=2.5, status=200, segments={"plan": "basic"}, weight=10, label=1, label_ts="2026-03-09T00:00:00Z"),
    {"v": 1, "kind": "dropped", "reason": "queue full", "count": 7, "since": "2026-03-01T10:00:00.000Z", "until": "2026-03-01T10:00:05.000Z"},
]
(here / "log.jsonl").write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n", encoding="utf-8")
