"""`log(features, outputs)`: one line per prediction, as spec/log.md says, without ever making the service wait or fail."""

from __future__ import annotations

import atexit
import datetime
import hashlib
import itertools
import json
import logging
import os
import random
import sys
import time
from typing import Any, Callable, Dict, FrozenSet, Iterable, Mapping, Optional, Union

from . import __version__, spans
from .log_file import LogFile, time_text
from .log_values import NotWritable, by_name, encode
from .log_writer import LogWriter

#: So long the end of the process waits for what is still to be written, seconds.
exit_seconds = 2.0

_roles = ("feature", "score", "decision", "label", "segment", "ignored")

Redact = Union[Iterable[str], Callable[[Dict[str, Any]], Optional[Dict[str, Any]]]]


class _Settings:
    """One configuration: where to, what share, what to leave out."""

    def __init__(self, writer: LogWriter, sample: float, redact: Optional[Redact], replica: Optional[str]) -> None:
        self.writer, self.sample, self.replica = writer, sample, replica
        self.change: Optional[Callable[[Dict[str, Any]], Optional[Dict[str, Any]]]] = redact if callable(redact) else None
        self.hidden: FrozenSet[str] = frozenset() if redact is None or callable(redact) else frozenset(redact)


class _Ids:
    """Ids and chance of this process alone; the program's own random numbers are left as they are."""

    def __init__(self) -> None:
        self.prefix, self.numbers, self.random = os.urandom(8).hex(), itertools.count(1), random.Random()

    def next(self) -> str:
        return "%s-%d" % (self.prefix, next(self.numbers))


_settings: Optional[_Settings] = None
_ids = _Ids()
_told = False


def configure_log(folder: Any, *, max_queue: int = 10_000, max_bytes_per_file: int = 64 << 20, max_files: Optional[int] = None, sample: float = 1.0,
                  redact: Optional[Redact] = None, roles: Optional[Mapping[str, str]] = None, replica: Optional[str] = None) -> None:
    """
    Says where `log` writes: `folder` gets a file per process, a new one when it would pass `max_bytes_per_file`; of one process' files the newest
    `max_files` are kept (None: all). At most `max_queue` lines and 64 MiB wait in memory.

    `sample`: share of the predictions that is written; one that has an id is chosen by it, so that two services choose alike. `redact`: names that are
    left out of features, outputs and segments, or a function that gets each record (a dict as spec/log.md has it) and returns it changed, or None to leave it
    out as dropped. `roles`: what a column is for, for the log's first line. `replica`: who of several answered.

    Nothing is opened before the first prediction, and nothing of the disk is raised ever. Raises ValueError for settings that make no sense.
    """
    global _settings
    if not 0 < sample <= 1:
        raise ValueError("configure_log: sample is above 0 and at most 1, not %r" % (sample,))
    for name, value in (("max_queue", max_queue), ("max_bytes_per_file", max_bytes_per_file), ("max_files", max_files)):
        if value is not None and (not isinstance(value, int) or value < 1):
            raise ValueError("configure_log: %s is a whole number from 1 on, not %r" % (name, value))
    if isinstance(redact, str):
        raise ValueError("configure_log: redact is a list of names or a function, not a text: [%r]" % redact)
    unknown = sorted(set((roles or {}).values()) - set(_roles))
    if unknown:
        raise ValueError("configure_log: a role is one of %s, not %r" % (", ".join(_roles), unknown[0]))
    about = {"v": 1, "kind": "meta", "writer": "lockstep-sdk %s" % __version__, "started": "", **({"roles": dict(roles)} if roles else {})}
    file = LogFile(os.path.abspath(os.fspath(folder)), max_bytes_per_file, max_files, lambda: json.dumps({**about, "started": time_text(time.time())}).encode("ascii") + b"\n")
    former, _settings = _settings, _Settings(LogWriter(file, max_queue, _see_to_the_end), sample, redact, replica)
    if former is not None:
        former.writer.close(exit_seconds)


