"""Names and types of rows, declared or taken from examples."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional


def describe_rows(given: Any) -> Optional[List[Dict[str, Any]]]:
    """`[{"name", "dtype"}]` in order, from `{name: type}`, a list of such entries, or example rows; None for None. Raises TypeError for others."""
    if given is None:
        return None
    if isinstance(given, Mapping):
        return [{"name": str(name), "dtype": _word(kind)} for name, kind in given.items()]
    rows = list(given) if isinstance(given, (list, tuple)) else []
    if not rows or not all(isinstance(row, Mapping) for row in rows):
        raise TypeError("pack_preprocessing: inputs is {feature: type} or a list of example rows (dicts), not %r" % (given,))
    if all(set(row) <= {"name", "dtype"} and "name" in row for row in rows):
        return [{"name": str(row["name"]), "dtype": row.get("dtype")} for row in rows]
    return [{"name": str(name), "dtype": _shared([row.get(name) for row in rows])} for name in {name: None for row in rows for name in row}]


def names_in(schema: List[Dict[str, Any]]) -> List[str]:
    """The features' names in order."""
    return [each["name"] for each in schema]


def _word(kind: Any) -> Optional[str]:
    if isinstance(kind, type):
        return {"int": "int64", "float": "float64"}.get(kind.__name__, kind.__name__)
    return None if kind is None else str(kind)


def _shared(values: List[Any]) -> Optional[str]:
    kinds = {_word(type(value)) for value in values if value is not None}
    return kinds.pop() if len(kinds) == 1 else "float64" if kinds == {"int64", "float64"} else None
