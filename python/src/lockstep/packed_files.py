"""A packed preprocessing on disk: a manifest in JSON, and the transform as readable source where it can be, else as a pickle."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import pickle
import pickletools
import platform
import sys
import types
import warnings
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Tuple

from .endpoints import to_json
from .preprocessing import PackedPreprocessing
from .source_file import source_of
from .write_whole import write_whole

manifest_name = "lockstep-preprocessing.json"


def save_packed(packed: PackedPreprocessing, folder: Any) -> Path:
    """Writes the transform, then the manifest that carries its digest; returns the folder. TypeError for what another process could not load."""
    target = Path(folder)
    transform = packed.transform
    if isinstance(transform, types.FunctionType) and transform.__module__ == "__main__":
        name, form, data = "preprocessing.py", "source", source_of(transform).encode("utf-8")
    else:
        name, form, data = "preprocessing.pickle", "pickle", _pickled(transform)
    target.mkdir(parents=True, exist_ok=True)
    write_whole(target / name, data)
    write_whole(target / manifest_name, to_json({
        "lockstep": "preprocessing",
        "schemaVersion": 1,
        "name": packed.name,
        "digest": packed.digest,
        "digestHow": packed.digest_how,
        "takes": packed.takes,
        "inputs": packed.inputs,
        "outputs": packed.outputs,
        "file": {"name": name, "format": form, "digest": _sha256(data), "entry": getattr(transform, "__qualname__", None) if form == "source" else None},
        "python": platform.python_version(),
        "packages": _packages(data) if form == "pickle" else {},
    }))
    return target


def load_packed(folder: Any, digest: Optional[str]) -> PackedPreprocessing:
    """Reads the manifest, compares the file's digest, and only then makes the transform; ValueError when a digest differs."""
    manifest = json.loads((Path(folder) / manifest_name).read_text("utf-8"))
    if manifest.get("lockstep") != "preprocessing" or manifest.get("schemaVersion") != 1:
        raise ValueError("%s is no manifest of a packed preprocessing that this version reads" % (Path(folder) / manifest_name))
    told = manifest["file"]
    # A name only, so that a manifest cannot point outside its folder.
    path = Path(folder) / Path(told["name"]).name
    data = path.read_bytes()
    if _sha256(data) != told["digest"]:
        raise ValueError("%s is not the file that was saved: it is %s, the manifest says %s" % (path, _sha256(data), told["digest"]))
    transform = _from_source(path, data, told["entry"]) if told["format"] == "source" else _unpickled(path, data, manifest)
    made = PackedPreprocessing(transform, manifest["name"], manifest["inputs"], manifest["outputs"], manifest["takes"])
    if digest is not None and made.digest != digest:
        raise ValueError("the preprocessing %r in %s is %s, not %s" % (made.name, folder, made.digest, digest))
    if made.digest != manifest["digest"]:
        warnings.warn("the preprocessing %r was %s when it was saved and is %s here: its code or the packages it is made of differ" % (made.name, manifest["digest"], made.digest), stacklevel=3)
    return made


def _sha256(data: bytes) -> str:
    return "sha256:%s %d" % (hashlib.sha256(data).hexdigest(), len(data))


def _pickled(transform: Any) -> bytes:
    try:
        data = pickle.dumps(transform, protocol=4)
    except Exception as broken:  # noqa: BLE001  whatever its __reduce__ raises
        raise TypeError("the transform cannot be pickled: %s" % broken) from broken
    if any(module == "__main__" for module, _ in _globals_in(data)):
        raise TypeError("the transform needs something that is defined in the program itself (__main__), which no other process can load: move it into a module")
    return data


def _unpickled(path: Path, data: bytes, manifest: Dict[str, Any]) -> Any:
    try:
        return pickle.loads(data)
    except Exception as broken:
        here, then = _versions(manifest["packages"]), manifest["packages"]
        other = ", ".join("%s %s (saved with %s)" % (name, here[name], then[name]) for name in then if here[name] != then[name])
        raise ValueError("%s cannot be unpickled: %s%s" % (path, broken, "; here is " + other if other else "")) from broken


def _from_source(path: Path, data: bytes, entry: str) -> Any:
    name = "lockstep_packed_%s" % hashlib.sha256(data).hexdigest()[:16]
    spec = importlib.util.spec_from_file_location(name, path.resolve())
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    # The source of its functions is asked for by its module's file.
    sys.modules[name] = module
    exec(compile(data, str(path.resolve()), "exec"), module.__dict__)  # noqa: S102  its digest was compared
    return getattr(module, entry)


def _globals_in(data: bytes) -> "set[Tuple[str, str]]":
    """Module and name of all that a pickle of protocol 4 asks for, seen without running it."""
    found: "set[Tuple[str, str]]" = set()
    memo: Dict[int, str] = {}
    texts: List[str] = []
    for code, argument, _ in pickletools.genops(data):
        if code.name == "STACK_GLOBAL" and len(texts) >= 2:
            found.add((texts[-2], texts[-1]))
        elif code.name == "MEMOIZE":
            memo[len(memo)] = texts[-1] if texts else ""
        elif code.name in ("BINGET", "LONG_BINGET"):
            texts.append(memo.get(int(str(argument)), ""))
        elif isinstance(argument, str):
            texts.append(argument)
        elif code.name not in ("FRAME", "PROTO"):
            texts.append("")
    return found


def _packages(data: bytes) -> Dict[str, str]:
    return {name: version for name, version in _versions({module.partition(".")[0] for module, _ in _globals_in(data)}).items() if version is not None}


def _versions(names: Iterable[str]) -> Dict[str, Optional[str]]:
    """What each package says of itself; None where it is not loaded or does not say."""
    found = {name: getattr(sys.modules.get(name), "__version__", None) for name in sorted(names)}
    return {name: None if version is None else str(version) for name, version in found.items()}
