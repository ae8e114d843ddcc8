"""Columns and frames of pandas, polars and Arrow as blocks, through their own methods and without importing them."""

from __future__ import annotations

from typing import Any, List, Optional

from .blocks import Block, Frame, Labelled, NotRead, codes, numpy_block, pack

#: More labels than this are row numbers or keys, not the names of values.
most_labels = 10_000


def pandas_block(value: Any) -> Any:
    """A DataFrame (its index is no part of it), a Series (labels that are texts name its values), an Index."""
    kind = _class_in(value, "pandas")
    if kind == "DataFrame":
        return Frame(len(value), [(_label(label), _pandas_column(value.iloc[:, at])) for at, label in enumerate(value.columns)])
    if kind == "Series":
        column = _pandas_column(value)
        labels = list(value.index) if 0 < len(value) <= most_labels else []
        if isinstance(column, Block) and labels and all(isinstance(label, str) for label in labels):
            column.names = labels
        return column
    if kind.endswith("Index"):
        return _pandas_column(value)
    raise NotRead("a pandas %s" % kind)


def _label(label: Any) -> str:
    return label if isinstance(label, str) else str(label)


def _pandas_column(column: Any) -> Any:
    dtype = column.dtype
    if type(dtype).__module__.partition(".")[0] == "numpy":
        return numpy_block(column.to_numpy())
    if type(dtype).__name__ == "CategoricalDtype":
        made = column.cat if hasattr(column, "cat") else column
        return Labelled(made.categories.tolist(), [int(at) for at in made.codes])
    # Extension types hold None, NaN or NA for what is missing; all three are one thing here.
    items = [None if missing else item for item, missing in zip(column.tolist(), column.isna().tolist())]
    return Block("%s?" % dtype, (len(items),), items=items)


def polars_block(value: Any) -> Any:
    """A DataFrame or Series that is in memory; a lazy one is a plan, and running it may give another result."""
    kind = _class_in(value, "polars")
    if kind == "DataFrame":
        return Frame(value.height, [(column.name, _column(str(column.dtype), column.to_list())) for column in value.get_columns()])
    if kind == "Series":
        return _column(str(value.dtype), value.to_list())
    raise NotRead("a polars %s: reading it would run its plan" % kind if kind == "LazyFrame" else "a polars %s" % kind)


def arrow_block(value: Any) -> Any:
    """An Arrow table, batch or array that is in memory."""
    kind = _class_in(value, "pyarrow")
    if kind in ("Table", "RecordBatch"):
        names: List[str] = value.schema.names
        return Frame(value.num_rows, [(name, _column(str(value.schema.types[at]), value.column(at).to_pylist())) for at, name in enumerate(names)])
    if kind == "ChunkedArray" or kind.endswith("Array"):
        return _column(str(value.type), value.to_pylist())
    raise NotRead("a pyarrow %s: reading it would run a scan or use it up" % kind)


#: Spellings of the same types in polars (Float64) and Arrow (double), in lower case.
_spelled = {"boolean": "bool", "double": "float64", "float": "float32", "halffloat": "float16", "utf8": "str", "string": "str", "large_string": "str"}


def _column(dtype: str, items: List[Any]) -> Block:
    name: Optional[str] = _spelled.get(dtype.lower(), dtype.lower())
    if any(item is None for item in items):
        return Block("%s?" % name, (len(items),), items=items)
    return pack(name, items) if name in codes else Block(str(name), (len(items),), items=items)


def _class_in(value: Any, library: str) -> str:
    """The name of the class of this library that the value is or extends."""
    return next(kind.__name__ for kind in type(value).__mro__ if kind.__module__.partition(".")[0] == library)
