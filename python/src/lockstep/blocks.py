"""Arrays, columns and frames of other libraries as blocks of plain values, read without importing any of those libraries."""

from __future__ import annotations

import struct
import sys
from typing import Any, Callable, List, Optional, Sequence, Tuple


class NotRead(Exception):
    """Reading this value would change it, run something, or mean nothing elsewhere; the text says why."""


class Block:
    """Values of one type in row-major order: `data` as little-endian bytes where the type has a width, else `items` one by one."""

    __slots__ = ("dtype", "shape", "data", "items", "names", "shown")

    def __init__(self, dtype: str, shape: Sequence[int], data: Optional[bytes] = None, items: Optional[List[Any]] = None,
                 names: Optional[List[str]] = None, shown: Optional[Callable[[], List[Any]]] = None) -> None:
        self.dtype, self.shape, self.data, self.items, self.names, self.shown = dtype, tuple(int(n) for n in shape), data, items, names, shown

    @property
    def text(self) -> str:
        """`float64[1, 30]`."""
        return "%s[%s]" % (self.dtype, ", ".join(str(n) for n in self.shape))

    @property
    def size(self) -> int:
        size = 1
        for n in self.shape:
            size *= n
        return size

    def values(self) -> List[Any]:
        """Plain Python values, flat; float32 and smaller widened exactly."""
        if self.shown is not None:
            return self.shown()
        if self.items is not None:
            return list(self.items)
        data = self.data or b""
        if self.dtype == "bfloat16":
            return [x[0] for x in struct.iter_unpack("<f", b"".join(b"\0\0" + data[i : i + 2] for i in range(0, len(data), 2)))]
        if self.dtype in ("complex64", "complex128"):
            code = "<ff" if self.dtype == "complex64" else "<dd"
            return [str(complex(*pair)) for pair in struct.iter_unpack(code, data)]
        return [x[0] for x in struct.iter_unpack("<" + codes[self.dtype], data)]


class Frame:
    """Named columns of one length."""

    __slots__ = ("rows", "columns")

    def __init__(self, rows: int, columns: List[Tuple[str, Any]]) -> None:
        self.rows, self.columns = int(rows), columns

    @property
    def text(self) -> str:
        return "frame[%d, %d]" % (self.rows, len(self.columns))


class Labelled:
    """A categorical column: its categories in order, and each value as a place in them (-1 is missing)."""

    __slots__ = ("categories", "places")

    def __init__(self, categories: List[Any], places: List[int]) -> None:
        self.categories, self.places = categories, places

    @property
    def text(self) -> str:
        return "category[%d]" % self.size

    @property
    def size(self) -> int:
        return len(self.places)

    def values(self) -> List[Any]:
        return [None if at < 0 else self.categories[at] for at in self.places]


class Sparse:
    """A sparse matrix without stored zeros, in row-major order: rows and columns as int64 blocks beside the values."""

    __slots__ = ("shape", "rows", "columns", "stored")

    def __init__(self, shape: Sequence[int], rows: Block, columns: Block, stored: Block) -> None:
        self.shape, self.rows, self.columns, self.stored = tuple(int(n) for n in shape), rows, columns, stored

    @property
    def text(self) -> str:
        return "sparse[%s]" % ", ".join(str(n) for n in self.shape)


codes = {"bool": "?", "int8": "b", "int16": "h", "int32": "i", "int64": "q", "uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q",
         "float16": "e", "float32": "f", "float64": "d"}


def pack(dtype: str, items: Sequence[Any]) -> Block:
    """A one-dimensional block of plain values; every NaN becomes the same one, as its sign and payload differ between processors."""
    code = codes[dtype]
    if code in "efd":
        items = [float("nan") if x != x else x for x in items]
    return Block(dtype, (len(items),), struct.pack("<%d%s" % (len(items), code), *items))


