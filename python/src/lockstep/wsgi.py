"""The mount as WSGI middleware (Flask, Django's WSGI handler, Bottle, anything under gunicorn)."""

from __future__ import annotations

import time
from http.client import responses
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Tuple

from . import access, endpoints, spans, stages, traffic

Environ = Dict[str, Any]


class WsgiMount:
    """
    Answers the SDK's paths and hands every other request on, once and unchanged.

    A traced request's stages are told when the application calls `start_response`. An application that is a generator starts its answer
    with its first piece; stages that run after that are not told.
    """

    def __init__(self, app: Any, mounted: endpoints.Mounted) -> None:
        self.app = app
        self._mounted = mounted

    def __getattr__(self, name: str) -> Any:
        # `app = mount(app)` goes on being usable as the application that it wraps.
        if name in ("app", "_mounted"):
            raise AttributeError(name)
        return getattr(self.app, name)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        place, request = self._look(environ)
        if place is not None:
            return self._answer(place, environ, start_response)
        started = time.perf_counter()
        span = _span_of(environ) if spans.configured() else None
        try:
            if span is not None:
                start_response = _with_status(span, start_response)
            if request is not None:
                return self._traced(request, environ, start_response, span)
            return self.app(environ, start_response) if span is None else self._spanned(span, environ, start_response)
        except BaseException as error:
            if span is not None:
                span.error = type(error).__name__
            raise
        finally:
            try:
                if span is not None:
                    span.end()
                traffic.answered(time.perf_counter() - started)
            except Exception:  # noqa: BLE001  a count is not worth an answer
                pass

    def _look(self, environ: Environ) -> Tuple[Optional[str], Optional[str]]:
        """Where in the mount this request goes (None: nowhere), and under which id it is traced (None: it is not)."""
        try:
            place = endpoints.place_in_mount(environ.get("PATH_INFO") or "", self._mounted)
            asks = place is None and _trace_name in environ
            return place, access.traced_as(_asker(environ), self._mounted.token) if asks else None
        except Exception:  # noqa: BLE001  a request that cannot be understood is the server's
            return None, None

    def _spanned(self, span: spans.RequestSpan, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        opened = stages.enter_span(span)
        try:
            return self.app(environ, start_response)
        finally:
            stages.close_trace(opened)

    def _traced(self, request: str, environ: Environ, start_response: Callable[..., Any], span: Optional[spans.RequestSpan]) -> Iterable[bytes]:
        try:
            trace, opened = stages.open_trace(request, span)
        except Exception:  # noqa: BLE001  without a trace the prediction is the same
            return self.app(environ, start_response)
        state: Dict[str, bool] = {"started": False}

        def starting(status: str, headers: List[Tuple[str, str]], *rest: Any) -> Any:
            state["started"] = True
            try:
                headers = [*headers, (access.stages_header, trace.header())]
            except Exception:  # noqa: BLE001  the answer goes out without the header
                pass
            return start_response(status, headers, *rest)

        try:
            body = self.app(environ, starting)
        finally:
            stages.close_trace(opened)
        # A body that comes from start_response's side of things (wsgi.file_wrapper) must reach the server as it is.
        return body if state["started"] else _LateBody(body, trace)

    def _answer(self, place: str, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        method = environ.get("REQUEST_METHOD", "GET")
        status, text = endpoints.answer(method, place, _asker(environ), lambda: _body(environ), self._mounted)
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(text))), ("Cache-Control", "no-store")]
        start_response("%d %s" % (status, responses.get(status, "Unknown")), headers)
        return [b"" if method == "HEAD" else text]


class _LateBody:
    """The body of an application that has not started its answer yet: its pieces are made inside the trace."""

    def __init__(self, body: Iterable[bytes], trace: stages.Trace) -> None:
        self._body, self._pieces, self._trace = body, iter(body), trace

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        opened = stages.resume_trace(self._trace)
        try:
            return next(self._pieces)
        finally:
            stages.close_trace(opened)

    def close(self) -> None:
        close = getattr(self._body, "close", None)
        if close is not None:
            close()


_trace_name = "HTTP_" + access.trace_header.upper().replace("-", "_")


def _span_of(environ: Environ) -> Optional[spans.RequestSpan]:
    try:
        name = "%s %s" % (environ.get("REQUEST_METHOD", "GET"), environ.get("PATH_INFO") or "/")
        return spans.begin(name, environ.get("HTTP_TRACEPARENT"), environ.get("HTTP_X_REQUEST_ID"))
    except Exception:  # noqa: BLE001  without a span the prediction is the same
        return None


def _with_status(span: spans.RequestSpan, start_response: Callable[..., Any]) -> Callable[..., Any]:
    def starting(status: str, *rest: Any) -> Any:
        try:
            span.status = int(str(status)[:3])
        except ValueError:
            pass
        return start_response(status, *rest)

    return starting


def _asker(environ: Environ) -> access.Asker:
    headers = {name[5:].replace("_", "-").lower(): str(value) for name, value in environ.items() if name.startswith("HTTP_")}
    return access.Asker(environ.get("REMOTE_ADDR"), headers)


def _body(environ: Environ) -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return environ["wsgi.input"].read(min(length, endpoints.largest_body + 1)) if length > 0 else b""
