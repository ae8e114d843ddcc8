"""A file is the old one or the new one, never half of either."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, text: bytes) -> None:
    """Into a file beside it first, then in its place: a reader sees the old text or the new one."""
    beside = path.with_name(".%s.%d" % (path.name, os.getpid()))
    try:
        with open(beside, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        if beside.exists():
            beside.unlink()
