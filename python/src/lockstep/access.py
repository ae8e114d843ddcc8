"""Who may ask the SDK: with a token everybody who has it, without one only programs on the same machine."""

from __future__ import annotations

import hmac
import re
from typing import Mapping, NamedTuple, Optional, Tuple

trace_header = "x-lockstep-trace"
token_header = "x-lockstep-token"
stages_header = "x-lockstep-stages"

_trace_id = re.compile(r"[A-Za-z0-9-]{1,64}\Z")
_proxied = ("forwarded", "x-real-ip", "via")
# 127.0.0.6 and the like are how service meshes hand on requests from elsewhere.
_loopback = ("127.0.0.1", "::1", "::ffff:127.0.0.1")
_local_name = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?\Z", re.IGNORECASE)


class Asker(NamedTuple):
    """What is known of a request before it is answered; header names in lower case."""

    address: Optional[str]
    headers: Mapping[str, str]


def refusal(asker: Asker, token: Optional[str]) -> Optional[Tuple[int, str]]:
    """Status and reason why this request is not answered; None when it is."""
    if token:
        given = asker.headers.get(token_header, "")
        if hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode("utf-8")):
            return None
        return 401, "lockstep: this server asks for its token in the header %s" % token_header
    forwarded = any(name in _proxied or name.startswith(("x-forwarded-", "x-envoy-")) for name in asker.headers)
    # A page in a browser on this machine can point a name of its own at 127.0.0.1; it cannot change the Host header.
    if asker.address in _loopback and not forwarded and _local_name.match(asker.headers.get("host", "localhost")):
        return None
    return 403, "lockstep: without a token (LOCKSTEP_TOKEN in the server) only this machine is answered, and not through a proxy"


def traced_as(asker: Asker, token: Optional[str]) -> Optional[str]:
    """The id of a request that asks to be traced and may be; None for every other, which is answered as if it had not asked."""
    asked = asker.headers.get(trace_header)
    return asked if asked and _trace_id.match(asked) and refusal(asker, token) is None else None
