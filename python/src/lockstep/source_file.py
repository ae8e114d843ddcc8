"""A function of the running program as a small Python file of its own, so that another process needs no pickle and people can read it."""

from __future__ import annotations

import ast
import inspect
import textwrap
import types
from typing import Any, Dict, List


def source_of(function: types.FunctionType) -> str:
    """
    The function with the imports, constants and functions of its module that it uses. Raises TypeError, naming the part, for lambdas,
    closures, and whatever a line of source cannot say.
    """
    imports: Dict[str, str] = {}
    constants: Dict[str, str] = {}
    functions: List[str] = []
    _collect(function, imports, constants, functions, set())
    lines = [imports[name] for name in sorted(imports)] + ["%s = %s" % item for item in sorted(constants.items())]
    return "\n".join(lines) + "\n\n\n" + "\n\n\n".join(functions) + "\n"


def _collect(function: types.FunctionType, imports: Dict[str, str], constants: Dict[str, str], functions: List[str], seen: "set[str]") -> None:
    name = function.__qualname__
    if name in seen:
        return
    seen.add(name)
    if "<" in name or function.__closure__ or "." in name:
        raise TypeError("%s cannot be saved as source: give it a def of its own at the top of a module" % name)
    try:
        source = textwrap.dedent(inspect.getsource(function)).strip()
    except (OSError, TypeError):
        raise TypeError("%s cannot be saved: its source is not at hand; move it into a module" % name) from None
    if source.startswith("@"):
        raise TypeError("%s cannot be saved as source with its decorator; move it into a module" % name)
    for used in sorted(_names(function.__code__)):
        if used in function.__globals__:
            _one(used, function.__globals__[used], name, imports, constants, functions, seen)
    functions.append(source)


def _one(used: str, value: Any, by: str, imports: Dict[str, str], constants: Dict[str, str], functions: List[str], seen: "set[str]") -> None:
    if isinstance(value, types.ModuleType):
        imports[used] = "import %s as %s" % (value.__name__, used) if value.__name__ != used else "import %s" % used
    elif isinstance(value, types.FunctionType) and value.__module__ == "__main__":
        _collect(value, imports, constants, functions, seen)
    elif getattr(value, "__module__", "__main__") not in ("__main__", None) and "." not in getattr(value, "__qualname__", "."):
        imports[used] = "from %s import %s as %s" % (value.__module__, value.__qualname__, used)
    elif _says_itself(value):
        constants[used] = repr(value)
    else:
        raise TypeError("%s uses %s, a %s, which source cannot say: make the transform an object of a module, or hand %s over as an argument" % (by, used, type(value).__name__, used))


def _says_itself(value: Any) -> bool:
    try:
        return bool(ast.literal_eval(repr(value)) == value)
    except (ValueError, SyntaxError, TypeError):
        return False


def _names(code: types.CodeType) -> "set[str]":
    found = set(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found |= _names(constant)
    return found
