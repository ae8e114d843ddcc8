"""
`python -m lockstep.transform FOLDER` or `FILE.py:NAME`: rows through a packed preprocessing, as JSON lines from stdin to stdout.

A line in is `{"n": 17, "row": {"age": 41}}`, a line out `{"n": 17, "v": ["0.5", null]}`: every value as a text, so that no reader rounds it. The last line is
`{"columns": [{"name", "kind"}], "rows": 1000}` with a kind of float, int, bool or text, or `{"failed": 17, "error": "…"}` for the first row that failed, and the exit code is 1.
`--describe` reads no row and prints `{"name", "digest", "digestHow", "takes", "inputs", "python"}`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import sys
from typing import Any, Dict, Iterable, Iterator, List, Optional, TextIO, Tuple

from .preprocessing import PackedPreprocessing, load_preprocessing, pack_preprocessing

#: Rows that are handed to the transform at once.
batch_rows = 4096


class RowFailed(Exception):
    """`n` of the row, and what the transform said."""

    def __init__(self, n: int, error: BaseException) -> None:
        super().__init__("%s: %s" % (type(error).__name__, error))
        self.n = n


class Columns:
    """Names of the results, the same for every row, and what kinds of values stood in each."""

    def __init__(self) -> None:
        self.names: Optional[List[str]] = None
        self.kinds: List["set[str]"] = []

    def texts(self, result: Any, names: Optional[List[str]]) -> List[Optional[str]]:
        """One row's result as texts in the order of the first row's names; ValueError for a row of other ones."""
        values = list(result.values()) if isinstance(result, dict) else list(result)
        own = [str(each) for each in (result if isinstance(result, dict) else names or ["f%d" % at for at in range(len(values))])]
        if self.names is None:
            if len(set(own)) != len(own):
                raise ValueError("two results have the same name: %s" % ", ".join(own))
            self.names, self.kinds = own, [set() for _ in own]
        if len(values) != len(self.names) or own != self.names:
            if sorted(own) != sorted(self.names) or not isinstance(result, dict):
                raise ValueError("this row gave %d values (%s), the first one %d (%s)" % (len(values), ", ".join(own[:5]), len(self.names), ", ".join(self.names[:5])))
            values = [result[name] for name in self.names]
        return [self._text(at, value) for at, value in enumerate(values)]

    def _text(self, at: int, value: Any) -> Optional[str]:
        if value is None:
            return None
        if isinstance(value, str):
            # A float that is not finite comes as a text; beside numbers it is one.
            self.kinds[at].add("notfinite" if value in ("NaN", "Infinity", "-Infinity") else "text")
            return value
        self.kinds[at].add("bool" if isinstance(value, bool) else "int" if isinstance(value, int) else "float")
        return ("true" if value else "false") if isinstance(value, bool) else repr(value)

    def told(self) -> List[Dict[str, str]]:
        return [{"name": name, "kind": _kind_of(kinds)} for name, kinds in zip(self.names or [], self.kinds)]


def _kind_of(kinds: "set[str]") -> str:
    if "text" in kinds or len(kinds - {"notfinite"}) > 1 and "bool" in kinds:
        return "text"
    if kinds == {"bool"}:
        return "bool"
    return "int" if kinds == {"int"} else "float"


def load(named: str) -> PackedPreprocessing:
    """A folder that `save` wrote, or `FILE.py:NAME`: a packed preprocessing, or what `pack_preprocessing` takes."""
    if os.path.isdir(named):
        return load_preprocessing(named)
    path, colon, name = named.rpartition(":")
    if not colon or not path.endswith(".py") or not name.isidentifier():
        raise ValueError("%s is neither a folder of a packed preprocessing nor FILE.py:NAME" % named)
    # What stands beside the file can be imported by it, as when it is run.
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    spec = importlib.util.spec_from_file_location("lockstep_transform_file", path)
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    sys.modules[spec.name] = module  # type: ignore[union-attr]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    if not hasattr(module, name):
        raise ValueError("%s has no %s" % (path, name))
    found = getattr(module, name)
    return found if isinstance(found, PackedPreprocessing) else pack_preprocessing(found, name=name)


def describe(packed: PackedPreprocessing) -> Dict[str, Any]:
    return {"name": packed.name, "digest": packed.digest, "digestHow": packed.digest_how, "takes": packed.takes, "inputs": None if packed.inputs is None else [each["name"] for each in packed.inputs], "python": platform.python_version()}


def run(packed: PackedPreprocessing, lines: Iterable[str], out: TextIO) -> int:
    """All rows; returns how many. Raises RowFailed for the first that failed."""
    columns, rows = Columns(), 0
    for batch in _batches(lines):
        for n, texts in _through(packed, columns, batch):
            out.write(json.dumps({"n": n, "v": texts}, separators=(",", ":")) + "\n")
            rows += 1
    out.write(json.dumps({"columns": columns.told(), "rows": rows}) + "\n")
    return rows


def _through(packed: PackedPreprocessing, columns: Columns, batch: List[Tuple[int, Dict[str, Any]]]) -> List[Tuple[int, List[Optional[str]]]]:
    try:
        answer = packed.answer([row for _, row in batch])
    except Exception as broken:
        if len(batch) == 1:
            raise RowFailed(batch[0][0], broken) from broken
        # One by one, so that the row which failed can be named; halves, so that this takes no longer than it must.
        half = len(batch) // 2
        return _through(packed, columns, batch[:half]) + _through(packed, columns, batch[half:])
    made = []
    for (n, _), result in zip(batch, answer["outputs"]):
        try:
            made.append((n, columns.texts(result, answer["names"])))
        except ValueError as broken:
            raise RowFailed(n, broken) from broken
    return made


def _batches(lines: Iterable[str]) -> Iterator[List[Tuple[int, Dict[str, Any]]]]:
    batch: List[Tuple[int, Dict[str, Any]]] = []
    for line in lines:
        record = json.loads(line)
        batch.append((record["n"], record["row"]))
        if len(batch) >= batch_rows:
            yield batch
            batch = []
    if batch:
        yield batch


def main(words: List[str]) -> int:
    # Whatever the transform prints is not a row: stdout is kept for rows alone.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    named = [word for word in words if word != "--describe"]
    if len(named) != 1:
        sys.stderr.write("python -m lockstep.transform FOLDER | FILE.py:NAME [--describe]\n")
        return 2
    with out:
        try:
            packed = load(named[0])
            if "--describe" in words:
                out.write(json.dumps(describe(packed)) + "\n")
            else:
                run(packed, open(0, encoding="utf-8", closefd=False), out)
        except RowFailed as failed:
            out.write(json.dumps({"failed": failed.n, "error": str(failed)}) + "\n")
            return 1
        except Exception as broken:  # noqa: BLE001  whatever the file's own code raises is told in its words
            out.write(json.dumps({"failed": None, "error": "%s: %s" % (type(broken).__name__, broken)}) + "\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
