"""The mount as ASGI middleware (FastAPI, Starlette, Django's ASGI handler, MLServer's REST app)."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Awaitable, Callable, Dict, Optional, Tuple

from . import access, endpoints, spans, stages, traffic

Scope = Dict[str, Any]


class AsgiMount:
    """
    Answers the SDK's paths and hands every other request on, once and unchanged.

    A traced request's stages go into a header of its answer, so they must have run when the answer starts: what a streaming body or a
    background task does later is not told, nor is what another task does for many requests at once (adaptive batching).
    """

    def __init__(self, app: Any, mounted: endpoints.Mounted) -> None:
        self.app = app
        self._mounted = mounted

    def __getattr__(self, name: str) -> Any:
        # `app = mount(app)` goes on being usable as the application that it wraps.
        if name in ("app", "_mounted"):
            raise AttributeError(name)
        return getattr(self.app, name)

    async def __call__(self, scope: Scope, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        place, request = self._look(scope)
        if place is not None:
            await self._answer(place, scope, receive, send)
            return
        trace, opened, sending = None, None, send
        span = _span_of(scope) if spans.configured() else None
        if request is not None:
            try:
                trace, opened = stages.open_trace(request, span)
                sending = _with_stages(trace, send)
            except Exception:  # noqa: BLE001  without a trace the prediction is the same
                sending = send
        elif span is not None:
            opened = stages.enter_span(span)
        if span is not None:
            sending = _with_status(span, sending)
        started = time.perf_counter()
        try:
            await self.app(scope, receive, sending)
        except BaseException as error:
            if span is not None:
                span.error = type(error).__name__
            raise
        finally:
            try:
                if opened is not None:
                    stages.close_trace(opened)
                if span is not None:
                    span.end()
                traffic.answered(time.perf_counter() - started)
            except Exception:  # noqa: BLE001  a count is not worth an answer
                pass

    def _look(self, scope: Scope) -> Tuple[Optional[str], Optional[str]]:
        """Where in the mount this request goes (None: nowhere), and under which id it is traced (None: it is not)."""
        try:
            path, root = scope["path"], scope.get("root_path") or ""
            place = endpoints.place_in_mount(path, self._mounted)
            if place is None and root and path.startswith(root + "/"):
                place = endpoints.place_in_mount(path[len(root) :], self._mounted)
            # Only a request that asks costs more than one pass over the header names.
            asks = place is None and any(name == _trace_name for name, _ in scope["headers"])
            return place, access.traced_as(_asker(scope), self._mounted.token) if asks else None
        except Exception:  # noqa: BLE001  a request that cannot be understood is the server's
            return None, None

    async def _answer(self, place: str, scope: Scope, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
        asker = _asker(scope)
        # Nobody who is refused may make us hold a body.
        body = await _body(receive) if scope["method"] == "POST" and access.refusal(asker, self._mounted.token) is None else b""

        def work() -> Tuple[int, bytes]:
            return endpoints.answer(scope["method"], place, asker, lambda: body, self._mounted)

        try:
            # A fingerprint takes tens of milliseconds, which predictions need not wait for.
            status, text = await asyncio.get_running_loop().run_in_executor(None, work)
        except RuntimeError:
            status, text = work()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(text)), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else text})


_trace_name = access.trace_header.encode()


def _asker(scope: Scope) -> access.Asker:
    client = scope.get("client")
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return access.Asker(client[0] if client else None, headers)


def _span_of(scope: Scope) -> Optional[spans.RequestSpan]:
    try:
        headers = {name: value for name, value in scope["headers"] if name in (b"traceparent", b"x-request-id")}
        parent, request = headers.get(b"traceparent"), headers.get(b"x-request-id")
        name = "%s %s" % (scope["method"], scope["path"])
        return spans.begin(name, parent.decode("latin-1") if parent else None, request.decode("latin-1") if request else None)
    except Exception:  # noqa: BLE001  without a span the prediction is the same
        return None


def _with_status(span: spans.RequestSpan, send: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            span.status = message.get("status")
        await send(message)

    return sending


def _with_stages(trace: stages.Trace, send: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
    async def sending(message: Any) -> None:
        try:
            if message["type"] == "http.response.start":
                header = (access.stages_header.encode(), trace.header().encode())
                message = dict(message, headers=[*message.get("headers", ()), header])
        except Exception:  # noqa: BLE001  the answer goes out without the header
            pass
        await send(message)

    return sending


async def _body(receive: Callable[[], Awaitable[Any]]) -> bytes:
    pieces, size = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        piece = message.get("body", b"")
        size += len(piece)
        # One byte more than is read says enough.
        if size <= endpoints.largest_body + 1:
            pieces.append(piece)
        else:
            pieces.append(piece[: max(0, endpoints.largest_body + 1 - (size - len(piece)))])
        if not message.get("more_body"):
            break
    return b"".join(pieces)