def log(features: Any, outputs: Any, *, id: Optional[Any] = None, ts: Any = None, model: Optional[str] = None, version: Optional[str] = None, variant: Optional[str] = None,  # noqa: A002
        label: Any = None, latency_ms: Optional[float] = None, status: Optional[int] = None, error: Any = None, segments: Any = None, weight: Optional[float] = None) -> Optional[str]:
    """
    Writes one prediction down and returns its id, by which a label that comes later is joined. Returns at once and never raises: what cannot be written is
    counted by reason, and the log says so itself. Does nothing before `configure_log`.

    `features`, `outputs`, `segments`: by name (a dict, a series, a frame of one row); features may be a list, then called f0, f1 …; an output alone is called
    `prediction`. `ts`: seconds since 1970, a datetime (one without zone is local time, as everywhere in Python), or ISO 8601 in UTC; now when not given.
    `error`: the kind of error; of an exception its class is written, never its message. `weight`: 1 / share, where the caller drew a sample itself.
    """
    settings = _settings
    if settings is None:
        spans.predicted(id)
        return _tell_once(id)
    try:
        ours = str(id) if id is not None else _ids.next()
    except Exception:  # noqa: BLE001  an object that cannot say itself
        ours = None
    spans.predicted(ours)
    try:
        if ours is None:
            raise NotWritable("an id that cannot be written")
        if settings.sample < 1 and not _chosen(None if id is None else ours, settings.sample):
            return ours
        record: Dict[str, Any] = {"v": 1, "id": ours, "ts": _time_of(ts)}
        for name, value in (("model", model), ("version", version), ("variant", variant), ("replica", settings.replica)):
            if value is not None:
                record[name] = str(value)
        record["features"] = _seen(by_name(features, "f"), settings.hidden)
        record["outputs"] = _seen(by_name(outputs, "prediction"), settings.hidden)
        if segments is not None:
            record["segments"] = _seen(by_name(segments, "segment"), settings.hidden)
        if error is not None:
            record["error"] = (type(error).__name__ if isinstance(error, BaseException) else error.__name__ if isinstance(error, type) else str(error))[:200]
        for name, value in (("label", label), ("latency_ms", latency_ms), ("status", status)):
            if value is not None:
                record[name] = value
        if settings.sample < 1 or weight is not None:
            record["weight"] = (1.0 if weight is None else float(weight)) / settings.sample
        if settings.change is not None:
            record = _changed(settings.change, record)
        settings.writer.put(encode(record))
    except NotWritable as refused:
        _drop(settings, str(refused))
    except Exception as broken:  # noqa: BLE001  nothing of the log may reach the service
        _drop(settings, "could not be written down: %s" % type(broken).__name__)
    return ours


def flush_log(seconds: float = exit_seconds) -> bool:
    """Waits until everything is written, at most so long; whether it was. For tests, and for functions that are frozen between calls."""
    return _settings is None or _settings.writer.flush(seconds)


def _drop(settings: _Settings, reason: str) -> None:
    try:
        settings.writer.drop(reason)
    except Exception:  # noqa: BLE001  at the interpreter's very end no thread can be started, and nobody is left to be told
        return


def _changed(change: Callable[[Dict[str, Any]], Optional[Dict[str, Any]]], record: Dict[str, Any]) -> Dict[str, Any]:
    # The caller's own dicts are not to be changed by a function that takes something out of the record.
    mine = {name: dict(value) if isinstance(value, dict) else value for name, value in record.items()}
    try:
        changed = change(mine)
    except Exception as broken:
        raise NotWritable("redact failed: %s" % type(broken).__name__) from None
    if not isinstance(changed, dict):
        raise NotWritable("left out by redact" if changed is None else "redact gave a %s" % type(changed).__name__)
    return changed


def _seen(values: Dict[str, Any], hidden: FrozenSet[str]) -> Dict[str, Any]:
    return {name: value for name, value in values.items() if name not in hidden} if hidden else values


def _chosen(key: Optional[str], share: float) -> bool:
    """By the id where the caller gave one, else by chance."""
    if key is None:
        return _ids.random.random() < share
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big") < share * 2.0**64


def _time_of(ts: Any) -> str:
    if ts is None:
        return time_text(time.time())
    if isinstance(ts, str):
        return ts
    if isinstance(ts, datetime.datetime):
        return ts.astimezone(datetime.timezone.utc).isoformat(timespec="microseconds")[:-6] + "Z"
    return time_text(float(ts))


def _tell_once(id: Any) -> Optional[str]:  # noqa: A002
    global _told
    if not _told:
        _told = True
        logging.getLogger("lockstep").warning("lockstep.log does nothing before lockstep.configure_log(folder)")
    try:
        return None if id is None else str(id)
    except Exception:  # noqa: BLE001  an object that cannot say itself
        return None


def _at_exit() -> None:
    if _settings is not None:
        _settings.writer.close(exit_seconds)


def _after_fork() -> None:
    global _ids
    _ids = _Ids()
    if _settings is not None:
        _settings.writer.after_fork()


def _see_to_the_end() -> None:
    """Processes of multiprocessing end without the interpreter's own end."""
    util = sys.modules.get("multiprocessing.util")
    if util is not None:
        util.Finalize(None, _at_exit, exitpriority=0)


atexit.register(_at_exit)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
