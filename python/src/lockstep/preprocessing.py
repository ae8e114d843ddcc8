"""`pack_preprocessing(transform)`: preprocessing as a thing of its own, with digest and schemas, that travels with the model."""

from __future__ import annotations

import sys
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from .reading import Reading, read
from .row_schema import describe_rows, names_in
from .transform_digest import transform_digest

_packed: Dict[str, "PackedPreprocessing"] = {}

#: What a transform is handed: one row as a dict, all rows as dicts, a pandas frame, or rows of plain values in the schema's order.
_takes = ("row", "rows", "frame", "array")


class PackedPreprocessing:
    """
    A transform with `name`, `digest` (and `digest_how`), `inputs`, `outputs` and what it `takes`. Calling it with one row (a dict) gives
    that row's result; with a list of rows, a list of results. It raises ValueError for a row that lacks a feature of the schema.
    """

    def __init__(self, transform: Any, name: str, inputs: Optional[List[Dict[str, Any]]], outputs: Optional[List[str]], takes: str) -> None:
        self.transform, self.name, self.inputs, self.outputs, self.takes = transform, name, inputs, outputs, takes
        self.digest, self.digest_how = transform_digest(transform)

    def __call__(self, rows: Union[Mapping[str, Any], Sequence[Mapping[str, Any]]]) -> Any:
        if isinstance(rows, Mapping):
            return self._run([dict(rows)])["outputs"][0]
        return self._run([dict(row) for row in rows])["outputs"]

    def answer(self, rows: Sequence[Mapping[str, Any]]) -> Dict[str, Any]:
        """What POST /preprocess answers for these rows: name, digest, outputs, names, dtype, shape."""
        return {"name": self.name, "digest": self.digest, **self._run([dict(row) for row in rows])}

    def save(self, folder: Any) -> Any:
        """Writes `lockstep-preprocessing.json` and the transform into the folder, which is made; returns its path. See `load_preprocessing`."""
        from .packed_files import save_packed

        return save_packed(self, folder)

    @staticmethod
    def load(folder: Any) -> "PackedPreprocessing":
        """The same as `load_preprocessing`."""
        return load_preprocessing(folder)

    def _run(self, rows: List[Dict[str, Any]]) -> Dict[str, Any]:
        if self.inputs is not None:
            names = [each["name"] for each in self.inputs]
            for at, row in enumerate(rows):
                lacking = [name for name in names if name not in row]
                if lacking:
                    raise ValueError("row %d has no %s; expected %s" % (at, ", ".join(map(repr, lacking)), ", ".join(names)))
            rows = [{name: row[name] for name in names} for row in rows]
        call = getattr(self.transform, "transform", self.transform)
        if self.takes == "row":
            parts = [_result(call(row)) for row in rows]
            alike = len({(part["dtype"], tuple(part["shape"]), tuple(part["names"] or ())) for part in parts}) == 1
            first = parts[0]
            return {"outputs": [part["value"] for part in parts], "names": self.outputs or first["names"] if alike else None,
                    "dtype": first["dtype"] if alike else None, "shape": [len(parts), *first["shape"]] if alike else None}
        given = rows if self.takes == "rows" else self._frame(rows) if self.takes == "frame" else [list(row.values()) for row in rows]
        whole = call(given)
        table = _table(whole)
        if len(table["outputs"]) != len(rows):
            raise ValueError("the transform made %d rows out of %d" % (len(table["outputs"]), len(rows)))
        return {**table, "names": table["names"] or self.outputs}

    def _frame(self, rows: List[Dict[str, Any]]) -> Any:
        # The transform was fitted on frames, so pandas is here.
        import pandas

        return pandas.DataFrame(rows, columns=names_in(self.inputs) if self.inputs else None)


