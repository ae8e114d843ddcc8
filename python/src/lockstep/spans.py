"""Spans of requests and their stages, sent to a Lockstep server (or any OTLP/HTTP receiver of JSON) by one thread that no request waits for."""

from __future__ import annotations

import atexit
import json
import logging
import os
import random
import re
import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import Any, Deque, Dict, Iterator, List, Mapping, Optional, Tuple

from . import stages

#: Stages of one request that become spans of their own.
most_stages = 200

#: Spans that are sent at once.
_batch = 512

#: How long spans are gathered, and how long the longest pause after a failure is, seconds.
_gather, _longest_pause = 0.25, 30.0

#: How long the interpreter's end waits for what is left, seconds.
exit_seconds = 2.0

_parent = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?\Z")

_sender: "Optional[_Sender]" = None


def configure_spans(endpoint: str, *, token: Optional[str] = None, service: Optional[str] = None, environment: Optional[str] = None, sample: float = 1.0,
                    max_queue: int = 10_000, timeout: float = 5.0) -> None:
    """
    Says where spans go: `endpoint` is the server's address, `/v1/traces` is added. `token` (or LOCKSTEP_SPANS_TOKEN) has the scope `ingest`. `service` and `environment` are told with
    every span (OTEL_SERVICE_NAME and LOCKSTEP_ENVIRONMENT when not given). `sample`: share of the requests that come without a `traceparent`; with one, its own
    flag decides. At most `max_queue` requests wait; what finds no room is dropped and counted. ValueError for settings that make no sense; nothing else is raised ever.
    """
    global _sender
    if not re.match(r"https?://[^/?#]", endpoint):
        raise ValueError("lockstep.configure_spans: endpoint must be an address, http://HOST:PORT")
    if not 0 <= sample <= 1 or max_queue < 1 or not timeout > 0:
        raise ValueError("lockstep.configure_spans: sample lies in 0 to 1, max_queue is at least 1, timeout is above 0")
    before, _sender = _sender, None
    if before is not None:
        before.close(0.0)
    given = token or os.environ.get("LOCKSTEP_SPANS_TOKEN") or None
    resource = {"service.name": service or os.environ.get("OTEL_SERVICE_NAME") or "unknown_service", "deployment.environment.name": environment or os.environ.get("LOCKSTEP_ENVIRONMENT")}
    _sender = _Sender(endpoint.rstrip("/") + "/v1/traces", given, {name: value for name, value in resource.items() if value}, sample, max_queue, timeout)


def flush_spans(seconds: float = exit_seconds) -> bool:
    """Waits until everything is sent, at most so long; whether it was."""
    return _sender is None or _sender.flush(seconds)


def span_counts() -> Dict[str, Any]:
    """How many spans were sent, and how many were dropped, by reason."""
    return {"sent": 0, "dropped": {}} if _sender is None else {"sent": _sender.sent, "dropped": dict(_sender.dropped)}


class RequestSpan:
    """One request that is traced: what `stage` tells goes to it. Threads that the request started may add to it at once."""

    def __init__(self, name: str, trace: str, parent: Optional[str], prediction: Optional[str]) -> None:
        self.name, self.trace, self.parent, self.prediction = name[:200], trace, parent, prediction
        self.span = os.urandom(8).hex()
        self.started = time.time_ns()
        self.last = self.started
        self.error: Optional[str] = None
        self.status: Optional[int] = None
        # (name, start, end, kind, prediction)
        self.steps: List[Tuple[str, int, int, str, Optional[str]]] = []

    def add(self, name: str, values: Any = None) -> None:
        """A stage was reached: it took the time since the one before. Its values are not looked at."""
        self._step(str(name)[:200], "stage", None)

    def predicted(self, prediction: str) -> None:
        """A prediction was written down under this id."""
        if self.prediction is None:
            self.prediction = prediction
        self._step("prediction", "prediction", prediction)

    def _step(self, name: str, kind: str, prediction: Optional[str]) -> None:
        now = time.time_ns()
        if len(self.steps) < most_stages:
            self.steps.append((name, self.last, now, kind, prediction))
        self.last = now

    def end(self, error: Optional[BaseException] = None) -> None:
        """Hands the request over to be sent. Never raises."""
        try:
            sender = _sender
            if sender is None:
                return
            if error is not None:
                self.error = type(error).__name__
            sender.put(self, time.time_ns())
        except Exception:  # noqa: BLE001  a span is not worth an answer
            pass


