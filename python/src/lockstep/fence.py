"""`fence(seed=…)`: seeds and determinism switches, set where they can be, and told where they cannot."""

# Imported with the package, so that `lockstep.fence` is this function whoever imports the module of that name: it must cost nothing.
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

    from .fence_report import Fence


def fence(seed: int, *, strict: bool = False, threads: Optional[int] = None) -> Fence:
    """
    Seeds `random`, numpy's global generator, torch (all devices) and TensorFlow, and asks each for deterministic operations: at once where
    a library is loaded, else when somebody imports it. Thread counts only when `threads` is given. Returns the report.

    Call it first, before anything draws or computes. `strict` raises a FenceError that names what could not be set; nothing else raises.
    """
    from .fence_report import build_fence

    return build_fence(seed, strict, threads)
