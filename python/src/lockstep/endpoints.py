"""What the mount answers, whatever the server speaks: one function from request to status and JSON (spec/sdk.md)."""

from __future__ import annotations

import json
import math
import os
from typing import Any, Callable, Dict, Mapping, NamedTuple, Optional, Tuple

from .access import Asker, refusal

#: A batch of preprocessing inputs is small; more is a mistake or worse.
largest_body = 16 * 2**20


class Mounted(NamedTuple):
    """Where and for whom the SDK answers in one server."""

    path: str
    token: Optional[str]
    probe_options: Mapping[str, Any]


class Refused(Exception):
    """A request that is not answered with 200: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def place_in_mount(path: str, mounted: Mounted) -> Optional[str]:
    """What stands after the mount's path (`fingerprint`; empty for the mount itself); None for a path of the server's own."""
    if path == mounted.path:
        return ""
    return path[len(mounted.path) + 1 :].rstrip("/") if path.startswith(mounted.path + "/") else None


def answer(method: str, place: str, asker: Asker, body: Callable[[], bytes], mounted: Mounted) -> Tuple[int, bytes]:
    """Status and JSON of one request to the mount. Never raises."""
    try:
        turned_away = refusal(asker, mounted.token)
        if turned_away is not None:
            raise Refused(*turned_away)
        wanted = _routes.get(place)
        if wanted is None:
            raise Refused(404, "lockstep: there is no %r here; see the list of endpoints at %s/" % (place, mounted.path))
        if method not in ((wanted[0], "HEAD") if wanted[0] == "GET" else (wanted[0],)):
            raise Refused(405, "lockstep: %r is asked with %s" % (place or "/", wanted[0]))
        return 200, to_json(wanted[1](body, mounted))
    except Refused as refused:
        return refused.status, to_json({"error": str(refused)})
    except Exception as broken:  # noqa: BLE001  the SDK's own failure stays an answer of the SDK
        return 500, to_json({"error": "lockstep: %s: %s" % (type(broken).__name__, broken)})


def to_json(value: Any) -> bytes:
    """Strict JSON in UTF-8; NaN and infinities as texts."""
    return json.dumps(_finite(value), allow_nan=False, ensure_ascii=True).encode("ascii")


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, (list, tuple)) else value


def _greeting(body: Callable[[], bytes], mounted: Mounted) -> Dict[str, Any]:
    from . import __version__
    from .preprocessing import packed

    offered = ["fingerprint", "resources"] + (["preprocess"] if packed() else []) + ["stages"]
    return {"lockstep": "sdk", "schemaVersion": 1, "sdk": __version__, "pid": os.getpid(), "endpoints": offered}


def _fingerprint(body: Callable[[], bytes], mounted: Mounted) -> Any:
    from . import probe

    return probe.fingerprint(**mounted.probe_options)


def _resources(body: Callable[[], bytes], mounted: Mounted) -> Any:
    from .resources import resources

    return resources()


def _preprocess(body: Callable[[], bytes], mounted: Mounted) -> Any:
    from .preprocessing import packed

    text = body()
    if len(text) > largest_body:
        raise Refused(413, "lockstep: the body has %d bytes; at most %d are read" % (len(text), largest_body))
    try:
        asked = json.loads(text)
    except ValueError as broken:
        raise Refused(400, "lockstep: the body is not JSON: %s" % broken) from None
    inputs = asked.get("inputs") if isinstance(asked, dict) else None
    if not isinstance(inputs, list) or not inputs or not all(isinstance(row, dict) for row in inputs):
        raise Refused(400, 'lockstep: the body must be {"name": ..., "inputs": [{...}, ...]} with at least one row')
    known, name = packed(), asked.get("name")
    if name is None and len(known) != 1:
        raise Refused(404 if not known else 400, "lockstep: no preprocessing is packed in this server" if not known else "lockstep: name one of %s" % ", ".join(sorted(known)))
    chosen = next(iter(known.values())) if name is None else known.get(name)
    if chosen is None:
        raise Refused(404, "lockstep: no preprocessing is called %r; there is %s" % (name, ", ".join(sorted(known)) or "none"))
    try:
        return chosen.answer(inputs)
    except Exception as broken:  # noqa: BLE001  the transform's own words are the answer
        raise Refused(422, "%s: %s" % (type(broken).__name__, broken)) from None


_routes: Dict[str, Tuple[str, Callable[[Callable[[], bytes], Mounted], Any]]] = {
    "": ("GET", _greeting),
    "fingerprint": ("GET", _fingerprint),
    "resources": ("GET", _resources),
    "preprocess": ("POST", _preprocess),
}
