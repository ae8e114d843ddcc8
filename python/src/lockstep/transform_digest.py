"""One digest for what a transform does: the source of its code and the canonical state it holds, without a pickle where that is possible."""

from __future__ import annotations

import hashlib
import inspect
import pickle
import sys
import textwrap
import types
from typing import Any, Dict, List, NamedTuple, Optional

from .blocks import NotRead
from .canonical import bytes_of

#: An estimator holds estimators that hold trees; nothing that is trained is nested deeper.
_deepest = 60

#: Parts of a state that say who kept it, not what it does.
_incidental = {"_sklearn_version"}


class TransformDigest(NamedTuple):
    """`sha256:<hex>` and what it was taken over: `source and state`, `bytecode and state` (no source at hand), or `pickle`."""

    digest: str
    how: str


def transform_digest(transform: Any) -> TransformDigest:
    """
    The digest of a callable or fitted object. Raises TypeError when its state can neither be walked nor pickled.

    Code of installed packages counts by name only (their versions are fields of their own); code of the project by its source, with what
    it closes over, its defaults, and the functions and plain values of its own module that it uses. `bytecode` differs between versions of
    Python, and `pickle` between versions of nearly everything: a digest of either kind is equal only under the same versions.
    """
    walk = _Walk()
    try:
        walk.value(transform, 0)
    except (NotRead, TypeError, ValueError, AttributeError, RecursionError) as refused:
        try:
            data = pickle.dumps(transform, protocol=4)
        except Exception as broken:  # noqa: BLE001  whatever its __reduce__ raises
            raise TypeError("the transform can be neither walked (%s) nor pickled (%s)" % (refused, broken)) from broken
        return TransformDigest("sha256:%s" % hashlib.sha256(data).hexdigest(), "pickle")
    return TransformDigest("sha256:%s" % walk.hashed.hexdigest(), "bytecode and state" if walk.bytecode else "source and state")


