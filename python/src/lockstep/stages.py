"""`stage(name, values)`: a tap between preprocessing steps that costs a look at a context variable until a request asks for it."""

from __future__ import annotations

import base64
import functools
import inspect
import json
import os
import threading
import time
import zlib
from contextvars import ContextVar
from typing import Any, Callable, Dict, List, Optional

from .reading import Reading, most_values, read

#: Bytes of the header's value, base64 included; undici and nginx refuse lines of 16 KiB and 8 KiB of headers at their defaults.
most_bytes = 12_000
#: Bytes of the JSON before it is compressed: a reader need not unpack what a few thousand equal numbers would become.
most_text = 2**20
#: A loop that taps every row of a batch is told of by its first ones.
most_stages = 1_000
#: Values of all stages that are kept until the header is made; the digests of later ones still are.
most_kept = 50_000
#: Seconds of a request that may go into reading; whoever traces waits no longer than for a slow answer.
longest_s = 5

_missing: Any = object()
#: What hears of the stages of the request that is handled here and now: a Trace, or the span of one that is not traced.
_current: "ContextVar[Any]" = ContextVar("lockstep_trace", default=None)


class Trace:
    """The stages of one traced request. Threads that the request started may add to it at once."""

    def __init__(self, request: str, span: Any = None) -> None:
        self.request = request
        #: The request's span, which hears of every stage too; None where no spans are sent.
        self.span = span
        self._stages: List[Dict[str, Any]] = []
        self._over = 0
        self._kept = 0
        self._spent_s = 0.0
        self._lock = threading.Lock()

    def add(self, name: str, values: Any) -> None:
        """Snapshots the values as they are now; later changes do not reach it."""
        if self.span is not None:
            self.span.add(name)
        if len(self._stages) >= most_stages:
            self._over += 1
            return
        started = time.perf_counter()
        if self._spent_s > longest_s:
            reading = Reading(None, type(values).__name__, None, None, "not read: the tap has taken %d s of this request already" % longest_s)
        else:
            reading = read(values, most_values if self._kept < most_kept else 0)
        # Whoever reads the header may know doubles only.
        values = reading.values and [str(each) if isinstance(each, int) and abs(each) > 2**53 else each for each in reading.values]
        with self._lock:
            self._spent_s += time.perf_counter() - started
            self._kept += len(values or ())
            self._stages.append({"name": str(name), "index": len(self._stages), "digest": reading.digest, "shape": reading.shape,
                                 "names": reading.names, "values": values, "note": reading.note})

    def header(self) -> str:
        """Base64 of the zlib-compressed JSON of all stages, at most `most_bytes`: the largest stages lose values and names first."""
        with self._lock:
            stages, dropped = list(self._stages), self._over
        texts = [_text(each) for each in stages]
        by_size = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        while True:
            size = sum(map(len, texts))
            packed = self._packed(texts, dropped) if size <= most_text else None
            if packed is not None and (len(packed) <= most_bytes or not texts):
                return packed
            # An eighth at a time: a few compressions, however many stages there are.
            enough = size - max(size // 8, size - most_text)
            while by_size and sum(map(len, texts)) > enough:
                largest = by_size.pop()
                without = _text(_without_values(stages[largest]))
                # Two or three values are shorter than the note in their place.
                texts[largest] = min(texts[largest], without, key=len)
            if not by_size and sum(map(len, texts)) > enough:
                fewer = max(1, len(texts) // 8)
                del texts[-fewer:], stages[-fewer:]
                dropped += fewer

    def _packed(self, texts: List[str], dropped: int) -> str:
        if dropped and texts:
            said = "%d more stage%s did not fit" % (dropped, "" if dropped == 1 else "s")
            last = json.loads(texts[-1])
            texts = texts[:-1] + [_text(dict(last, note=said if last["note"] is None else "%s; %s" % (last["note"], said)))]
        body = '{"id":%s,"pid":%d,"stages":[%s]}' % (json.dumps(self.request), os.getpid(), ",".join(texts))
        return base64.b64encode(zlib.compress(body.encode("ascii"), 6)).decode("ascii")


def _text(stage: Dict[str, Any]) -> str:
    return json.dumps(stage, separators=(",", ":"), allow_nan=False)


def _without_values(stage: Dict[str, Any]) -> Dict[str, Any]:
    return dict(stage, values=None, names=None, note=stage["note"] or "the values did not fit into the header")


def stage(name: str, values: Any = _missing) -> Any:
    """
    Shows what a preprocessing step holds to whoever traces this request, and returns the very same object. Without a trace it does nothing.

    Values are read at this call, never later, and only where reading changes nothing: iterators, lazy frames and unknown objects are
    named with the reason. As `@stage("scale")` it taps a function's result. Never raises.
    """
    if values is _missing:
        return functools.partial(_tapped, name)
    trace = _current.get()
    if trace is not None:
        _add(trace, name, values)
    return values


def stage_context(function: Callable[..., Any]) -> Callable[..., Any]:
    """
    The function, running in the trace of the request that is handled here and now: `pool.submit(stage_context(scale), row)`.

    asyncio tasks, `asyncio.to_thread` and Starlette's thread pool carry the trace by themselves; a plain ThreadPoolExecutor does not.
    """
    trace = _current.get()
    if trace is None:
        return function

    @functools.wraps(function)
    def traced(*args: Any, **named: Any) -> Any:
        before = _current.set(trace)
        try:
            return function(*args, **named)
        finally:
            _current.reset(before)

    return traced


def open_trace(request: str, span: Any = None) -> Any:
    """Makes this context a traced one; returns the trace and what `close_trace` needs."""
    trace = Trace(request, span)
    return trace, _current.set(trace)


def enter_span(span: Any) -> Any:
    """Makes this context one whose stages become spans; returns what `close_trace` needs."""
    return _current.set(span)


def current_span() -> Any:
    """The span of the request that is handled here and now; None where there is none."""
    current = _current.get()
    return current.span if isinstance(current, Trace) else current


def close_trace(opened: Any) -> None:
    """Ends what `open_trace` began, also when the server resumed the request in another context."""
    try:
        _current.reset(opened)
    except ValueError:
        _current.set(None)


def resume_trace(trace: Trace) -> Any:
    """Enters a trace that is open already, for a body that is made after the handler has returned."""
    return _current.set(trace)


def _add(trace: Any, name: str, values: Any) -> None:
    try:
        trace.add(name, values)
    except Exception:  # noqa: BLE001  the prediction matters more than the tap
        pass


def _tapped(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def later(*args: Any, **named: Any) -> Any:
            return stage(name, await function(*args, **named))

        return later

    @functools.wraps(function)
    def now(*args: Any, **named: Any) -> Any:
        return stage(name, function(*args, **named))

    return now
