"""`capture_training(model_dir)`: what trained a model, written beside it; a manifest that names the folder has it as environment `training`."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple, Union

from . import __version__
from .endpoints import to_json
from .fence_report import Fence, active
from .reading import read
from .write_whole import write_whole

#: The folder inside the model's own.
folder_name = "lockstep-training"


def capture_training(
    model_dir: Union[str, "os.PathLike[str]"],
    data: Optional[Mapping[str, Any]] = None,
    *,
    fence: Optional[Fence] = None,
    image: Optional[str] = None,
    extra: Optional[Mapping[str, Any]] = None,
    **probe_options: Any,
) -> Path:
    """
    Writes `lockstep-training/fingerprint.json` and `environment.json` into the model's folder, and returns that folder.

    Call it in the training process, after the model was saved. `data` names what it was trained on: paths of files or folders, bytes,
    arrays, frames; only digests and shapes are kept. Seeds come from `fence`, or the one that holds; the image's digest from
    LOCKSTEP_IMAGE_DIGEST when not given. `extra` is kept as it is, and must be JSON: no secrets.

    Each file is written whole or not at all; `environment.json`, written last, carries the fingerprint's digest, so two that do not belong
    together are told. Raises FileNotFoundError for a path in `data` or a folder that is not there, TypeError for `extra` that is not JSON.
    """
    from . import probe

    root = Path(model_dir)
    if not root.is_dir():
        raise FileNotFoundError("capture_training: %s is not a folder; save the model first" % root)
    kept = json.loads(json.dumps(dict(extra or {})))
    held = fence or active()
    files = {name: "sha256:%s %d" % digest for name, digest in _files(root)}
    described = {name: _describe(name, value) for name, value in (data or {}).items()}

    taken = dict(probe.fingerprint(**probe_options))
    fields, unread = dict(taken["fields"]), dict(taken["unread"])
    if held is not None:
        fields.update(held.fields())
    for name, value in files.items():
        fields["model.file:%s" % name] = {"value": value, "scope": "container", "how": "file in the model's folder"}
    for name, told in described.items():
        if told["digest"] is None:
            unread["data.digest:%s" % name] = told["note"]
        else:
            fields["data.digest:%s" % name] = {"value": told["digest"], "scope": "process", "how": "capture_training, %s" % told["kind"]}
    if image:
        fields["image.digest"] = {"value": image, "scope": "container", "how": "given to capture_training"}
        unread.pop("image.digest", None)
    taken.update(fields=fields, unread=unread)

    target = root / folder_name
    target.mkdir(exist_ok=True)
    fingerprint = to_json(taken)
    write_whole(target / "fingerprint.json", fingerprint)
    write_whole(target / "environment.json", to_json({
        "lockstep": "training",
        "schemaVersion": 1,
        "sdk": __version__,
        "takenAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "fingerprint": {"file": "fingerprint.json", "digest": "sha256:%s" % hashlib.sha256(fingerprint).hexdigest()},
        "model": {"files": files},
        "data": described,
        "seeds": None if held is None else held.as_dict(),
        "image": _value(fields, "image.digest"),
        "code": {"commit": _value(fields, "git.commit"), "dirty": _value(fields, "git.dirty"), "script": _script()},
        "extra": kept,
    }))
    return target


def _value(fields: Mapping[str, Any], name: str) -> Any:
    return fields[name]["value"] if name in fields else None


def _files(root: Path) -> Iterator[Tuple[str, Tuple[str, int]]]:
    """Relative path (with `/`), sha256 and bytes of every file below, in order; what this module wrote before is no part of the model."""
    for where, folders, names in os.walk(root, followlinks=True):
        folders[:] = sorted(folder for folder in folders if folder not in (folder_name, "__pycache__"))
        for name in sorted(names):
            path = Path(where) / name
            if path.is_file():
                yield path.relative_to(root).as_posix(), _digest(path)


def _digest(path: Path) -> Tuple[str, int]:
    hashed, size = hashlib.sha256(), 0
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            hashed.update(piece)
            size += len(piece)
    return hashed.hexdigest(), size


def _describe(name: str, value: Any) -> Dict[str, Any]:
    """Digest and shape of one data set; a digest of None has a note that says why."""
    if isinstance(value, (str, os.PathLike)):
        path = Path(value)
        if path.is_file():
            return {"kind": "file", "path": str(path), "digest": "sha256:%s %d" % _digest(path), "shape": None, "names": None, "note": None}
        if path.is_dir():
            whole, count = hashlib.sha256(), 0
            for inside, (digest, size) in _files(path):
                whole.update(("%s sha256:%s %d\n" % (inside, digest, size)).encode("utf-8", "surrogateescape"))
                count += 1
            return {"kind": "folder", "path": str(path), "digest": "sha256:%s" % whole.hexdigest(), "shape": "files[%d]" % count, "names": None, "note": None}
        raise FileNotFoundError("capture_training: the data %r is at %s, where there is no file; give bytes or the data itself otherwise" % (name, path))
    if isinstance(value, (bytes, bytearray)):
        return {"kind": "bytes", "path": None, "digest": "sha256:%s %d" % (hashlib.sha256(value).hexdigest(), len(value)), "shape": None, "names": None, "note": None}
    seen = read(value, most=0)
    return {"kind": "values", "path": None, "digest": None if seen.digest is None else "sha256:%s" % seen.digest, "shape": seen.shape, "names": seen.names,
            "note": seen.note if seen.digest is None else None}


def _script() -> Optional[Dict[str, str]]:
    """The program that runs, by name and digest; None in a notebook or shell."""
    path = Path(sys.argv[0]) if sys.argv and sys.argv[0] not in ("", "-", "-c", "-m") else None
    return {"name": path.name, "digest": "sha256:%s" % _digest(path)[0]} if path is not None and path.is_file() else None