class _Walk:
    """Writes a canonical text of everything that is reached; an object inside itself is told by its height above."""

    def __init__(self) -> None:
        self.hashed = hashlib.sha256()
        self.bytecode = False
        # Only what is being walked: whether two equal parts are one object says nothing of what they do.
        self._above: List[int] = []

    def say(self, word: str, text: str = "") -> None:
        data = text.encode("utf-8", "surrogatepass")
        self.hashed.update(("%s %d\n" % (word, len(data))).encode() + data)

    def value(self, value: Any, depth: int) -> None:
        if depth > _deepest:
            raise NotRead("it is nested deeper than %d" % _deepest)
        plain = _plain_encoding(value)
        if plain is not None:
            self.hashed.update(plain)
            return
        if id(value) in self._above:
            self.say("again", str(len(self._above) - self._above.index(id(value))))
            return
        self._above.append(id(value))
        try:
            self._walk(value, depth)
        finally:
            self._above.pop()

    def _walk(self, value: Any, depth: int) -> None:
        if isinstance(value, types.FunctionType):
            self._function(value, depth)
        elif isinstance(value, types.MethodType):
            self.say("method", value.__func__.__qualname__)
            self.value(value.__self__, depth + 1)
            self.value(value.__func__, depth + 1)
        elif isinstance(value, (types.BuiltinFunctionType, type)) or type(value).__name__ in ("ufunc", "_ArrayFunctionDispatcher"):
            self._named(value, depth)
        elif type(value) in (list, tuple):
            self.say(type(value).__name__, str(len(value)))
            for item in value:
                self.value(item, depth + 1)
        elif type(value) is dict:
            self._items(value, depth)
        elif type(value).__module__ == "numpy" and getattr(getattr(value, "dtype", None), "kind", "") == "O":
            self.say("objects", str(value.shape))
            self.value(value.ravel().tolist(), depth + 1)
        elif isinstance(value, types.ModuleType):
            self.say("module", value.__name__)
        else:
            self._object(value, depth)

    def _items(self, items: Dict[Any, Any], depth: int) -> None:
        kept = [(str(key), type(key).__name__, key) for key in items if key not in _incidental]
        self.say("dict", str(len(kept)))
        for text, kind, key in sorted(kept, key=lambda entry: entry[:2]):
            self.say(kind, text)
            self.value(items[key], depth + 1)

    def _named(self, value: Any, depth: int) -> None:
        name = getattr(value, "__qualname__", None) or value.__name__
        self.say("name", "%s.%s" % (getattr(value, "__module__", None) or "numpy", name))
        if isinstance(value, type) and _is_of_project(value.__module__):
            self._source(value)

    def _function(self, function: Any, depth: int) -> None:
        self.say("function", function.__qualname__)
        if not _is_of_project(function.__module__):
            self.say("of", function.__module__)
            return
        self._source(function)
        self.value(function.__defaults__, depth + 1)
        self.value(function.__kwdefaults__, depth + 1)
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
            self.say("closes over", name)
            self.value(cell.cell_contents, depth + 1)
        for name in sorted(_names_in(function.__code__)):
            if name in function.__globals__:
                self.say("uses", name)
                self._global(function.__globals__[name], depth + 1)

    def _global(self, value: Any, depth: int) -> None:
        """Something that the function finds in its module: a function or a value of the project counts whole, all else by name."""
        walked = (type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType, list, tuple, dict)
        if isinstance(value, walked) or hasattr(value, "transform") or _plain_encoding(value) is not None:
            self.value(value, depth)
        else:
            self.say("of type", type(value).__qualname__)

    def _source(self, code: Any) -> None:
        try:
            self.say("source", "\n".join(line.rstrip() for line in textwrap.dedent(inspect.getsource(code)).strip().splitlines()))
        except (OSError, TypeError):
            self.bytecode = True
            if isinstance(code, type):
                for name, item in sorted(vars(code).items()):
                    if isinstance(item, types.FunctionType):
                        self._code(item.__code__)
            else:
                self._code(code.__code__)

    def _code(self, code: Any) -> None:
        self.say("bytecode", code.co_code.hex())
        self.say("names", repr((code.co_names, code.co_varnames[: code.co_argcount])))
        for constant in code.co_consts:
            self._code(constant) if isinstance(constant, types.CodeType) else self.say("constant", repr(constant))

    def _object(self, value: Any, depth: int) -> None:
        kind = type(value)
        self._named(kind, depth)
        state: Optional[Any] = getattr(value, "__dict__", None)
        if kind.__name__ in ("RandomState", "Generator") and hasattr(value, "get_state" if kind.__name__ == "RandomState" else "bit_generator"):
            # A generator's state moves with every draw and says nothing of what was learned.
            self.say("random generator")
        elif isinstance(state, dict) and (kind.__reduce__ is object.__reduce__ and kind.__reduce_ex__ is object.__reduce_ex__):
            self._items(state, depth)
            if hasattr(kind, "__len__") and isinstance(value, (list, tuple, dict)):
                self.value((list if not isinstance(value, dict) else dict)(value), depth + 1)
        else:
            self._reduced(value.__reduce_ex__(2), depth)

    def _reduced(self, parts: Any, depth: int) -> None:
        if isinstance(parts, str):
            self.say("name", parts)
            return
        made, given, state, items, pairs = (tuple(parts) + (None,) * 5)[:5]
        for part in (made, given, state, None if items is None else list(items), None if pairs is None else dict(pairs)):
            self.value(part, depth + 1)


def _plain_encoding(value: Any) -> Optional[bytes]:
    """The canonical encoding of plain values and arrays; None for what has to be walked."""
    # Containers may hold anything, also what only a walk can tell.
    if isinstance(value, (list, tuple, dict)) or hasattr(type(value), "__dataclass_fields__"):
        return None
    try:
        return bytes_of(value)
    except NotRead:
        return None


def _names_in(code: Any) -> List[str]:
    names = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            names.update(_names_in(constant))
    return list(names)


def _is_of_project(module: Optional[str]) -> bool:
    """Whether a module is the user's own: neither installed nor of the standard library nor built in."""
    file = getattr(sys.modules.get(module or ""), "__file__", None)
    if module == "__main__":
        return True
    if file is None or (module or "").partition(".")[0] == "lockstep":
        return False
    return not any(mark in file.replace("\\", "/") for mark in ("/site-packages/", "/dist-packages/")) and not file.startswith(_standard)


_standard = inspect.__file__.rpartition("inspect.py")[0]
