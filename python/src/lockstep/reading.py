"""What a stage held at one moment, in a form that fits into a header: digest, shape, names and flat values."""

from __future__ import annotations

import math
from typing import Any, Iterator, List, Optional, Tuple

from .blocks import Block, Frame, Labelled, NotRead, Sparse
from .canonical import bytes_of, digest_of, in_order, key_text, shape_of
from .known import known, text_of

#: A header of 12,000 bytes has no room for more.
most_values = 5_000

#: Starts a path that is only a place in nested lists, which is no name.
_place = "\0"


class Reading:
    """What was read: `digest` (hex or None), `shape`, `names`, `values` (or None), `note` (why not), `kind` (the type they share)."""

    __slots__ = ("digest", "shape", "names", "values", "note", "kind")

    def __init__(self, digest: Optional[str], shape: str, names: Optional[List[str]], values: Optional[List[Any]], note: Optional[str], kind: Optional[str] = None) -> None:
        self.digest, self.shape, self.names, self.values, self.note, self.kind = digest, shape, names, values, note, kind


def read(value: Any, most: int = most_values) -> Reading:
    """Snapshot of a value as it is now. Never raises: what cannot or must not be read has no digest, and a note."""
    try:
        seen = known(value)
        digest = digest_of(seen)
        shape = shape_of(seen)
        names = _columns(seen)
        flat: List[Tuple[str, Any]] = []
        try:
            for entry in _flat(seen, "", most):
                flat.append(entry)
                _room_for(len(flat), most)
        except _TooMany:
            return Reading(digest, shape, names, None, "more than %d values" % most)
        if names is None and any(path and not path.startswith(_place) for path, _ in flat):
            names = [path.lstrip(_place) for path, _ in flat]
        return Reading(digest, shape, names, [_plain(item) for _, item in flat], None, _shared(flat))
    except NotRead as refused:
        return Reading(None, _title(value), None, None, "not read: %s" % refused)
    except Exception as broken:  # noqa: BLE001  a foreign object may raise anything, and must not reach the prediction
        return Reading(None, _title(value), None, None, "could not be read: %s" % type(broken).__name__)


def _columns(value: Any) -> Optional[List[str]]:
    if isinstance(value, Frame):
        return [name for name, _ in value.columns]
    return list(value.names) if isinstance(value, Block) and value.names is not None else None


class _TooMany(Exception):
    """More values than a header has room for."""


def _room_for(count: int, most: int) -> None:
    if count > most:
        raise _TooMany


def _flat(value: Any, path: str, most: int) -> Iterator[Tuple[str, Any]]:
    """Path and value of every single value, in order; a place in nested lists starts with `_place`."""
    value = known(value)
    if isinstance(value, (Block, Labelled)):
        _room_for(value.size, most)
        for at, item in enumerate(value.values()):
            yield from _flat(item, "%s[%d]" % (path, at) if path else "", most)
    elif isinstance(value, Frame):
        _room_for(value.rows * len(value.columns), most)
        columns = [(name, column.values()) for name, column in value.columns]
        for row in range(value.rows):
            for name, items in columns:
                yield from _flat(items[row], "%s[%d].%s" % (path, row, name) if path else "", most)
    elif isinstance(value, Sparse):
        _room_for(value.stored.size, most)
        for row, column, item in zip(value.rows.values(), value.columns.values(), value.stored.values()):
            yield "%s[%d, %d]" % (path, row, column), item
    elif isinstance(value, dict):
        above = path.lstrip(_place)
        for key in in_order(value):
            yield from _flat(value[key], "%s.%s" % (above, key_text(key)) if above else key_text(key), most)
    elif isinstance(value, (list, tuple)):
        for at, item in enumerate(value):
            yield from _flat(item, "%s[%d]" % (path, at) if path else "%s[%d]" % (_place, at), most)
    elif isinstance(value, frozenset):
        for item in sorted(value, key=lambda item: bytes_of(item)):
            yield path, item
    else:
        yield path, value


def _shared(flat: List[Tuple[str, Any]]) -> Optional[str]:
    """The one type that all values have, nulls aside and integers among floats being floats; None when there is none."""
    kinds = {"bool" if isinstance(item, bool) else "int64" if isinstance(item, int) else "float64" if isinstance(item, float) else "str" for _, item in flat if item is not None}
    return kinds.pop() if len(kinds) == 1 else "float64" if kinds == {"int64", "float64"} else None


def _plain(value: Any) -> Any:
    """A value that strict JSON can say: NaN and infinities, dates and bytes are texts."""
    value = known(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return "hex:" + bytes(value).hex()
    return str(value) if isinstance(value, complex) else text_of(value)


def _title(value: Any) -> str:
    kind = type(value)
    return kind.__name__ if kind.__module__ == "builtins" else "%s.%s" % (kind.__module__.partition(".")[0], kind.__name__)
