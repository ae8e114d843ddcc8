"""Requests answered by this process, for the fingerprint: a cold server and a warm one are told apart by these."""

from __future__ import annotations

import threading
from typing import Any, Dict, Optional

_lock = threading.Lock()
_requests = 0
_first_ms: Optional[float] = None
_last_ms: Optional[float] = None


def answered(seconds: float) -> None:
    """Counts one request that was not the SDK's own. Never raises."""
    global _requests, _first_ms, _last_ms
    with _lock:
        _requests += 1
        _last_ms = seconds * 1000
        if _first_ms is None:
            _first_ms = _last_ms


def fields() -> Dict[str, Dict[str, Any]]:
    """`server.requests`, and `server.latency` of the first and last request once there were any."""
    how = "counted by lockstep.mount in this process"
    with _lock:
        found: Dict[str, Any] = {"server.requests": _requests, "server.latency:first": _first_ms, "server.latency:last": _last_ms}
    return {name: {"value": round(value, 3) if isinstance(value, float) else value, "scope": "process", "how": how} for name, value in found.items() if value is not None}