def begin(name: str, traceparent: Optional[str], request: Optional[str]) -> Optional[RequestSpan]:
    """The span of a request that begins now; None when nobody configured where spans go, or this one is not sampled. Never raises."""
    sender = _sender
    if sender is None:
        return None
    try:
        found = _parent.match(traceparent.strip().lower()) if traceparent else None
        if found is None:
            return RequestSpan(name, os.urandom(16).hex(), None, request) if sender.sample >= 1 or random.random() < sender.sample else None
        return RequestSpan(name, found.group(1), found.group(2), request) if int(found.group(3), 16) & 1 else None
    except Exception:  # noqa: BLE001  without a span the prediction is the same
        return None


def configured() -> bool:
    return _sender is not None


def predicted(prediction: Any) -> None:
    """Told by `log`: the request that is handled here and now made this prediction. Never raises."""
    if _sender is None or prediction is None:
        return
    try:
        span = stages.current_span()
        if span is not None:
            span.predicted(str(prediction))
    except Exception:  # noqa: BLE001  a span is not worth an answer
        pass


@contextmanager
def request_span(name: str, id: Optional[Any] = None, traceparent: Optional[str] = None) -> Iterator[Optional[RequestSpan]]:  # noqa: A002
    """`with lockstep.request_span("score", id="p-1"):` where no mount does it: a batch, a queue's consumer. What the block raises goes on."""
    span = begin(name, traceparent, None if id is None else str(id))
    opened = None if span is None else stages.enter_span(span)
    try:
        yield span
    except BaseException as error:
        if span is not None:
            span.error = type(error).__name__
        raise
    finally:
        if span is not None:
            stages.close_trace(opened)
            span.end()


