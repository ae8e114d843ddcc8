"""`mount(app)`: puts the SDK into a serving process, whichever of the two interfaces the application speaks."""

# Imported with the package, so that `lockstep.mount` is this function whoever imports the module of that name: it must cost nothing.
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional


def mount(app: Any, path: str = "/lockstep", token: Optional[str] = None, **probe_options: Any) -> Any:
    """
    The application, answering under `path` too; use it in place of the one given: `app = lockstep.mount(app)`.

    FastAPI, Starlette and Flask applications are given a middleware and returned themselves; any other ASGI or WSGI application is
    wrapped. `token` (or LOCKSTEP_TOKEN) must come with every request to the SDK; without one only this machine is answered. Set a token
    behind a proxy: one that adds no header of its own cannot be told from a program on this machine. `probe_options` go to
    `probe.fingerprint` (`model_files=[...]`); the model's and the preprocessing's files are hashed here and now, so mount where they are
    loaded: one that is replaced later is told as unread. A TypeError says that this is no application, or an unknown
    option; nothing fails after that.
    """
    import inspect
    import os

    from . import probe, traffic
    from .endpoints import Mounted

    trimmed = "/" + path.strip("/")
    if trimmed == "/":
        raise ValueError("lockstep.mount: path must name a place below the root, such as /lockstep")
    known = [name for name in inspect.signature(probe.fingerprint).parameters if name != "files_at_start"]  # that one is taken below
    unknown = [name for name in probe_options if name not in known]
    if unknown:
        raise TypeError("lockstep.mount: unknown option %s; the probe knows %s" % (", ".join(map(repr, unknown)), ", ".join(known)))
    # What is given once only, such as a generator, is read now and at every request.
    options = {name: list(given) if hasattr(given, "__next__") else given for name, given in probe_options.items()}
    options["files_at_start"] = probe.files_at_start(options.get("model_files"), options.get("preprocessing_files"))
    mounted = Mounted(trimmed, token or os.environ.get("LOCKSTEP_TOKEN") or None, options)
    if callable(getattr(app, "add_middleware", None)) and hasattr(app, "router") and _is_asgi(app):
        from .asgi import AsgiMount

        app.add_middleware(AsgiMount, mounted=mounted)
        made = app
    elif callable(getattr(app, "wsgi_app", None)):
        from .wsgi import WsgiMount

        app.wsgi_app = WsgiMount(app.wsgi_app, mounted)
        made = app
    elif _is_asgi(app):
        from .asgi import AsgiMount

        made = AsgiMount(app, mounted)
    elif _parameters(app) == 2:
        from .wsgi import WsgiMount

        made = WsgiMount(app, mounted)
    else:
        raise TypeError("lockstep.mount: %r is neither an ASGI application (scope, receive, send) nor a WSGI one (environ, start_response)" % (app,))
    probe.contribute(traffic.fields)
    return made


def _is_asgi(app: Any) -> bool:
    import inspect

    call = app if inspect.isroutine(app) else getattr(app, "__call__", None)
    return inspect.iscoroutinefunction(call) or _parameters(app) == 3


def _parameters(app: Any) -> Optional[int]:
    import inspect

    try:
        kinds = [each.kind for each in inspect.signature(app).parameters.values() if each.default is each.empty]
    except (TypeError, ValueError):
        return None
    return len(kinds) if all(kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD) for kind in kinds) else None
