"""One digest for what a stage held, the same in every process and language (spec/sdk.md, "Digests")."""

from __future__ import annotations

import hashlib
import math
import struct
from typing import Any, Callable, List, Optional

from .blocks import Block, Frame, Labelled, NotRead, Sparse
from .known import known, most_items, text_kind, text_of

#: Nobody's features are nested deeper; a list that holds itself is.
deepest = 30


def digest_of(value: Any) -> str:
    """sha256, hex, over the canonical encoding; raises NotRead."""
    hashed = hashlib.sha256()
    encode(value, hashed.update)
    return hashed.hexdigest()


def encode(value: Any, write: Callable[[bytes], None], depth: int = 0, left: Optional[List[int]] = None) -> None:
    """Writes the canonical encoding of a value, piece by piece; raises NotRead."""
    left = [most_items] if left is None else left
    left[0] -= 1
    if depth > deepest:
        raise NotRead("it is nested deeper than %d" % deepest)
    if left[0] < 0:
        raise NotRead("it holds more than %d single values" % most_items)
    value = known(value)

    def inner(item: Any, into: Callable[[bytes], None] = write) -> None:
        encode(item, into, depth + 1, left)

    if value is None:
        write(b"null\n")
    elif isinstance(value, bool):
        write(b"bool[]\n" + (b"\1" if value else b"\0"))
    elif isinstance(value, int):
        write(b"int %s\n" % int.__repr__(value).encode())
    elif isinstance(value, float):
        write(b"float64[]\n" + struct.pack("<d", math.nan if value != value else value))
    elif isinstance(value, complex):
        write(b"complex128[]\n" + struct.pack("<dd", *(math.nan if x != x else x for x in (value.real, value.imag))))
    elif isinstance(value, str):
        _text(write, "str", value.encode("utf-8", "surrogatepass"))
    elif isinstance(value, (bytes, bytearray)):
        _text(write, "bytes", bytes(value))
    elif isinstance(value, (list, tuple)):
        write(b"list[%d]\n" % len(value))
        for item in value:
            inner(item)
    elif isinstance(value, dict):
        write(b"dict[%d]\n" % len(value))
        for key in in_order(value):
            inner(key)
            inner(value[key])
    elif isinstance(value, frozenset):
        write(b"set[%d]\n" % len(value))
        for piece in sorted(bytes_of(item, inner) for item in value):
            write(piece)
    elif isinstance(value, Block):
        if value.names is not None:
            write(b"named ")
            inner(value.names)
        write(value.text.encode() + b"\n")
        if value.data is not None:
            write(value.data)
        else:
            for item in value.items or []:
                inner(item)
    elif isinstance(value, Frame):
        write(value.text.encode() + b"\n")
        for name, column in value.columns:
            inner(name)
            inner(column)
    elif isinstance(value, Labelled):
        write(value.text.encode() + b"\n")
        inner(value.categories)
        write(struct.pack("<%dq" % len(value.places), *value.places))
    elif isinstance(value, Sparse):
        write(value.text.encode() + b"\n")
        for part in (value.rows, value.columns, value.stored):
            inner(part)
    else:
        _text(write, shape_of(value), text_of(value).encode())


def shape_of(value: Any) -> str:
    """`float64[1, 30]`, `dict[3]`, `str`: what a known value is, in short."""
    if isinstance(value, (Block, Frame, Labelled, Sparse)):
        return value.text
    if isinstance(value, bool):
        return "bool[]"
    if isinstance(value, float):
        return "float64[]"
    if isinstance(value, complex):
        return "complex128[]"
    for kind, word in ((list, "list"), (tuple, "list"), (dict, "dict"), (frozenset, "set")):
        if isinstance(value, kind):
            return "%s[%d]" % (word, len(value))
    if value is None:
        return "null"
    return next((word for kind, word in ((int, "int"), (str, "str"), ((bytes, bytearray), "bytes")) if isinstance(value, kind)), (text_kind(value) or "text").lower())


def _text(write: Callable[[bytes], None], word: str, data: bytes) -> None:
    write(("%s %d\n" % (word, len(data))).encode() + data)


def bytes_of(item: Any, inner: Callable[..., None] = encode) -> bytes:
    """The encoding of one value, in one piece."""
    pieces: List[bytes] = []
    inner(item, pieces.append)
    return b"".join(pieces)


def in_order(items: Any) -> List[Any]:
    """Keys by the bytes of their text: two dicts with the same items are the same."""
    if not all(key is None or isinstance(key, (str, int, float, bool)) for key in items):
        raise NotRead("a dict whose keys are neither texts nor numbers")
    return sorted(items, key=lambda key: (key_text(key).encode("utf-8", "surrogatepass"), type(key).__name__))


def key_text(key: Any) -> str:
    """A key as the name of its value."""
    return str.__str__(key) if isinstance(key, str) else str(key)
