"""Values of a prediction as a line of the prediction log; numbers and arrays of other libraries are told by what they can do, none is imported."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import json
import uuid
from typing import Any, Dict, Mapping

#: Values of one array; whoever logs more than that logs a payload, not features.
most_values = 1_000_000

#: A line of the log is never longer.
most_bytes = 8 << 20


class NotWritable(Exception):
    """A value that has no place in the log; the text names its type, never the value."""


def encode(record: Dict[str, Any]) -> bytes:
    """The record as one line with its end. NaN and infinities are bare tokens, floats the shortest text that reads back bit for bit. Raises NotWritable."""
    try:
        text = _json.encode(record)
    except TypeError:
        # Keys that are no texts, such as a row's numpy integers, are all that the fast way does not take.
        text = _json.encode(_text_keys(record))
    # A lone surrogate is no UTF-8; a line with one would be damaged for every reader.
    line = text.encode("utf-8", "replace") + b"\n"
    if len(line) > most_bytes:
        raise NotWritable("a line longer than 8 MiB")
    return line


def by_name(value: Any, alone: str) -> Dict[str, Any]:
    """Features, outputs or segments by name. A list without names is `<alone>0`, `<alone>1` …; a single value, where `alone` is a whole name, has that name."""
    if value is None:
        return {}
    if type(value) is dict:
        return value
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "to_dict"):
        if not hasattr(value, "columns"):
            return dict(value.to_dict())
        if len(value) != 1:
            raise NotWritable("a table of more than one row: log each row")
        return dict(value.to_dict("records")[0])
    if dataclasses.is_dataclass(value) or hasattr(value, "model_dump"):
        return dict(_plain(value))
    if hasattr(value, "tolist"):
        value = _listed(value)
    if alone != "f":
        # One row of a batch, as models answer.
        return {alone: value[0] if isinstance(value, list) and len(value) == 1 else value}
    if not isinstance(value, (list, tuple)):
        raise NotWritable("features without names: %s" % type(value).__name__)
    # One row of a batch, as models take them.
    row = value[0] if len(value) == 1 and isinstance(value[0], (list, tuple)) else value
    return {"f%d" % at: item for at, item in enumerate(row)}


def _plain(value: Any) -> Any:
    """What json cannot say by itself."""
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        # pandas' NaT is a datetime that does not equal itself.
        return value.isoformat() if value == value else None
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    kind = type(value).__name__
    if kind in ("datetime64", "timedelta64"):
        text = str(value)
        return None if text == "NaT" else text
    if hasattr(value, "tolist"):
        return _listed(value)
    if kind == "NAType":
        return None
    if isinstance(value, Mapping):
        return dict(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "model_dump"):
        return value.model_dump()
    raise NotWritable("a value of type %s" % kind)


def _listed(value: Any) -> Any:
    """Scalars and arrays of numpy, pandas, torch and their like."""
    size = getattr(value, "size", 1)
    if isinstance(size, int) and size > most_values:
        raise NotWritable("an array of more than %d values" % most_values)
    return value.tolist()


def _text_keys(value: Any, depth: int = 0) -> Any:
    if depth > 100:
        raise NotWritable("values nested more than 100 levels")
    if isinstance(value, Mapping):
        return {key if isinstance(key, str) else str(key): _text_keys(item, depth + 1) for key, item in value.items()}
    return [_text_keys(item, depth + 1) for item in value] if isinstance(value, (list, tuple)) else value


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)
