"""Which values can be read without changing them, and as what: the gate before every digest."""

from __future__ import annotations

from typing import Any, Optional

from .blocks import Block, Frame, Labelled, NotRead, Sparse, buffer_block, numpy_block, sparse_block, torch_block
from .frames import arrow_block, pandas_block, polars_block

#: Python values looked at one by one (about a second); arrays count as one.
most_items = 1_000_000

#: Values that are one text: class name, and the method that spells it the same everywhere.
texts = {"datetime": "isoformat", "date": "isoformat", "time": "isoformat", "timedelta": "__str__", "Decimal": "__str__", "UUID": "__str__", "Fraction": "__str__"}

_text_modules = ("datetime", "decimal", "_decimal", "_pydecimal", "uuid", "fractions")
_lazy = {"dask", "pyspark", "ibis", "duckdb", "vaex", "daft", "modin"}


def known(value: Any) -> Any:
    """The value as one of the kinds that `encode` writes; raises NotRead for every other."""
    kind = type(value)
    if value is None or kind in (bool, int, float, str, list, dict, tuple, bytes, bytearray, Block, Frame, Labelled, Sparse, frozenset, complex):
        return value
    if hasattr(kind, "__next__") or hasattr(kind, "__await__") or hasattr(kind, "__anext__"):
        raise NotRead("a one-shot %s; reading it would use it up" % kind.__name__)
    homes = {base.__module__.partition(".")[0] for base in kind.__mro__}
    lazy = homes & _lazy
    if lazy:
        raise NotRead("a %s %s; reading it would run its plan, maybe with another result" % (lazy.pop(), kind.__name__))
    if "pandas" in homes and kind.__name__ in ("NAType", "NaTType"):
        return None
    for home, reader in (("pandas", pandas_block), ("polars", polars_block), ("pyarrow", arrow_block), ("torch", torch_block)):
        if home in homes and kind.__name__ not in ("Timestamp", "Timedelta"):
            return reader(value)
    if "scipy" in homes and hasattr(value, "tocsr"):
        return sparse_block(value)
    if "numpy" in homes and hasattr(value, "dtype"):
        return numpy_block(value)
    if homes & {"tensorflow", "jax", "jaxlib"} and hasattr(value, "__array__"):
        if kind.__name__ == "SymbolicTensor" or "Tracer" in kind.__name__:
            raise NotRead("a %s has no values before it runs" % kind.__name__)
        return numpy_block(value.__array__())
    if kind is memoryview or (kind.__module__ == "array" and kind.__name__ == "array"):
        return buffer_block(value)
    return _of_python(value, kind, homes)


def text_kind(value: Any) -> Optional[str]:
    """The name of the class that a one-text value is or extends (`datetime` for a pandas Timestamp); None for other values."""
    return next((base.__name__ for base in type(value).__mro__ if base.__name__ in texts and base.__module__ in _text_modules), None)


def text_of(value: Any) -> str:
    """The text of such a value."""
    return str(getattr(value, texts[text_kind(value) or ""])())


def _of_python(value: Any, kind: type, homes: Any) -> Any:
    """Subclasses are read as what they extend, through the base class's own methods: an overridden one may do anything."""
    if "enum" in homes and hasattr(value, "value"):
        return known(value.value)
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bytes):
        return bytes.__getitem__(value, slice(None))
    if isinstance(value, dict):
        return dict(dict.items(value))
    if isinstance(value, (list, tuple)):
        fields = getattr(kind, "_fields", None)
        items = list(list.__iter__(value) if isinstance(value, list) else tuple.__iter__(value))
        return dict(zip(fields, items)) if isinstance(fields, tuple) and len(fields) == len(items) else items
    if isinstance(value, (set, frozenset)):
        return frozenset(value)
    if isinstance(value, range) or (kind.__module__ == "collections" and kind.__name__ == "deque"):
        if len(value) > most_items:
            raise NotRead("it holds more than %d single values" % most_items)
        return list(value)
    if any(hasattr(kind, mark) for mark in ("__dataclass_fields__", "__pydantic_fields__", "__fields__")) and hasattr(value, "__dict__"):
        return dict(value.__dict__)
    if text_kind(value) is not None:
        return value
    raise NotRead("a %s.%s is not known to be readable without a side effect" % (kind.__module__, kind.__qualname__))