def buffer_block(value: Any) -> Block:
    """An object that lends its memory (array.array, memoryview)."""
    with memoryview(value) as view:
        shape = tuple(view.shape or ())
        order, code = (view.format[0], view.format[1:]) if view.format[:1] in "@=<>!" else ("@", view.format)
        if code == "c":
            return Block("bytes", shape, items=[bytes([x]) for x in view.tobytes()])
        if len(code) != 1 or code not in "?bhilqnBHILQNefd":
            raise NotRead("memory of format %r has no portable bytes" % view.format)
        dtype = "bool" if code == "?" else ("float" if code in "efd" else "int" if code.islower() else "uint") + str(8 * view.itemsize)
        mark = ">" if order in ">!" or (order in "@=" and sys.byteorder == "big") else "<"
        data = view.tobytes()
    plain = pack(dtype, [x[0] for x in struct.iter_unpack(mark + codes[dtype], data)]) if mark == ">" or code in "efd" else Block(dtype, shape, data)
    plain.shape = shape
    return plain


def numpy_block(value: Any) -> Any:
    """A numpy array or scalar; the numpy that made it does the work."""
    np = sys.modules["numpy"]
    array = np.asanyarray(value)
    shape, kind, name = array.shape, array.dtype.kind, array.dtype.name
    if isinstance(array, np.ma.MaskedArray):
        return Block(name + "?", shape, items=array.ravel().tolist())
    array = np.asarray(array)
    if kind in "biufc":
        if name not in codes and name not in ("complex64", "complex128"):
            raise NotRead("%s has no portable bytes" % name)
        flat = np.array(array, dtype=array.dtype.newbyteorder("<"), order="C", copy=True).reshape(-1)
        if kind in "fc":
            parts = flat.view(flat.real.dtype)
            parts[np.isnan(parts)] = float("nan")
        return Block(name, shape, flat.tobytes())
    if kind in "mM":
        dated = array
        return Block(str(array.dtype).lstrip("<>="), shape, array.astype("<i8").tobytes(), shown=lambda: dated.ravel().astype(str).tolist())
    if kind in "USO":
        return Block({"U": "str", "S": "bytes", "O": "object"}[kind], shape, items=array.ravel().tolist())
    if array.dtype.names:
        if array.ndim != 1:
            raise NotRead("records in %d dimensions" % array.ndim)
        return Frame(len(array), [(field, numpy_block(array[field])) for field in array.dtype.names])
    if name == "bfloat16":
        return Block(name, shape, np.ascontiguousarray(array).tobytes())
    raise NotRead("numpy values of type %s" % name)


def sparse_block(value: Any) -> Sparse:
    """A scipy sparse matrix, summed, sorted and without stored zeros; on a copy, since scipy would tidy the original."""
    if len(value.shape) != 2:
        raise NotRead("a sparse array in %d dimensions" % len(value.shape))
    np = sys.modules["numpy"]
    tidy = value.tocsr(copy=True)
    tidy.sum_duplicates()
    tidy.eliminate_zeros()
    tidy.sort_indices()
    rows = np.repeat(np.arange(value.shape[0], dtype="int64"), np.diff(tidy.indptr))
    return Sparse(value.shape, numpy_block(rows), numpy_block(tidy.indices.astype("int64")), numpy_block(tidy.data))


def torch_block(value: Any) -> Block:
    """A torch tensor, detached and copied to the processor's memory; the tensor and its graph stay as they are."""
    torch = sys.modules["torch"]
    if str(value.layout) != "torch.strided" or value.is_quantized or value.device.type == "meta":
        raise NotRead("a tensor with layout %s on %s" % (value.layout, value.device))
    name = str(value.dtype).replace("torch.", "")
    plain = value.detach().cpu().contiguous()
    if name == "bfloat16":
        return Block(name, value.shape, plain.view(torch.int16).numpy().astype("<i2").tobytes())
    if hasattr(plain, "resolve_conj"):
        plain = plain.resolve_conj().resolve_neg()
    return numpy_block(plain.numpy())