class _Sender:
    def __init__(self, url: str, token: Optional[str], resource: Mapping[str, str], sample: float, max_queue: int, timeout: float) -> None:
        self.url, self.token, self.sample, self.timeout = url, token, sample, timeout
        self._resource = [_attribute(name, value) for name, value in resource.items()]
        self._max_queue = max_queue
        self.start_over()

    def start_over(self) -> None:
        """Also in a child after a fork: the thread stayed in the parent, and so did what waits there."""
        self.sent = 0
        self.dropped: Dict[str, int] = {}
        self._queue: "Deque[Tuple[RequestSpan, int]]" = deque()
        self._lock = threading.Lock()
        self._thread: Optional[threading.Thread] = None
        self._busy = False
        self._stops = False
        self._told = False

    def put(self, span: RequestSpan, ended: int) -> None:
        # A deque's ends are safe without a lock; a few more than the limit do no harm.
        if len(self._queue) >= self._max_queue:
            self._drop("queue full", 1 + len(span.steps))
        else:
            self._queue.append((span, ended))
        if self._thread is None:
            self._start()

    def flush(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self._queue or self._busy:
            if time.monotonic() >= until:
                return False
            if self._thread is None:
                self._start()
            time.sleep(0.005)
        return True

    def close(self, seconds: float) -> None:
        self.flush(seconds)
        self._stops = True

    def _drop(self, reason: str, count: int) -> None:
        self.dropped[reason] = self.dropped.get(reason, 0) + count

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._stops:
                thread = threading.Thread(target=self._run, name="lockstep-spans", daemon=True)
                try:
                    thread.start()
                except RuntimeError:
                    return
                self._thread = thread

    def _run(self) -> None:
        pause, waiting = 0.0, []
        while not self._stops:
            if not waiting:
                time.sleep(_gather)
                waiting = self._take()
            if not waiting:
                continue
            try:
                refused = self._send(waiting)
            except Exception as broken:  # noqa: BLE001  whatever happens here must not end the thread
                self._drop(type(broken).__name__, len(waiting))
                refused = None
            if refused is None:
                waiting, pause, self._busy = [], 0.0, False
            else:
                pause = min(_longest_pause, max(0.5, pause * 2))
                self._tell(refused)
                until = time.monotonic() + pause
                while time.monotonic() < until and not self._stops:
                    time.sleep(0.05)

    def _take(self) -> List[Dict[str, Any]]:
        spans: List[Dict[str, Any]] = []
        while len(spans) < _batch:
            # Before it leaves the queue, so that nobody who flushes sees neither.
            self._busy = True
            try:
                span, ended = self._queue.popleft()
            except IndexError:
                break
            try:
                spans.extend(_told(span, ended))
            except Exception as broken:  # noqa: BLE001  one that cannot be told keeps no other back
                self._drop(type(broken).__name__, 1)
        if not spans:
            self._busy = False
        return spans

    def _send(self, spans: List[Dict[str, Any]]) -> Optional[str]:
        """None when that was all that can be done about them; else why they have to be sent again."""
        import gzip
        import urllib.error
        import urllib.request

        body = {"resourceSpans": [{"resource": {"attributes": self._resource}, "scopeSpans": [{"scope": {"name": "lockstep"}, "spans": spans}]}]}
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        request = urllib.request.Request(self.url, gzip.compress(json.dumps(body, separators=(",", ":")).encode(), 1), headers, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                told = json.loads(answer.read(1 << 20) or b"{}")
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (408, 429, 500, 502, 503, 504):
                return "HTTP %d" % error.code
            self._drop("HTTP %d" % error.code, len(spans))
            self._tell("HTTP %d" % error.code)
            return None
        except (OSError, ValueError) as error:
            return type(error).__name__
        rejected = 0
        try:
            rejected = int((told.get("partialSuccess") or {}).get("rejectedSpans") or 0)
        except Exception:  # noqa: BLE001  what the receiver said of it is no reason to send it again
            pass
        if rejected:
            self._drop("rejected by the receiver", rejected)
        self.sent += len(spans) - rejected
        return None

    def _tell(self, refusal: str) -> None:
        if not self._told:
            self._told = True
            logging.getLogger("lockstep").warning("spans cannot be sent (%s); requests go on, and what finds no room is dropped and counted (lockstep.span_counts())", refusal)


def _told(span: RequestSpan, ended: int) -> List[Dict[str, Any]]:
    attributes = [] if span.prediction is None else [_attribute("lockstep.id", span.prediction)]
    if span.status is not None:
        attributes.append({"key": "http.response.status_code", "value": {"intValue": str(span.status)}})
    failed = span.error is not None or (span.status or 0) >= 500
    root: Dict[str, Any] = {"traceId": span.trace, "spanId": span.span, "name": span.name, "kind": 2, "startTimeUnixNano": str(span.started), "endTimeUnixNano": str(ended), "attributes": attributes,
                            "status": {"code": 2, "message": span.error or "HTTP %d" % (span.status or 0)} if failed else {"code": 1}}
    if span.parent is not None:
        root["parentSpanId"] = span.parent
    spans = [root]
    for index, (name, start, end, kind, prediction) in enumerate(list(span.steps)):
        marks = [_attribute("lockstep.stage", name)] if kind == "stage" else []
        if prediction is not None:
            marks.append(_attribute("lockstep.id", prediction))
        marks.append({"key": "lockstep.index", "value": {"intValue": str(index)}})
        spans.append({"traceId": span.trace, "spanId": os.urandom(8).hex(), "parentSpanId": span.span, "name": name, "kind": 1, "startTimeUnixNano": str(start), "endTimeUnixNano": str(end), "attributes": marks, "status": {}})
    return spans


def _attribute(name: str, value: str) -> Dict[str, Any]:
    return {"key": name, "value": {"stringValue": str(value)}}


def _at_exit() -> None:
    if _sender is not None:
        _sender.close(exit_seconds)


def _after_fork() -> None:
    if _sender is not None:
        _sender.start_over()


atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
