"""Writes digests.json: values, their canonical encoding and its sha256, as the Python SDK makes them. Run: python spec/stages/digests.py"""

import hashlib
import json
import sys
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent.parent / "python" / "src"))

from lockstep.blocks import Block, Frame, Labelled, Sparse, pack  # noqa: E402
from lockstep.canonical import bytes_of, shape_of  # noqa: E402



def number(dtype, text):
    if dtype == "bool":
        return text == "true"
    return float(text.replace("Infinity", "inf")) if dtype.startswith("float") else int(text)


def made(value):
    """The Python value that a notation stands for."""
    kind = value["type"]
    if kind == "null":
        return None
    if kind == "bool":
        return value["value"]
    if kind in ("int", "float64"):
        return number("float" if kind == "float64" else kind, value["value"])
    if kind == "str":
        return value["value"]
    if kind == "bytes":
        return bytes.fromhex(value["hex"])
    if kind == "list":
        return [made(item) for item in value["items"]]
    if kind == "set":
        return frozenset(made(item) for item in value["items"])
    if kind == "dict":
        return {made(key): made(item) for key, item in value["items"]}
    if kind == "array":
        if "items" in value:
            return Block(value["dtype"], value["shape"], items=[made(item) for item in value["items"]], names=value.get("names"))
        block = pack(value["dtype"], [number(value["dtype"], text) for text in value["values"]])
        return Block(value["dtype"], value["shape"], block.data, names=value.get("names"))
    if kind == "frame":
        return Frame(value["rows"], [(name, made(column)) for name, column in value["columns"]])
    if kind == "category":
        return Labelled([made(item) for item in value["categories"]], value["places"])
    if kind == "sparse":
        return Sparse(value["shape"], *(made(value[part]) for part in ("rows", "columns", "stored")))
    if kind == "datetime":
        import datetime

        return datetime.datetime.fromisoformat(value["value"])
    raise ValueError(kind)


def array(dtype, shape, *values, **more):
    return {"type": "array", "dtype": dtype, "shape": list(shape), "values": list(values), **more}


def items(dtype, shape, *values):
    return {"type": "array", "dtype": dtype, "shape": list(shape), "items": list(values)}


NULL = {"type": "null"}


def text(value):
    return {"type": "str", "value": value}


def integer(value):
    return {"type": "int", "value": value}


def real(value):
    return {"type": "float64", "value": value}


CASES = [
    ("nothing", NULL),
    ("a truth value", {"type": "bool", "value": True}),
    ("an integer", integer("41")),
    ("an integer that no double holds", integer("9007199254740993")),
    ("a float of Python is a float64 without dimensions", real("0.1")),
    ("minus zero", real("-0.0")),
    ("NaN is always the same one", real("NaN")),
    ("a text beyond ASCII", text("Größe 😀")),
    ("an empty text", text("")),
    ("bytes", {"type": "bytes", "hex": "00ff10"}),
    ("one row of float64", array("float64", [1, 3], "0.1", "-2.5", "NaN")),
    ("the same values as another shape", array("float64", [3], "0.1", "-2.5", "NaN")),
    ("the same values as float32", array("float32", [1, 3], "0.1", "-2.5", "NaN")),
    ("float16 with infinities", array("float16", [3], "Infinity", "-Infinity", "0.333251953125")),
    ("int8", array("int8", [2, 2], "-128", "-1", "0", "127")),
    ("uint64 at its end", array("uint64", [1], "18446744073709551615")),
    ("truth values", array("bool", [3], "true", "false", "true")),
    ("an array without dimensions", array("float32", [], "1.5")),
    ("an empty array", array("int64", [0, 4])),
    ("texts in an array", items("str", [2], text("a"), text("bc"))),
    ("an array of objects", items("object", [3], integer("1"), NULL, text("x"))),
    ("integers with a missing one", items("Int64?", [2], integer("1"), NULL)),
    ("a series whose labels name its values", array("float64", [2], "1", "2", names=["age", "income"])),
    ("an empty list", {"type": "list", "items": []}),
    ("a list of different things", {"type": "list", "items": [integer("1"), real("1.0"), text("1"), NULL]}),
    ("a dict, whatever the order of its keys", {"type": "dict", "items": [[text("b"), integer("2")], [text("a"), {"type": "list", "items": [real("1.5")]}]]}),
    ("keys that are numbers", {"type": "dict", "items": [[integer("10"), text("x")], [integer("9"), text("y")]]}),
    ("a set, whatever its order", {"type": "set", "items": [text("b"), text("a"), integer("3")]}),
    ("a frame of two types", {"type": "frame", "rows": 2, "columns": [["age", array("int64", [2], "41", "17")], ["income", array("float64", [2], "1200.5", "NaN")]]}),
    ("the same frame with its columns exchanged", {"type": "frame", "rows": 2, "columns": [["income", array("float64", [2], "1200.5", "NaN")], ["age", array("int64", [2], "41", "17")]]}),
    ("a categorical column", {"type": "frame", "rows": 3, "columns": [["size", {"type": "category", "categories": [text("small"), text("large")], "places": [1, -1, 0]}]]}),
    ("a sparse matrix", {"type": "sparse", "shape": [2, 3], "rows": array("int64", [2], "0", "1"), "columns": array("int64", [2], "2", "0"), "stored": array("float64", [2], "1.5", "-1")}),
    ("a moment", {"type": "datetime", "value": "2024-02-29T12:30:00"}),
]

if __name__ == "__main__":
    cases = []
    for name, value in CASES:
        encoding = bytes_of(made(value))
        cases.append({"case": name, "value": value, "shape": shape_of(made(value)), "encoding": encoding.hex(), "digest": hashlib.sha256(encoding).hexdigest()})
    lines = ",\n".join("    " + json.dumps(case, ensure_ascii=False) for case in cases)
    (here / "digests.json").write_text('{\n  "specVersion": 1,\n  "cases": [\n%s\n  ]\n}\n' % lines, encoding="utf-8")