def pack_preprocessing(transform: Any, *, name: str = "preprocessing", inputs: Any = None, outputs: Optional[Sequence[str]] = None, takes: Optional[str] = None) -> PackedPreprocessing:
    """
    Packs a callable or a fitted object with `transform`, so that the mount answers POST /preprocess with it and the fingerprint carries
    `preprocessing.digest:<name>`. A second one of the same name takes the first one's place.

    `inputs`: `{feature: type}`, or example rows (dicts) to take names and types from. `outputs`: names of the results; asked of
    `get_feature_names_out` when not given. `takes`: what the transform is called with, "row", "rows", "frame" or "array"; for a function
    "row", for an object "frame" when it was fitted on named features, else "array". Raises TypeError for a transform that cannot be called.
    """
    is_object = callable(getattr(transform, "transform", None))
    if not is_object and not callable(transform):
        raise TypeError("pack_preprocessing: %r can neither be called nor has it a method transform" % (transform,))
    fitted_names = getattr(transform, "feature_names_in_", None) if is_object else None
    chosen = takes or ("row" if not is_object else "frame" if fitted_names is not None else "array")
    if chosen not in _takes:
        raise ValueError("pack_preprocessing: takes is one of %s, not %r" % (", ".join(_takes), takes))
    schema = describe_rows(inputs)
    if schema is None and fitted_names is not None:
        schema = [{"name": str(each), "dtype": None} for each in fitted_names]
    made = PackedPreprocessing(transform, name, schema, list(outputs) if outputs is not None else _output_names(transform), chosen)
    register(made)
    return made


def load_preprocessing(folder: Any, *, digest: Optional[str] = None) -> PackedPreprocessing:
    """
    What `save` wrote, registered again. The files' digest is compared before anything is unpickled, and with `digest` (`sha256:…`) the
    transform's own too: ValueError when one differs. Unpickling runs code: load only what you or your pipeline saved.
    """
    from .packed_files import load_packed

    made = load_packed(folder, digest)
    register(made)
    return made


def register(made: PackedPreprocessing) -> None:
    """Offers it to the mount and to the fingerprint."""
    from . import probe

    _packed[made.name] = made
    probe.contribute(_fields)


def packed() -> Dict[str, PackedPreprocessing]:
    """All that is packed in this process, by name."""
    return dict(_packed)


def _fields() -> Dict[str, Dict[str, Any]]:
    """Taken anew each time: a transform that learned or was changed since is another one."""
    found: Dict[str, Dict[str, Any]] = {"unread": {}}
    for name, each in list(_packed.items()):
        try:
            digest, how = transform_digest(each.transform)
            found["preprocessing.digest:%s" % name] = {"value": digest, "scope": "process", "how": "lockstep.pack_preprocessing, over %s" % how}
        except TypeError as broken:
            found["unread"]["preprocessing.digest:%s" % name] = str(broken)
    return found


def _output_names(transform: Any) -> Optional[List[str]]:
    ask = getattr(transform, "get_feature_names_out", None)
    try:
        return [str(name) for name in ask()] if ask is not None else None
    except Exception:  # noqa: BLE001  many transformers have the method and know no names
        return None


def _result(value: Any) -> Dict[str, Any]:
    """One row's result as JSON: a dict stays one, everything else is a flat list."""
    seen = read(value, most=1_000_000)
    if seen.values is None:
        raise ValueError("the transform gave a %s: %s" % (seen.shape, seen.note))
    dtype, shape = _type_of(seen)
    return {"value": dict(zip(seen.names, seen.values)) if isinstance(value, Mapping) and seen.names else seen.values, "names": seen.names, "dtype": dtype, "shape": shape}


def _table(value: Any) -> Dict[str, Any]:
    """A batch's result as one list per row."""
    if hasattr(value, "toarray") and "scipy" in sys.modules:
        value = value.toarray()
    if isinstance(value, (list, tuple)):
        parts = [_result(item) for item in value]
        first = parts[0] if parts else {"names": None, "dtype": None, "shape": []}
        return {"outputs": [part["value"] for part in parts], "names": first["names"], "dtype": first["dtype"], "shape": [len(parts), *first["shape"]]}
    seen = read(value, most=10_000_000)
    if seen.values is None:
        raise ValueError("the transform gave a %s: %s" % (seen.shape, seen.note))
    dtype, shape = _type_of(seen)
    rows = shape[0] if shape else 1
    width = len(seen.values) // rows if rows else 0
    return {"outputs": [seen.values[at * width : (at + 1) * width] for at in range(rows)], "names": seen.names if len(shape) > 1 else None, "dtype": dtype, "shape": shape}


def _type_of(seen: Reading) -> Tuple[Optional[str], List[int]]:
    """Type and sizes out of `float64[1, 3]`; containers of Python and mixed frames have the type that all their values share, or none."""
    dtype, _, sizes = seen.shape.rpartition("[")
    if dtype in ("list", "dict", "set", "frame", ""):
        return seen.kind, [int(n) for n in sizes[:-1].split(", ")] if dtype == "frame" else [len(seen.values or [])]
    return dtype, [int(n) for n in sizes[:-1].split(", ") if n]
