"""Reads what this Python process *is*: model files, packages, native libraries, numerics, limits, threads, switches, time, locale.

One file, standard library only, Python 3.9 or newer. Three ways to use it:

- inside the server: ``fingerprint(model_files=["model/"], models={"scorer": model})`` gives the fingerprint as a dict
- beside it: ``python -m lockstep.probe -o fingerprint.json --model model/``
- without the package: copy this file anywhere and run ``python probe.py``

It looks only at what is already in memory (``sys.modules``) and imports nothing but a few small standard modules. It never raises: what
cannot be read stands under ``unread`` with the reason. No environment variable is shown, except the listed ones about threads, kernels and
GPUs; any other appears as a salted hash. The output is described by ``fingerprint.schema.json``, the ids of its fields by ``fingerprint-kinds.json``.

How values are written, the same for every probe:

- a file is ``sha256:<hex> <bytes>``, any other digest ``sha256:<hex>``; None is "read, and there is nothing" (no quota, variable not set)
- paths start with ``<site>``, ``<user-site>``, ``<stdlib>``, ``<prefix>`` or ``<cwd>`` where they lie there
- a native library is named by its file without version and hash; its value is ``sha256:<hex> <bytes>`` for the libraries that compute
  (at most 40 MiB; at most 8 MiB where the file's name holds a digest), else ``<version> <bytes>``, the digest in the name being part of the
  version; a list where two files have the same name
- a setting is ``hmac:<16 hex>``: HMAC-SHA-256 over ``NAME=value`` under LOCKSTEP_SALT (``lockstep`` when not set)
"""

import binascii
import hashlib
import hmac
import json
import math
import os
import re
import struct
import sys
import time

__all__ = ["contribute", "fingerprint", "main", "watch_warnings"]

PROBE = "lockstep-probe 0.1.0"

# Every kind of field, and whether something stands after its colon. A test holds this against spec/fingerprint-kinds.json.
KINDS = {
    "model.file": True, "model.mapped": True, "model.mode": True, "model.device": True, "model.dtype": True, "model.provider": True,
    "preprocessing.file": True, "preprocessing.digest": True, "schema.names": False, "schema.dtype": True, "schema.categories": True,
    "decision.value": True, "decision.digest": False, "code.callable": True, "code.module": True, "git.commit": False, "git.dirty": False,
    "image.digest": False, "container.id": False, "container.pod": False, "container.node": False, "container.replica": False,
    "os.release": False, "os.kernel": False, "python.version": False, "python.implementation": False, "python.build": False,
    "python.flags": True, "python.executable": False, "package.version": True, "package.origin": True, "package.integrity": True,
    "package.imported": True, "package.loaded": False, "package.lock": True, "import.path": False, "import.usersite": False,
    "import.patch": True, "native.library": True, "native.runtimes": True, "native.preload": False, "native.path": False,
    "libc.version": False, "canary.libm": False, "canary.numpy": True, "numerics.subnormals": False, "cpu.model": False, "cpu.flags": False,
    "cpu.machine": False, "cpu.byteorder": False, "cpu.pointer": False, "cpu.visible": False, "cpu.usable": False, "cpu.quota": False,
    "cpu.throttled": False, "memory.limit": False, "memory.swap": False, "memory.resident": False, "limits.rlimit": True,
    "threads.variable": True, "threads.count": True, "kernels.variable": True, "gpu.variable": True, "gpu.driver": False, "gpu.model": True,
    "gpu.cuda": True, "framework.switch": True, "hash.seed": False, "hash.randomised": False, "hash.canary": False, "seed.value": True,
    "seed.switch": True, "time.zone": False, "time.rules": False, "time.database": False, "time.offset": False, "locale.numeric": False,
    "locale.point": False, "locale.encoding": False, "locale.utf8": False, "locale.unicode": False, "server.start": False,
    "server.workers": False, "server.name": False, "server.uptime": False, "server.requests": False, "server.latency": True,
    "warning.raised": True, "config.variable": True, "data.digest": True,
}

THREAD_VARIABLES = (
    "OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OMP_DYNAMIC", "OMP_SCHEDULE", "OMP_PROC_BIND", "OMP_PLACES", "OMP_WAIT_POLICY", "MKL_NUM_THREADS",
    "MKL_DYNAMIC", "OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS",
    "NUMEXPR_MAX_THREADS", "NUMBA_NUM_THREADS", "KMP_AFFINITY", "KMP_BLOCKTIME", "GOMP_CPU_AFFINITY", "GOMP_SPINCOUNT",
    "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "RAYON_NUM_THREADS", "POLARS_MAX_THREADS", "LOKY_MAX_CPU_COUNT", "TOKENIZERS_PARALLELISM",
)
KERNEL_VARIABLES = (
    "OPENBLAS_CORETYPE", "MKL_CBWR", "MKL_DEBUG_CPU_TYPE", "MKL_ENABLE_INSTRUCTIONS", "NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES",
    "NPY_PROMOTION_STATE", "TF_ENABLE_ONEDNN_OPTS", "DNNL_DEFAULT_FPMATH_MODE", "ONEDNN_DEFAULT_FPMATH_MODE", "DNNL_MAX_CPU_ISA",
    "ONEDNN_MAX_CPU_ISA", "ATEN_CPU_CAPABILITY", "BLIS_ARCH_TYPE", "GLIBC_TUNABLES", "SCIPY_ARRAY_API", "XLA_FLAGS", "TF_XLA_FLAGS",
    "JAX_ENABLE_X64", "JAX_DEFAULT_MATMUL_PRECISION", "NUMBA_DISABLE_JIT", "NUMBA_CPU_NAME", "KERAS_BACKEND", "TF_USE_LEGACY_KERAS",
)
GPU_VARIABLES = (
    "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER", "CUDA_LAUNCH_BLOCKING", "CUDA_MODULE_LOADING",
    "CUBLAS_WORKSPACE_CONFIG", "NVIDIA_TF32_OVERRIDE", "MLX_ENABLE_TF32", "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE", "TF_CUDNN_DETERMINISTIC",
    "TF_DETERMINISTIC_OPS", "TF_FORCE_GPU_ALLOW_GROWTH", "PYTORCH_CUDA_ALLOC_CONF", "PYTORCH_ENABLE_MPS_FALLBACK", "HIP_VISIBLE_DEVICES",
    "ROCR_VISIBLE_DEVICES",
)
PATCHES = (
    "sklearnex", "daal4py", "intel_extension_for_pytorch", "intel_extension_for_tensorflow", "intel_extension_for_transformers", "cuml.accel",
    "cudf.pandas", "modin.pandas", "fireducks.pandas", "optimum.bettertransformer", "optimum.intel",
)
CPU_FLAGS = frozenset(
    "sse4_1 sse4_2 avx avx2 fma f16c bmi2 avx512f avx512dq avx512cd avx512bw avx512vl avx512ifma avx512vbmi avx512_vbmi2 avx512_vnni "
    "avx512_bitalg avx512_vpopcntdq avx512_bf16 avx512_fp16 avx_vnni amx_tile amx_int8 amx_bf16 amx_fp16 "
    "asimd asimdhp asimddp sve sve2 bf16 i8mm svebf16 svei8mm".split()
)
# numpy's names of what it dispatches to, and the processor's flags that must all be there. Its names changed with 2.4.
NUMPY_FEATURES = (
    ("AVX2", "avx2"), ("FMA3", "fma"), ("AVX512F", "avx512f"), ("AVX512CD", "avx512cd"), ("X86_V3", "avx2 fma"), ("X86_V4", "avx512f avx512bw avx512dq"),
    ("AVX512_SKX", "avx512f avx512bw avx512dq avx512vl avx512cd"), ("ASIMDHP", "asimdhp"), ("SVE", "sve"),
)
# Libraries that compute, hashed whole; all others are told by version and size.
COMPUTES = re.compile(
    r"^(libm|libmvec|libc|ld-linux.*|ld-musl.*|libgomp|libiomp5|libomp|libopenblas.*|libscipy_openblas.*|libblas|libcblas|liblapack|libblis.*|libatlas|"
    r"libmkl_.*|libcublas.*|libcudnn.*|libcudart|libcusparse|libcusolver|libcufft|libnvrtc|libquadmath|libgfortran|libxgboost|lib_lightgbm|"
    r"_multiarray_umath|_umath_linalg|_flapack|_fblas|_ufuncs|onnxruntime_pybind11_state|libonnxruntime)$"
)
CUDA = re.compile(r"^(libcuda|libcudart|libcublas.*|libcudnn.*|libcusparse.*|libcusolver.*|libcufft.*|libcurand|libnvrtc.*|libnccl|libnvinfer.*|libamdhip64|librocblas)$")
OPENMP = re.compile(r"^(libgomp|libiomp5|libomp)$")
BLAS = re.compile(r"^(libopenblas.*|libscipy_openblas.*|libmkl_rt|libmkl_core|libblis.*|libatlas|libsatlas|libtatlas|libblas|libarmpl.*|libnvpl_blas.*)$")
MODEL_ENDINGS = (
    ".onnx", ".ort", ".pt", ".pth", ".bin", ".safetensors", ".gguf", ".ggml", ".pkl", ".pickle", ".joblib", ".h5", ".hdf5", ".keras", ".pb", ".tflite",
    ".model", ".ubj", ".npy", ".npz", ".cbm", ".lgb", ".xgb", ".mlmodel", ".engine", ".plan", ".trt", ".ckpt", ".msgpack",
)
SERVERS = (
    "gunicorn", "uvicorn", "hypercorn", "daphne", "granian", "waitress-serve", "waitress", "uwsgi", "mlserver", "mlflow", "bentoml", "kserve",
    "seldon-core-microservice", "torchserve", "tritonserver", "tensorflow_model_server", "ray", "flask", "fastapi", "celery", "streamlit", "gradio",
)
# Kinds of interpreter flags that cannot move an answer, or have a field of their own.
QUIET_FLAGS = frozenset(("debug", "inspect", "interactive", "verbose", "quiet", "dont_write_bytecode", "hash_randomization", "utf8_mode"))
RLIMITS = ("as", "core", "cpu", "data", "fsize", "memlock", "nofile", "nproc", "rss", "stack")
# Not part of a model, wherever they lie.
#: Why a file that was replaced since the start has no value.
CHANGED = "changed on disk after the server started: what is in memory is not known"

SKIPPED_NAMES = frozenset(("__pycache__", ".git", ".DS_Store", ".ipynb_checkpoints", ".lockstep", "lockstep-training"))

HASHED_LIBRARY_BYTES = 40 * 1024 * 1024
NAMED_LIBRARY_BYTES = 8 * 1024 * 1024  # above it a digest in the file's name is taken for the file's
MAPPED_BYTES = 256 * 1024 * 1024
OWN_MODULES = 300
_TAKEN_FROM = ""  # tests read another /proc, /sys and /etc from below this folder
_own_path_entry = None  # what `python -m` put in front of sys.path for the probe itself
_contributors = []
_warnings = None
_file_digests = {}
_records = {}
_UNSET = object()


class Unread(Exception):
    """A reason why something cannot be read, in words for the report."""


class Reading:
    """The fields and what could not be read, while they are gathered."""

    def __init__(self):
        self.fields = {}
        self.unread = {}
        self.known = {}
        self.brought = {}  # module -> folder of the distribution that brings it

    def once(self, function, *arguments):
        """What a costly function gives, asked once per fingerprint."""
        if function not in self.known:
            self.known[function] = function(*arguments)
        return self.known[function]

    def put(self, field, value, scope, how):
        self.fields[_text(field)] = {"value": _value(value), "scope": scope if isinstance(scope, str) and scope in ("process", "container", "host") else "process", "how": _text(how)}

    def miss(self, field, reason):
        self.unread[_text(field)] = reason if isinstance(reason, str) else _reason(reason)

    def read(self, field, scope, how, function, *arguments):
        """Puts what the function gives, or the reason why it gave nothing."""
        try:
            self.put(field, function(*arguments), scope, how)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            self.miss(field, problem)

    def each(self, kind, named, function):
        """Calls the function with name and thing for each of them; one that breaks is told and does not keep the others from being read."""
        for name, thing in sorted(dict(named or {}).items(), key=lambda pair: str(pair[0])):
            try:
                function(self, str(name), thing)
            except KeyboardInterrupt:
                raise
            except BaseException as problem:
                self.miss(kind + ":" + str(name), problem)

    def has(self, kind):
        return any(field == kind or field.startswith(kind + ":") for entries in (self.fields, self.unread) for field in entries)


# ---- values and texts


def _text(value):
    """Well-formed text: bytes of the environment that are no UTF-8 become backslash escapes."""
    text = value if type(value) is str else str(value)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace") if _is_escaped(text) else text.encode("utf-8", "backslashreplace").decode("utf-8")


def _is_escaped(text):
    try:
        text.encode("utf-8", "surrogateescape")
        return True
    except UnicodeError:
        return False


def _value(value):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) <= 2**53 else str(int(value))
    if isinstance(value, float):
        value = float(value)
        if math.isnan(value):
            return "NaN"
        return value if math.isfinite(value) else ("Infinity" if value > 0 else "-Infinity")
    if isinstance(value, (list, tuple)):
        return [_text(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_text(item) for item in value)
    return _text(value)


def _reason(problem):
    """One line that says what went wrong; built so that no exception can spoil it."""
    try:
        words = " ".join(_text(problem).split())
    except BaseException:
        words = ""
    if isinstance(problem, Unread):
        return words[:200]
    name = type(problem).__name__
    return (name + ": " + words if words else name)[:200]


def _sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _number(value):
    """A float as JavaScript writes it, so that every language gives the same digest: 1.0 is `1`, 1e-05 is `0.00001`."""
    if not math.isfinite(value):
        return json.dumps(_value(value))
    if value == 0:
        return "0"
    sign, digits = ("-" if value < 0 else ""), repr(abs(value))
    mantissa, _, exponent = digits.partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0") or "0"
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    tail = ("." + digits[1:]) if len(digits) > 1 else ""
    return "%s%s%se%s%d" % (sign, digits[0], tail, "+" if point > 0 else "-", abs(point - 1))


def _canonical(value):
    """Canonical JSON: sorted keys, no spaces, numbers as JavaScript writes them."""
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(_text(value) if isinstance(value, str) else value, ensure_ascii=False)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return _number(float(value))
    if isinstance(value, dict):
        return "{" + ",".join(json.dumps(_text(key), ensure_ascii=False) + ":" + _canonical(value[key]) for key in sorted(value, key=str)) + "}"
    if isinstance(value, (set, frozenset)):
        return "[" + ",".join(sorted(_canonical(item) for item in value)) + "]"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_canonical(item) for item in value) + "]"
    item = getattr(value, "tolist", None) or getattr(value, "item", None)  # numpy's arrays and scalars
    return _canonical(item()) if callable(item) else json.dumps(_text(value), ensure_ascii=False)


def _env(name):
    value = os.environ.get(name)
    return None if value is None else _text(value)


def _shown_variable(name):
    """A listed variable about threads, kernels or GPUs. A value of unusual form is not shown but hashed."""
    value = _env(name)
    if value is None:
        return None
    value = " ".join(value.split())
    return value if re.match(r"^[\w .,:;=+/*{}()\[\]-]{0,256}$", value) else _salted(name, value)


def _salted(name, value):
    salt = os.environ.get("LOCKSTEP_SALT") or "lockstep"
    message = (name + "=" + value).encode("utf-8", "surrogateescape")
    return "hmac:" + hmac.new(salt.encode("utf-8", "surrogateescape"), message, hashlib.sha256).hexdigest()[:16]


# ---- files and paths


def _read(path, limit=1 << 20):
    """The start of a small file as text; OSError when there is none."""
    with open(_TAKEN_FROM + path, "rb") as file:
        return file.read(limit).decode("utf-8", "surrogateescape")


def _read_or_none(path, limit=1 << 20):
    try:
        return _read(path, limit)
    except (OSError, ValueError):
        return None


def _file(path):
    """`sha256:<hex> <bytes>`, read in pieces; remembered for as long as it is the same file, of the same size and times: `cp -p` sets mtime, but not ctime."""
    state = os.stat(path)
    key = (os.path.abspath(path), state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    found = _file_digests.get(key)
    if found is None:
        digest, size = hashlib.sha256(), 0
        with open(path, "rb") as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                digest.update(piece)
                size += len(piece)
        found = "sha256:%s %d" % (digest.hexdigest(), size)
        _file_digests[key] = found
    return found


def _paths(given):
    """The named paths as texts, whether one or several were named."""
    if given is None:
        return []
    if isinstance(given, (str, bytes)) or hasattr(given, "__fspath__"):
        given = [given]
    return [os.fsdecode(path) for path in given]


def _listed(path):
    """(relative path, path) of every file below a folder, or of the one file itself."""
    if os.path.isfile(path):
        return [(os.path.basename(path), path)]
    if not os.path.exists(path):
        raise Unread("no such file or folder: " + path)
    found, visited = [], set()
    for folder, folders, names in os.walk(path, followlinks=True):
        real = os.path.realpath(folder)
        if real in visited:  # a link back to a folder above
            folders[:] = []
            continue
        visited.add(real)
        folders[:] = sorted(name for name in folders if name not in SKIPPED_NAMES)
        for name in sorted(names):
            if name not in SKIPPED_NAMES:
                whole = os.path.join(folder, name)
                found.append((os.path.relpath(whole, path).replace(os.sep, "/"), whole))
    if not found:
        raise Unread("there is no file in " + path)
    return found


def _put_files(reading, kind, given, at_start=None):
    """Puts every named file; with `at_start` (digests by field) only those that still hold what they held then, the others are unread."""
    now = Reading()
    _hash_files(now, kind, given)
    for field, reason in now.unread.items():
        reading.miss(field, reason)
    for field, entry in now.fields.items():
        if at_start is None or at_start.get(field) == entry["value"]:
            reading.put(field, entry["value"], entry["scope"], entry["how"])
        else:
            reading.miss(field, CHANGED)
    for field in at_start or ():
        if field.startswith(kind + ":") and field not in now.fields:
            reading.miss(field, CHANGED)


def _hash_files(reading, kind, given):
    for path in _paths(given):
        try:
            listed = _listed(path)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            reading.miss(kind + ":" + (os.path.basename(os.path.normpath(path)) or path), problem)
            continue
        for relative, whole in listed:
            field = kind + ":" + _text(relative)
            if field in reading.fields or field in reading.unread:  # two named folders hold the same name
                field = kind + ":" + _text(os.path.basename(os.path.normpath(path)) + "/" + relative)
            reading.read(field, "container", whole, _file, whole)


def files_at_start(model_files=None, preprocessing_files=None):
    """
    The digests of the named files by field, to be taken where they are loaded and given to `fingerprint(files_at_start=...)` later: a file
    that was replaced since then is not what is in memory. What cannot be read now is left out, and so is unread later. Never raises,
    except for KeyboardInterrupt.
    """
    reading = Reading()
    for kind, given in (("model.file", model_files), ("preprocessing.file", preprocessing_files)):
        try:
            _hash_files(reading, kind, given)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            reading.miss(kind, problem)
    return {field: entry["value"] for field, entry in reading.fields.items()}


def _places():
    """(folder, its name in a comparable path), the longest first."""
    places = {}

    def add(folder, name):
        if isinstance(folder, str) and folder not in ("", os.sep):
            for spelling in (folder, os.path.realpath(folder)):
                places.setdefault(spelling.rstrip(os.sep), name)

    site = sys.modules.get("site")
    user = getattr(site, "USER_SITE", None) if type(site) is type(sys) else None
    add(user, "<user-site>")
    prefixes = {os.path.realpath(prefix) for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix) if prefix}
    for entry in sys.path:
        if isinstance(entry, str) and os.path.basename(entry) in ("site-packages", "dist-packages"):
            if any(os.path.realpath(entry).startswith(prefix.rstrip(os.sep) + os.sep) for prefix in prefixes) or entry.startswith(("/usr/lib/python", "/usr/local/lib/python")):
                add(entry, "<site>")
    stdlib = os.path.dirname(os.__file__)
    add(stdlib, "<stdlib>")
    add(os.path.join(os.path.dirname(stdlib), "python%d%d.zip" % sys.version_info[:2]), "<stdlib.zip>")
    try:
        add(os.getcwd(), "<cwd>")
    except OSError:
        pass  # the working directory was deleted; then nothing lies below it
    add(sys.prefix, "<prefix>")
    add(sys.base_prefix, "<prefix>")
    return sorted(places.items(), key=lambda place: (-len(place[0]), place))


def _comparable(path, places):
    if path == "":
        return "<cwd>"
    for folder, name in places:
        if path == folder or path.startswith(folder + os.sep):
            return _text(name + path[len(folder):].replace(os.sep, "/"))
    return _text(path)


# ---- what is in memory


def _module(name):
    """A module that is in memory and whole; None when it is not. Never triggers a lazy import."""
    module = sys.modules.get(name)
    if module is None or type(module).__name__ == "_LazyModule":
        return None
    if not issubclass(type(module), type(sys)):
        raise Unread("sys.modules[%r] is a %s, not a module" % (name, type(module).__name__))
    return module


def _own(module, name):
    """What a module itself holds under a name; its __getattr__, which may import or warn, is not asked."""
    try:
        return object.__getattribute__(module, "__dict__").get(name)
    except (AttributeError, TypeError):
        return None


def _version_of(module):
    version = _own(module, "__version__")
    return version if type(version) is str and version else None


def _maps():
    """Paths of the files mapped into this process; a deleted one ends with ` (deleted)`."""
    text = _read_or_none("/proc/self/maps", 1 << 26)
    if text is None:
        raise Unread("/proc/self/maps cannot be read here")
    return sorted({line[line.index("/"):] for line in text.splitlines() if "/" in line})


def _library_name(path):
    """(name, version): `libopenblas64_p-r0-0cf96a72.3.21.so` is `libopenblas64_p`, `3.21-0cf96a72`; `libm.so.6` is `libm`, `6`."""
    base = os.path.basename(path)
    start = re.match(r"^(.+?)(?:\.cpython-[\w-]+|\.abi3|\.pypy[\w-]+)?\.(?:so|dylib|pyd|dll)(?:\.([\w.]+))?$", base)
    if start is None:
        return base, None
    name, version = start.group(1), start.group(2)
    bundled = re.match(r"^(.+?)(?:-r\d+)?-([0-9a-f]{7,})(?:\.(.+))?$", name)
    if bundled is not None:  # the build tools of wheels put the start of the file's own digest into its name
        return bundled.group(1), "%s-%s" % (bundled.group(3) or version or "unversioned", bundled.group(2))
    released = re.match(r"^(.+?)-r\d+(?:-[0-9a-z]+)?(?:\.(.+))?$", name) or re.match(r"^(.+?)-?(\d+(?:\.\d+)+)$", name)
    if released is not None:
        name, version = released.group(1), released.group(2) or version
    return name, version


def _libraries(reading):
    """name -> sorted paths of the native libraries in memory. Extension modules of installed packages are left to the package's own files."""
    found = {}
    places = reading.once(_places)
    for path in reading.once(_maps):
        clean = path[: -len(" (deleted)")] if path.endswith(" (deleted)") else path
        base = os.path.basename(clean)
        if not re.search(r"\.so(?:\.[\w.]+)?$", base):
            continue
        name = _library_name(clean)[0]
        extension = ".cpython-" in base or ".abi3.so" in base or not (base.startswith("lib") or base.startswith("ld-"))
        if extension and not COMPUTES.match(name) and _comparable(clean, places).startswith(("<site>", "<user-site>", "<stdlib>")):
            continue
        found.setdefault(name, []).append(path)
    return found


def _library_value(path):
    if path.endswith(" (deleted)"):
        raise Unread("the file was deleted or replaced since it was loaded: " + path)
    name, version = _library_name(path)
    size = os.stat(path).st_size
    if size > NAMED_LIBRARY_BYTES and re.search(r"-[0-9a-f]{7,}$", version or ""):
        return "%s %d" % (version, size)
    return _file(path) if COMPUTES.match(name) and size <= HASHED_LIBRARY_BYTES else "%s %d" % (version or "unversioned", size)


# ---- packages


class Distribution:
    """One installed distribution: its canonical name, version (None and a problem when its metadata are broken), and where it lies."""

    def __init__(self, name, version, folder, info, problem=None):
        self.name, self.version, self.folder, self.info, self.problem = name, version, folder, info, problem


def _canonical_name(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _distribution(folder, entry, info):
    stem = entry.rsplit(".", 1)[0].split("-")
    for name in ("METADATA", "PKG-INFO", ""):
        try:
            with open(os.path.join(info, name) if name else info, "rb") as file:
                head = file.read(8192).decode("utf-8", "replace")
        except OSError:
            continue
        title = re.search(r"(?im)^Name:[ \t]*(\S+)", head)
        version = re.search(r"(?im)^Version:[ \t]*(\S+)", head)
        if title is None:
            return Distribution(_canonical_name(stem[0]), None, folder, info, "its metadata say no name")
        if version is None:
            return Distribution(_canonical_name(title.group(1)), None, folder, info, "its metadata say no version")
        return Distribution(_canonical_name(title.group(1)), _text(version.group(1)), folder, info)
    return Distribution(_canonical_name(stem[0]), None, folder, info, "it has no METADATA file")


def _distributions():
    """name -> distributions of that name in the first place where it is found, as Python's own lookup does it."""
    found = {}
    for entry in list(sys.path):
        if not isinstance(entry, str):
            continue
        try:
            folder = entry or os.getcwd()
            names = sorted(os.listdir(folder))
        except OSError:
            continue  # an archive, or a path that leads nowhere
        here = {}
        for name in names:
            if name.endswith((".dist-info", ".egg-info")) and not name.startswith("~"):  # pip renames what it removes to ~name
                distribution = _distribution(folder, name, os.path.join(folder, name))
                here.setdefault(distribution.name, []).append(distribution)
        if folder.endswith(".egg") and "EGG-INFO" in names:
            distribution = _distribution(folder, os.path.basename(folder), os.path.join(folder, "EGG-INFO"))
            here.setdefault(distribution.name, []).append(distribution)
        for name, several in here.items():
            found.setdefault(name, several)
    return found


def _record(distribution):
    """
    (digest, names of the modules it brings, kept lines) from its RECORD; a digest of None without one. Lines that the installer writes and
    that differ between two installations of one wheel are left out: scripts, bytecode, INSTALLER, REQUESTED, direct_url.json.
    """
    path = os.path.join(distribution.info, "RECORD")
    try:
        state = os.stat(path)
    except OSError:
        return None, _top_level(distribution), []
    key = (path, state.st_size, state.st_mtime_ns)
    found = _records.get(key)
    if found is None:
        with open(path, "rb") as file:
            raw = file.read().replace(b"\r\n", b"\n")
        own = os.path.basename(distribution.info).encode() + b"/"
        written = tuple(own + name for name in (b"INSTALLER,", b"REQUESTED,", b"direct_url.json,", b"RECORD,", b"RECORD.jws,", b"RECORD.p7s,", b"uv_cache.json,", b"uv_build.json,"))
        lines = sorted(line for line in raw.split(b"\n") if line and b"__pycache__/" not in line and not line.startswith(b"..") and not line.startswith(written) and b".data/scripts/" not in line)
        found = _sha256(b"\n".join(lines)), _brought(lines) or _top_level(distribution), lines
        _records[key] = found
    return found


def _brought(lines):
    """Names of the outermost packages and modules among the lines of a RECORD."""
    packages, modules = set(), set()
    for line in lines:
        if b"/__init__." in line:
            packages.add(line[: line.index(b"/__init__.")])
        elif b"/" not in line:
            module = re.match(rb"^([A-Za-z_]\w*)(?:\.(?:cpython|abi3|cp3|pypy)[^/,]*)?\.(?:py|so|pyd),", line)
            if module:
                modules.add(module.group(1))
    outermost = set()
    for package in sorted(packages, key=lambda name: (name.count(b"/"), name)):
        parts = package.split(b"/")
        if not any(b"/".join(parts[:count]) in outermost for count in range(1, len(parts))):
            outermost.add(package)
    return sorted(name.decode("utf-8", "replace").replace("/", ".") for name in outermost | modules)


def _top_level(distribution):
    for name in ("top_level.txt",):
        try:
            with open(os.path.join(distribution.info, name), "rb") as file:
                return sorted(set(file.read().decode("utf-8", "replace").split()))
        except OSError:
            pass  # not written by every tool; then the distribution's own name is the best guess
    return [distribution.name.replace("-", "_")]


def _small(distribution, name):
    try:
        with open(os.path.join(distribution.info, name), "rb") as file:
            return file.read(1 << 16).decode("utf-8", "replace")
    except OSError:
        return ""


def _origin(distribution):
    """
    What kind of installation: `wheel <tag>`, `conda <tag>`, `editable`, `git <commit>`. Which installer put the same wheel there, and from
    which mirror, is left out; so are addresses, which may hold passwords.
    """
    if distribution.info.endswith((".egg-info", "EGG-INFO")):
        return "egg"
    tags = sorted(re.findall(r"(?m)^Tag:\s*(\S+)", _small(distribution, "WHEEL")))
    installer = _small(distribution, "INSTALLER").strip().lower()
    words = [("wheel" if installer in ("pip", "uv", "poetry", "pdm", "installer", "") else re.sub(r"[^\w.-]", "", installer)[:40]), " ".join(tags)]
    direct = _small(distribution, "direct_url.json")
    if direct:
        said = json.loads(direct)
        if (said.get("dir_info") or {}).get("editable"):
            words.append("editable")
        elif "dir_info" in said:
            words.append("from a folder")
        elif said.get("vcs_info"):
            words.append("%s %s" % (said["vcs_info"].get("vcs"), said["vcs_info"].get("commit_id")))
    return " ".join(word for word in words if word)


def _tampered(distribution, lines):
    """Files that are not what RECORD says, by hashing each of them again."""
    changed = []
    for line in lines:
        parts = line.decode("utf-8", "surrogateescape").rsplit(",", 2)
        if len(parts) != 3 or not parts[1].startswith("sha256="):
            continue
        name = parts[0].strip('"')
        try:
            with open(os.path.join(distribution.folder, name), "rb") as file:
                digest = hashlib.sha256(file.read()).digest()
            if binascii.b2a_base64(digest, newline=False).rstrip(b"=").translate(bytes.maketrans(b"+/", b"-_")).decode() != parts[1][7:]:
                changed.append("changed " + name)
        except OSError:
            changed.append("missing " + name)
    return changed


def _plain_version(version):
    """A version without spelling: `v1.0.0-rc.1` and `1.0.0rc1` are the same."""
    return re.sub(r"[-_.]?(a|b|c|rc|alpha|beta|post|dev)[-_.]?(\d+)", r"\1\2", version.lower().strip().lstrip("v"))


def _read_packages(reading, verify=False):
    places, loaded = reading.once(_places), []
    for name, several in sorted(_distributions().items()):
        first = several[0]
        if any(each.problem for each in several):
            reading.miss("package.version:" + name, next(each.problem for each in several if each.problem) + ": " + _comparable(first.info, places))
        else:
            versions = sorted({each.version for each in several})
            reading.put("package.version:" + name, versions[0] if len(versions) == 1 else versions, "container", _comparable(first.info, places))
        reading.read("package.origin:" + name, "container", "WHEEL, INSTALLER, direct_url.json", _origin, first)
        modules = []
        try:
            digest, modules, lines = _record(first)
            if digest is None:
                reading.miss("package.integrity:" + name, "it has no RECORD file")
            else:
                changed = _tampered(first, lines) if verify else []
                reading.put("package.integrity:" + name, [digest] + changed if changed else digest, "container", "RECORD" + (" and every file it lists" if verify else ""))
        except (OSError, ValueError) as problem:
            reading.miss("package.integrity:" + name, problem)
        for module in modules:
            reading.brought.setdefault(module, first.folder + os.sep)
        if any(module in sys.modules for module in modules):
            loaded.append(name)
            try:
                said = _imported(first, modules, places, "editable" in str(reading.fields.get("package.origin:" + name)))
            except KeyboardInterrupt:
                raise
            except BaseException as problem:
                reading.miss("package.imported:" + name, problem)
            else:
                if said is not None:
                    reading.put("package.imported:" + name, said, "process", "__version__ and __file__ in sys.modules")
    reading.put("package.loaded", loaded, "process", "sys.modules")


def _imported(distribution, modules, places, editable):
    """None where memory holds what is installed, else what it holds instead."""
    likely = distribution.name.replace("-", "_")
    for name in sorted(modules, key=lambda module: (module.lower() != likely, module)):
        module = sys.modules.get(name)
        if module is None:
            continue
        version, path = _version_of(module), _own(module, "__file__")
        foreign = False
        if type(path) is str and not editable and distribution.info.endswith(".dist-info"):
            foreign = not path.startswith(distribution.folder + os.sep) and not os.path.realpath(path).startswith(os.path.realpath(distribution.folder) + os.sep)
        other = version is not None and distribution.version is not None and name.lower() == likely and _plain_version(version) != _plain_version(distribution.version)
        if foreign or other:
            where = " from " + _comparable(path, places) if foreign else ""
            return "%s%s, installed is %s" % (version or "no version", where, distribution.version)
    return None


# ---- readers: each gathers some kinds; what it raises is caught for it


def _read_files(reading, given):
    _put_files(reading, "model.file", given.get("model_files"), given.get("files_at_start"))


def _read_preprocessing(reading, given):
    _put_files(reading, "preprocessing.file", given.get("preprocessing_files"), given.get("files_at_start"))


def _read_locks(reading, given):
    _put_files(reading, "package.lock", given.get("lock_files"))


def _read_mapped(reading, given):
    named, places, opened = {}, reading.once(_places), {}
    for path in _paths(given.get("model_files")):
        try:
            for relative, whole in _listed(path):
                named[os.path.realpath(whole)] = relative
        except (Unread, OSError):
            pass  # told under model.file
    for path in reading.once(_maps):
        opened[path] = path
    try:
        for number in os.listdir("/proc/self/fd"):
            try:
                target = os.readlink("/proc/self/fd/" + number)
            except OSError:
                continue  # the descriptor of this very listing
            if target.startswith("/"):
                opened[target] = "/proc/self/fd/" + number  # reads what was opened, also when the path holds another file by now
    except OSError:
        pass  # the maps alone are worth telling
    for path, through in sorted(opened.items()):
        clean = path[: -len(" (deleted)")] if path.endswith(" (deleted)") else path
        if clean not in named and not clean.lower().endswith(MODEL_ENDINGS):
            continue
        field = "model.mapped:" + _text(named.get(clean) or _comparable(clean, places))
        reading.read(field, "process", "/proc/self/maps or /proc/self/fd", _mapped_value, path, through, given.get("mapped_limit") or MAPPED_BYTES)


def _mapped_value(path, through, limit):
    if path.endswith(" (deleted)") and through == path:
        raise Unread("the file was deleted or replaced on disk since it was mapped")
    size = os.stat(through).st_size
    if size > limit:
        raise Unread("%d bytes in memory are over the limit of %d for hashing; name the file as a model file to have it hashed" % (size, limit))
    return _file(through)


def _short(value):
    """`torch.float32` is float32, `cuda:0` is cuda."""
    return str(value).rsplit(".", 1)[-1].split(":")[0]


def _read_models(reading, given):
    reading.each("framework.switch:transformers.attention", given.get("models"), _read_model)


def _read_model(reading, name, model):
    reading.read("model.mode:" + name, "process", "the model's own `training` flags", _mode, model)
    reading.read("model.device:" + name, "process", "the model's parameters", _of_weights, model, "device")
    reading.read("model.dtype:" + name, "process", "the model's parameters", _of_weights, model, "dtype")
    attention = getattr(getattr(model, "config", None), "_attn_implementation", None)
    if isinstance(attention, str):
        reading.put("framework.switch:transformers.attention." + name, attention, "process", "config._attn_implementation")


def _mode(model):
    """`evaluation`, `training`, or which parts are in training; None for a model that has no such state."""
    walk = getattr(model, "named_modules", None)
    if walk is None or not callable(walk):
        flag = getattr(model, "training", None)
        return None if not isinstance(flag, bool) else ("training" if flag else "evaluation")
    parts = [(path, bool(part.training)) for path, part in walk()]
    training = sorted(path for path, flag in parts if flag)
    if not training:
        return "evaluation"
    return "training" if len(training) == len(parts) else "%d of %d parts in training: %s" % (len(training), len(parts), ", ".join(training[:5]))


def _of_weights(model, what):
    for source in ("parameters", "buffers"):
        function = getattr(model, source, None)
        if callable(function):
            found = sorted({_short(getattr(item, what)) for item in function()})
            if found:
                return "+".join(found)
    weights = getattr(model, "weights", None)
    if isinstance(weights, (list, tuple)) and weights:
        return "+".join(sorted({_short(getattr(item, what)) for item in weights}))
    return None


def _read_sessions(reading, given):
    reading.each("threads.count:onnxruntime", given.get("sessions"), _read_session)


def _read_session(reading, name, session):
    reading.read("model.provider:" + name, "process", "the session's own answer", _providers, session)
    if callable(getattr(session, "get_session_options", None)):
        options = session.get_session_options()
        reading.read("framework.switch:onnxruntime.graph_optimization." + name, "process", "session options", lambda: _short(options.graph_optimization_level))
        reading.read("threads.count:onnxruntime." + name, "process", "session options", lambda: int(options.intra_op_num_threads))


def _providers(session):
    if callable(getattr(session, "get_providers", None)):
        return [str(provider) for provider in session.get_providers()]
    if callable(getattr(session, "get_property", None)):
        return [str(device) for device in session.get_property("EXECUTION_DEVICES")]
    raise Unread("a %s does not say which provider it runs on" % type(session).__name__)


def _read_schema(reading, given):
    schema, how = given.get("schema"), "given by the caller"
    if schema is None:
        holders = [(name, getattr(model, "feature_names_in_", None)) for name, model in sorted(dict(given.get("models") or {}).items())]
        holders = [(name, names) for name, names in holders if names is not None]
        if len(holders) != 1:
            return  # no model says it, or two say different things
        schema, how = [str(name) for name in holders[0][1]], "feature_names_in_ of " + holders[0][0]
    columns = getattr(schema, "columns", None)
    if columns is not None and hasattr(schema, "dtypes"):  # a data frame
        features = [(str(column), schema[column].dtype, getattr(schema[column].dtype, "categories", None)) for column in columns]
    elif isinstance(schema, dict):
        features = [(str(name), *_feature(about)) for name, about in schema.items()]
    else:
        features = [(str(item.get("name")), *_feature(item)) if isinstance(item, dict) else (str(item), None, None) for item in schema]
    reading.put("schema.names", [name for name, _, _ in features], "process", how)
    for name, dtype, categories in features:
        if dtype is not None:
            reading.put("schema.dtype:" + name, _short(dtype), "process", how)
        if categories is not None:
            reading.put("schema.categories:" + name, [str(category) for category in categories], "process", how)


def _feature(about):
    return (about.get("dtype"), about.get("categories")) if isinstance(about, dict) else (about, None)


def _read_decision(reading, given):
    decision = given.get("decision")
    if decision is None:
        return
    reading.put("decision.digest", _sha256(_canonical(dict(decision)).encode("utf-8")), "process", "given by the caller, as canonical JSON")

    def walk(prefix, value):
        if isinstance(value, dict):
            for key in sorted(value, key=str):
                walk(prefix + [str(key)], value[key])
        else:
            plain = value if value is None or isinstance(value, (bool, int, float, str)) else _canonical(value)
            reading.put("decision.value:" + ".".join(prefix), plain, "process", "given by the caller")

    walk([], dict(decision))


def _read_callables(reading, given):
    callables = given.get("callables")
    if callables is None:
        return
    if not isinstance(callables, dict):
        callables = {_qualified_name(function): function for function in ([callables] if callable(callables) else callables)}
    reading.each("code.callable", callables, _read_callable)


def _read_callable(reading, name, function):
    target = _definition(function)
    reading.read("code.callable:" + name, "process", "source of " + name, _source_digest, target)
    path = _own(sys.modules.get(getattr(target, "__module__", None)), "__file__")
    if type(path) is str:
        reading.read("code.module:" + target.__module__, "process", path, _file, path)


def _definition(function):
    """What holds the source: the function of a partial or a bound method, the class of a callable object."""
    target = getattr(function, "func", function)
    target = getattr(target, "__func__", target)
    return target if hasattr(target, "__qualname__") else type(target)


def _qualified_name(function):
    target = _definition(function)
    return "%s.%s" % (getattr(target, "__module__", "?"), getattr(target, "__qualname__", "?"))


def _source_digest(target):
    import inspect  # only when a function was named; pulls in the parser

    try:
        lines = inspect.getsource(target).replace("\t", "    ").splitlines()
    except (OSError, TypeError) as problem:
        raise Unread("its source cannot be found: " + _text(problem)) from None
    lines = [line.rstrip() for line in lines]
    margin = min((len(line) - len(line.lstrip()) for line in lines if line), default=0)
    return _sha256("\n".join(line[margin:] for line in lines).strip("\n").encode("utf-8", "surrogateescape"))


def _read_modules(reading, given):
    """Source files of modules that belong to no package: the serving code itself."""
    packaged = tuple(folder + os.sep for folder, name in reading.once(_places) if name in ("<site>", "<user-site>", "<stdlib>", "<stdlib.zip>"))
    count = 0
    for name, module in sorted((key, module) for key, module in list(sys.modules.items()) if type(key) is str and type(module) is type(sys)):
        path = _own(module, "__file__")
        if type(path) is not str or not path.endswith(".py") or name == "__mp_main__" or name.split(".")[0] == "lockstep":
            continue
        if path == __file__ or path.startswith(packaged) or os.path.abspath(path).startswith(packaged):
            continue
        parts = name.split(".")
        if any(path.startswith(reading.brought.get(".".join(parts[:length]), "\0")) for length in range(1, len(parts) + 1)):
            continue  # a package that lies elsewhere, as `pip install --target` puts it
        count += 1
        if count > OWN_MODULES:
            reading.miss("code.module", "more than %d modules outside of packages; the first by name were read" % OWN_MODULES)
            return
        reading.read("code.module:" + name, "process", path, _file, path)


def _read_git(reading, given):
    for variable in ("LOCKSTEP_GIT_COMMIT", "GIT_COMMIT", "GITHUB_SHA", "CI_COMMIT_SHA", "SOURCE_COMMIT", "COMMIT_SHA"):
        said = _env(variable)
        if said and re.match(r"^[0-9a-fA-F]{7,64}$", said.strip()):
            reading.put("git.commit", said.strip().lower(), "container", variable)
            reading.miss("git.dirty", "the commit comes from a variable, which does not say it")
            return
    git = _git_folder()
    if git is None:
        reading.put("git.commit", None, "container", "no .git folder above the working directory")
        reading.put("git.dirty", None, "container", "no .git folder above the working directory")
        return
    reading.miss("git.dirty", "cannot be told without running git")
    reading.read("git.commit", "container", ".git/HEAD", _git_commit, git)


def _git_folder():
    folder = os.getcwd()
    while True:
        git = os.path.join(folder, ".git")
        if os.path.isdir(git):
            return git
        if os.path.isfile(git):  # a worktree or a submodule
            with open(git, encoding="utf-8", errors="surrogateescape") as file:
                return os.path.join(folder, file.read().strip().partition("gitdir:")[2].strip())
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _git_commit(git):
    def lines(*parts):
        with open(os.path.join(*parts), encoding="utf-8", errors="surrogateescape") as file:
            return file.read().splitlines()

    head = lines(git, "HEAD")[0].strip()
    if not head.startswith("ref:"):
        return head
    ref = head[4:].strip()
    try:
        common = os.path.join(git, lines(git, "commondir")[0].strip())
    except OSError:
        common = git
    for folder in (git, common):
        try:
            return lines(folder, ref)[0].strip()
        except OSError:
            continue
    for line in lines(common, "packed-refs"):
        if line.endswith(" " + ref):
            return line.split()[0]
    raise Unread(ref + " has no commit yet")


def _first_variable(names):
    for name in names:
        value = _env(name)
        if value:
            return name, value.strip()
    return None, None


def _read_container(reading, given):
    name, value = _first_variable(("LOCKSTEP_IMAGE_DIGEST", "CONTAINER_IMAGE_DIGEST", "IMAGE_DIGEST"))
    digest = re.search(r"sha256:[0-9a-f]{64}", value or "")
    if digest:
        reading.put("image.digest", digest.group(0), "container", name)
    else:
        reading.miss("image.digest", "nothing inside a container tells its image; set LOCKSTEP_IMAGE_DIGEST to sha256:… when it is started" if name is None else name + " holds no sha256 digest")
    reading.read("container.id", "container", "/proc/self/cgroup, /proc/self/mountinfo", _container_id)
    node = os.uname().nodename if hasattr(os, "uname") else None
    in_pod = _env("KUBERNETES_SERVICE_HOST") is not None
    for field, names, default in (
        ("container.pod", ("POD_NAME", "KUBERNETES_POD_NAME", "K8S_POD_NAME"), node if in_pod else None),
        ("container.node", ("NODE_NAME", "KUBERNETES_NODE_NAME", "K8S_NODE_NAME"), None),
        ("container.replica", ("LOCKSTEP_REPLICA", "REPLICA_ID"), node),
    ):
        name, value = _first_variable(names)
        reading.put(field, value or default, "container", name or "host name")


def _container_id():
    for path, pattern in (("/proc/self/cgroup", r"[0-9a-f]{64}"), ("/proc/self/mountinfo", r"/containers/([0-9a-f]{64})/")):
        found = re.search(pattern, _read_or_none(path) or "")
        if found:
            return found.group(found.lastindex or 0)
    return None


def _read_system(reading, given):
    reading.read("os.release", "container", "/etc/os-release", _os_release)
    reading.read("os.kernel", "host", "uname", lambda: os.uname().release)
    reading.read("cpu.machine", "host", "uname", lambda: os.uname().machine)
    reading.put("cpu.byteorder", sys.byteorder, "host", "sys.byteorder")
    reading.put("cpu.pointer", struct.calcsize("P") * 8, "process", "struct.calcsize('P')")
    reading.read("cpu.model", "host", "/proc/cpuinfo", lambda: _cpu()[0])
    reading.read("cpu.flags", "host", "/proc/cpuinfo", lambda: sorted(_cpu()[1] & CPU_FLAGS))
    reading.read("libc.version", "container", "confstr, /proc/self/maps", _libc, reading)


def _os_release():
    text = _read_or_none("/etc/os-release") or _read_or_none("/usr/lib/os-release")
    if text is None:
        if sys.platform.startswith("linux"):
            raise Unread("there is no /etc/os-release")
        return sys.platform
    said = dict(re.findall(r'(?m)^(\w+)=[\'"]?(.*?)[\'"]?$', text))
    return said.get("PRETTY_NAME") or ("%s %s" % (said.get("ID", ""), said.get("VERSION_ID", ""))).strip()


def _cpu():
    """(name, flags) of the first processor."""
    said = {}
    for line in _read("/proc/cpuinfo", 16384).splitlines():
        if not line.strip() and said:
            break
        name, _, value = line.partition(":")
        said.setdefault(name.strip(), value.strip())
    arm = "ARM implementer %s part %s" % (said.get("CPU implementer"), said.get("CPU part")) if "CPU part" in said else None
    name = said.get("model name") or said.get("Model") or arm
    return name, set((said.get("flags") or said.get("Features") or "").split())


def _libc(reading):
    try:
        said = os.confstr("CS_GNU_LIBC_VERSION")
        if said:
            return said
    except (AttributeError, ValueError, OSError):
        pass  # not glibc
    return "musl" if any("ld-musl" in path or "libc.musl" in path for path in reading.once(_maps)) else None


def _read_python(reading, given):
    reading.put("python.version", "%d.%d.%d" % sys.version_info[:3] + ("" if sys.version_info[3] == "final" else "%s%d" % (sys.version_info[3], sys.version_info[4])), "process", "sys.version_info")
    reading.put("python.implementation", sys.implementation.name, "process", "sys.implementation")
    reading.put("python.build", " ".join(sys.version.split()[1:]), "process", "sys.version")
    reading.put("python.executable", sys.executable or None, "process", "sys.executable")
    for flag in sorted(name for name in dir(sys.flags) if not name.startswith(("_", "n_")) and name not in QUIET_FLAGS and name not in ("count", "index")):
        reading.read("python.flags:" + flag, "process", "sys.flags", lambda: int(getattr(sys.flags, flag)))
    reading.put("python.flags:warnings", [_text(option) for option in sys.warnoptions], "process", "sys.warnoptions")
    reading.put("python.flags:recursion_limit", sys.getrecursionlimit(), "process", "sys.getrecursionlimit")
    gil = getattr(sys, "_is_gil_enabled", None)
    if gil is not None:
        reading.put("python.flags:gil", int(gil()), "process", "sys._is_gil_enabled")


def _read_imports(reading, given):
    places = reading.once(_places)
    entries = [entry if isinstance(entry, str) else "<%s>" % type(entry).__name__ for entry in sys.path]
    if _own_path_entry is not None and entries and entries[0] == _own_path_entry:
        entries = entries[1:]
    reading.put("import.path", [_comparable(entry, places) for entry in entries], "process", "sys.path")
    site = sys.modules.get("site")
    user = _own(site, "USER_SITE") if site is not None else None
    reading.put("import.usersite", isinstance(user, str) and user in sys.path, "process", "site.USER_SITE in sys.path")
    for name in PATCHES:
        if name in sys.modules:
            reading.put("import.patch:" + name, _version_of(sys.modules[name]) or "loaded", "process", "sys.modules")


def _read_natives(reading, given):
    libraries = reading.once(_libraries, reading)
    for name, paths in sorted(libraries.items()):
        try:
            values = sorted(_library_value(path) for path in paths)
            reading.put("native.library:" + name, values[0] if len(values) == 1 else values, "process", ", ".join(paths))
        except (Unread, OSError) as problem:
            reading.miss("native.library:" + name, problem)
        if CUDA.match(name):
            reading.put("gpu.cuda:" + name, _library_name(paths[0])[1] or "unversioned", "process", paths[0])
    for kind, pattern in (("openmp", OPENMP), ("blas", BLAS)):
        found = sorted(name for name, paths in libraries.items() for _ in paths if pattern.match(name))
        reading.put("native.runtimes:" + kind, found, "process", "/proc/self/maps")


def _read_preload(reading, given):
    words = re.split(r"[:\s]+", _env("LD_PRELOAD") or "") + (_read_or_none("/etc/ld.so.preload") or "").split()
    names = [_library_name(word)[0] for word in words if word]
    reading.put("native.preload", names or None, "process", "LD_PRELOAD, /etc/ld.so.preload")
    places = reading.once(_places)
    folders = [folder for folder in (_env("LD_LIBRARY_PATH") or "").split(":") if folder]
    reading.put("native.path", [_comparable(folder, places) if os.path.isdir(folder) else _salted("LD_LIBRARY_PATH", folder) for folder in folders] or None, "process", "LD_LIBRARY_PATH")


def _read_threads(reading, given):
    for kind, names, prefix in (("threads.variable", THREAD_VARIABLES, "KMP_"), ("kernels.variable", KERNEL_VARIABLES, None), ("gpu.variable", GPU_VARIABLES, None)):
        more = [name for name in os.environ if prefix and name.startswith(prefix)]
        for name in sorted(set(names) | set(more)):
            reading.read(kind + ":" + name, "process", name, _shown_variable, name)


def _read_thread_counts(reading, given):
    """Asks the libraries that are in memory, through ctypes if somebody loaded it already."""
    ctypes = _module("ctypes")
    noload = getattr(os, "RTLD_NOLOAD", None)
    if ctypes is not None and noload is not None:
        for name, paths in sorted(reading.once(_libraries, reading).items()):
            symbols = ("omp_get_max_threads",) if OPENMP.match(name) else ("MKL_Get_Max_Threads", "bli_thread_get_num_threads") + tuple(
                start + "openblas_get_num_threads" + end for start in ("", "scipy_") for end in ("", "64_", "_64")) if BLAS.match(name) else ()
            if symbols:
                reading.read("threads.count:" + name, "process", "asked through ctypes", _ask_threads, ctypes, noload, paths, symbols)
    for name, module, call in (("torch", "torch", "get_num_threads"), ("torch.interop", "torch", "get_num_interop_threads"), ("cv2", "cv2", "getNumThreads"), ("numexpr", "numexpr.utils", "_get_num_threads")):
        try:
            function = getattr(_module(module), call, None)
        except Unread:
            continue
        if callable(function):
            reading.read("threads.count:" + name, "process", module + "." + call, lambda: int(function()))


def _ask_threads(ctypes, noload, paths, symbols):
    found = []
    for path in paths:
        library = ctypes.CDLL(path, mode=noload)
        for symbol in symbols:
            function = getattr(library, symbol, None)
            if function is not None:
                found.append(int(function()))
                break
    if not found:
        raise Unread("the library has no function that tells it")
    return found[0] if len(found) == 1 else sorted(found)


def _read_canaries(reading, given):
    reading.read("canary.libm", "process", "fixed math calls", _libm)
    smallest = sys.float_info.min
    reading.put("numerics.subnormals", smallest / 4.0 == 0.0, "process", "a quarter of the smallest normal double")


def _libm():
    """Digest of functions that the C library computes; those that Python computes itself, or that came later than 3.9, are left out."""
    values = []
    for step in range(1, 200):
        x = step * 0.1234567890123
        small = x / 25.0
        for function, argument in (
            (math.exp, small), (math.log, x), (math.log10, x), (math.log1p, x), (math.expm1, small), (math.sin, x), (math.cos, x), (math.tan, x),
            (math.asin, small), (math.acos, small), (math.atan, x), (math.sinh, small), (math.cosh, small), (math.tanh, small), (math.asinh, x),
            (math.acosh, 1.0 + x), (math.atanh, small / 1.01),
        ):
            values.append(function(argument))
        values.append(math.pow(x, 1.37))
        values.append(math.atan2(x, 3.3))
    return _sha256(struct.pack("<%dd" % len(values), *values))


def _numpy():
    """numpy, when it is in memory and is numpy; None when it is not loaded."""
    numpy = _module("numpy")
    if numpy is None:
        return None
    if not isinstance(_own(numpy, "ndarray"), type) or not callable(_own(numpy, "arange")) or _version_of(numpy) is None:
        raise Unread("the module named numpy in memory is not numpy")
    return numpy


def _read_numpy(reading, given):
    numpy = _numpy()
    if numpy is None:
        return
    if given.get("canaries") is False:
        reading.miss("canary.numpy", "switched off by the caller")
        return
    for letters in ("f4", "f8"):
        kind = numpy.dtype(letters).type
        grid = numpy.arange(1, 4097, dtype=letters) / kind(257)
        left = (numpy.arange(65536, dtype=letters) % kind(251) / kind(251)).reshape(256, 256)
        right = numpy.ascontiguousarray(left[::-1, ::-1].T)
        for name, function in (
            ("log", lambda: numpy.log(grid)), ("exp", lambda: numpy.exp(-grid)), ("tanh", lambda: numpy.tanh(grid)), ("power", lambda: grid ** kind(1.37)),
            ("sum", lambda: numpy.sum(numpy.log(grid), keepdims=True)), ("matmul", lambda: left @ right),
        ):
            reading.read("canary.numpy:%s.%s" % (name, letters), "process", "numpy.%s over fixed numbers" % name,
                         lambda: _sha256(numpy.ascontiguousarray(function()).astype("<" + letters).tobytes()))


def _read_switches(reading, given):
    for library, function in (
        ("numpy", _numpy_switches), ("torch", _torch_switches), ("tensorflow", _tensorflow_switches), ("keras", _keras_switches), ("pandas", _pandas_switches),
        ("sklearn", _sklearn_switches), ("jax", _jax_switches), ("onnxruntime", _onnx_switches), ("cv2", _cv2_switches), ("decimal", _decimal_switches),
    ):
        if library not in sys.modules:
            continue
        try:
            for name, how, read in function():
                reading.read("framework.switch:%s.%s" % (library, name), "process", how, read)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            reading.miss("framework.switch:" + library, problem)


def _calls(module, *names):
    """A switch for each function of the module that exists, named by what follows `get_`."""
    found = []
    for name in names:
        function = getattr(module, name, None)
        if callable(function):
            found.append((re.sub(r"^_?(?:get|is|are)_", "", name), module.__name__ + "." + name, function))
    return found


def _numpy_switches():
    numpy = _numpy()
    if numpy is None:
        return []
    found = [("errors", "numpy.geterr", lambda: " ".join("%s=%s" % pair for pair in sorted(numpy.geterr().items())))]
    core = sys.modules.get("numpy._core._multiarray_umath") or sys.modules.get("numpy.core._multiarray_umath")
    features = _own(core, "__cpu_features__") if core is not None else None
    if isinstance(features, dict):
        found.append(("cpu_disabled", "__cpu_features__ against /proc/cpuinfo", lambda: [name for name, flags in NUMPY_FEATURES if name in features and not features[name] and set(flags.split()) <= _cpu()[1]]))
    return found + [(name, how, lambda read=read: str(read())) for name, how, read in _calls(numpy, "_get_promotion_state")]


def _torch_switches():
    torch = _module("torch")
    if torch is None:
        return []
    found = _calls(torch, "get_float32_matmul_precision", "are_deterministic_algorithms_enabled", "is_deterministic_algorithms_warn_only_enabled")
    found.append(("default_dtype", "torch.get_default_dtype", lambda: _short(torch.get_default_dtype())))
    renamed = hasattr(getattr(getattr(torch.backends, "cuda", None), "matmul", None), "fp32_precision")  # then the old names warn, or raise
    for path in ("cuda.matmul.fp32_precision" if renamed else "cuda.matmul.allow_tf32", "cuda.matmul.allow_fp16_reduced_precision_reduction", "cuda.matmul.allow_bf16_reduced_precision_reduction",
                 "cudnn.conv.fp32_precision" if renamed else "cudnn.allow_tf32", "cudnn.benchmark", "cudnn.deterministic", "cudnn.enabled", "mkldnn.enabled", "quantized.engine"):
        found.append((path, "torch.backends." + path, lambda path=path: _along(torch.backends, path)))
    for name in ("flash_sdp_enabled", "mem_efficient_sdp_enabled", "math_sdp_enabled", "cudnn_sdp_enabled"):
        function = getattr(getattr(getattr(torch, "backends", None), "cuda", None), name, None)
        if callable(function):
            found.append((name, "torch.backends.cuda." + name, function))
    found.append(("cudnn.version", "torch.backends.cudnn.version", lambda: torch.backends.cudnn.version()))
    found.append(("cuda", "torch.version.cuda", lambda: torch.version.cuda))
    return found


def _along(thing, path):
    for name in path.split("."):
        thing = getattr(thing, name)
    return thing


def _tensorflow_switches():
    found = []
    config = _module("tensorflow.python.framework.config")
    if config is not None:
        found += _calls(config, "tensor_float_32_execution_enabled", "is_op_determinism_enabled", "get_intra_op_parallelism_threads", "get_inter_op_parallelism_threads", "get_optimizer_jit")
    return found


def _keras_switches():
    found = []
    for name in ("keras.src.backend.config", "keras.backend"):
        module = _module(name)
        if module is not None:
            found += _calls(module, "floatx", "backend")
            break
    policy = _module("keras.src.dtype_policies.dtype_policy")
    if policy is not None and callable(getattr(policy, "dtype_policy", None)):
        found.append(("dtype_policy", "keras.config.dtype_policy", lambda: str(policy.dtype_policy().name)))
    return found


def _pandas_switches():
    settings = _own(_module("pandas._config.config"), "_global_config")  # asking by name may warn about options that go away
    if not isinstance(settings, dict):
        raise Unread("pandas keeps its options elsewhere in this version")
    found = []
    for path in ("mode.copy_on_write", "mode.use_inf_as_na", "mode.string_storage", "future.infer_string", "future.no_silent_downcasting", "compute.use_bottleneck", "compute.use_numexpr"):
        value = settings
        for part in path.split("."):
            value = value.get(part, _UNSET) if isinstance(value, dict) else _UNSET
        if value is not _UNSET:
            found.append((path, "pandas options", lambda value=value: value))
    return found


def _sklearn_switches():
    sklearn = _module("sklearn")
    get = _own(sklearn, "get_config") if sklearn is not None else None
    if not callable(get):
        return []
    config = get()
    return [(name, "sklearn.get_config", lambda name=name: config[name]) for name in ("assume_finite", "array_api_dispatch", "transform_output", "enable_metadata_routing", "skip_parameter_validation", "enable_cython_pairwise_dist") if name in config]


def _jax_switches():
    module = _module("jax._src.config")
    config = getattr(module, "config", None)
    return [(name, "jax.config", lambda name=name: getattr(config, name)) for name in ("jax_enable_x64", "jax_default_matmul_precision", "jax_numpy_dtype_promotion") if hasattr(config, name)]


def _onnx_switches():
    module = _module("onnxruntime")
    return _calls(module, "get_device") if module is not None else []


def _cv2_switches():
    module = _module("cv2")
    return _calls(module, "useOptimized") if module is not None else []


def _decimal_switches():
    context = _module("decimal").getcontext()
    return [("precision", "decimal.getcontext", lambda: int(context.prec)), ("rounding", "decimal.getcontext", lambda: str(context.rounding))]


def _read_gpu(reading, given):
    text = _read_or_none("/proc/driver/nvidia/version")
    found = re.search(r"Kernel Module[^\d]*([\d.]+)", text or "")
    reading.put("gpu.driver", found.group(1) if found else None, "host", "/proc/driver/nvidia/version")
    try:
        folders = sorted(os.listdir(_TAKEN_FROM + "/proc/driver/nvidia/gpus"))
    except OSError:
        return  # no NVIDIA driver
    for index, folder in enumerate(folders):
        model = re.search(r"(?m)^Model:\s*(.+)$", _read_or_none("/proc/driver/nvidia/gpus/%s/information" % folder) or "")
        reading.put("gpu.model:%d" % index, model.group(1).strip() if model else None, "host", "/proc/driver/nvidia/gpus")


def _read_limits(reading, given):
    reading.put("cpu.visible", os.cpu_count(), "host", "os.cpu_count")
    affinity = getattr(os, "sched_getaffinity", None)
    if affinity is None:
        reading.miss("cpu.usable", "this system does not tell which processors a process may use")
    else:
        reading.read("cpu.usable", "process", "sched_getaffinity", lambda: len(affinity(0)))
    reading.read("memory.resident", "process", "/proc/self/statm", lambda: int(_read("/proc/self/statm").split()[1]) * os.sysconf("SC_PAGE_SIZE"))


def _read_cgroup(reading, given):
    """Quota, throttling and memory of the control group: version 2 first, then version 1; the narrowest from here up to the root."""
    groups = _cgroups()
    two, processor, memory = groups.get("2"), groups.get("cpu"), groups.get("memory")
    if two is None and processor is None and memory is None:
        raise Unread("no control group is mounted here")
    modern = two is not None and any(os.path.exists(_TAKEN_FROM + folder + name) for folder in two for name in ("/cpu.max", "/memory.max", "/cpu.stat"))
    for field, scope, how, function in (
        ("cpu.quota", "container", "cpu.max" if modern or processor is None else "cpu.cfs_quota_us", _quota),
        ("cpu.throttled", "container", "cpu.stat", _throttled),
        ("memory.limit", "container", "memory.max" if modern or memory is None else "memory.limit_in_bytes", _memory_limit),
        ("memory.swap", "container", "memory.swap.max" if modern or memory is None else "memory.memsw.limit_in_bytes", _swap_limit),
    ):
        reading.read(field, scope, how, function, two or [], processor or [], memory or [])


def _cgroups():
    """Controller -> folders from this process's group up to the root of the mount; `2` is the unified one."""
    mounts = {}
    for line in (_read_or_none("/proc/self/mountinfo", 1 << 22) or "").splitlines():
        left, _, right = line.partition(" - ")
        parts, more = left.split(), right.split()
        if len(parts) > 4 and more and more[0] in ("cgroup", "cgroup2"):
            names = ["2"] if more[0] == "cgroup2" else more[-1].split(",")
            for name in names:
                if name in ("2", "cpu", "memory"):
                    mounts[name] = (parts[4], parts[3])
    found = {}
    for line in _read("/proc/self/cgroup").splitlines():
        parts = line.split(":", 2)
        if len(parts) != 3:
            continue
        for name in ["2"] if parts[0] == "0" and parts[1] == "" else parts[1].split(","):
            if name not in mounts:
                continue
            mount, root = mounts[name]
            path = parts[2]
            if root != "/" and (path == root or path.startswith(root + "/")):
                path = path[len(root):]
            path = path.rstrip("/")
            if not os.path.isdir(_TAKEN_FROM + mount + path):  # the host's path, seen from inside a container
                path = ""
            folders = []
            while True:
                folders.append(mount + path)
                if not path:
                    break
                path = path.rsplit("/", 1)[0]
            found[name] = folders
    return found


def _narrowest(values):
    values = [value for value in values if value is not None]
    return min(values) if values else None


def _quota(two, processor, memory):
    quotas = []
    for folder in two:
        parts = (_read_or_none(folder + "/cpu.max") or "").split()
        if len(parts) == 2 and parts[0] != "max":
            quotas.append(int(parts[0]) / int(parts[1]))
    for folder in processor:
        quota, period = _read_or_none(folder + "/cpu.cfs_quota_us"), _read_or_none(folder + "/cpu.cfs_period_us")
        if quota is not None and period is not None and int(quota) > 0:
            quotas.append(int(quota) / int(period))
    return _narrowest(quotas)


def _throttled(two, processor, memory):
    for folder in two[:1] + processor[:1]:
        found = re.search(r"(?m)^nr_throttled (\d+)", _read_or_none(folder + "/cpu.stat") or "")
        if found:
            return int(found.group(1))
    return None


def _bytes(text):
    """A limit in bytes; None for `max`, for version 1's way to say so (a number near 2^63), and for no such file."""
    value = (text or "max").strip()
    return None if not value.isdigit() or int(value) >= 2**60 else int(value)


def _memory_limit(two, processor, memory):
    return _narrowest([_bytes(_read_or_none(folder + "/memory.max")) for folder in two] + [_bytes(_read_or_none(folder + "/memory.limit_in_bytes")) for folder in memory])


def _swap_limit(two, processor, memory):
    together = _narrowest([_bytes(_read_or_none(folder + "/memory.memsw.limit_in_bytes")) for folder in memory])
    limits = [_bytes(_read_or_none(folder + "/memory.swap.max")) for folder in two]
    if together is not None:
        limits.append(max(0, together - (_memory_limit([], [], memory) or 0)))
    return _narrowest(limits)


def _read_rlimits(reading, given):
    import resource  # not there on Windows

    for name in RLIMITS:
        number = getattr(resource, "RLIMIT_" + name.upper(), None)
        if number is not None:
            reading.read("limits.rlimit:" + name, "process", "getrlimit, the soft limit", lambda: _soft(resource.getrlimit(number)[0], resource.RLIM_INFINITY))


def _soft(limit, infinity):
    return None if limit == infinity or limit < 0 or limit >= 2**62 else limit


def _read_hash(reading, given):
    seed = _env("PYTHONHASHSEED")
    reading.put("hash.seed", seed if seed is None or re.match(r"^(\d{1,10}|random|)$", seed) else _salted("PYTHONHASHSEED", seed), "process", "PYTHONHASHSEED")
    # The flag alone says True for every seed but 0, also for a fixed one.
    fixed = seed is not None and seed.isdigit() and not sys.flags.ignore_environment
    randomised = bool(sys.flags.hash_randomization) and not fixed
    reading.put("hash.randomised", randomised, "process", "sys.flags.hash_randomization, PYTHONHASHSEED")
    # A randomised hash is another one in every process, which says nothing more than that it is randomised.
    reading.put("hash.canary", "randomised" if randomised else str(hash("lockstep")), "process", "hash of a fixed text")


def _read_time(reading, given):
    reading.read("time.zone", "process", "time.tzname and offsets", _zone)
    reading.read("time.rules", "process", "offsets of local time, weekly from 1970 to 2037", _rules)
    reading.read("time.database", "container", "tzdata.zi or +VERSION of the zone database", _zone_database)


def _offset(seconds):
    return "%s%02d:%02d" % ("-" if seconds < 0 else "+", abs(seconds) // 3600, abs(seconds) % 3600 // 60)


def _zone():
    zone = "%s %s" % (time.tzname[0], _offset(-time.timezone))
    return zone + (", %s %s" % (time.tzname[1], _offset(-time.altzone)) if time.daylight else "")


def _rules():
    offsets = [time.localtime(week * 604800).tm_gmtoff for week in range(0, 3548)]
    return _sha256(struct.pack("<%di" % len(offsets), *offsets))


def _zone_database():
    for folder in ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"):
        found = re.match(r"# version (\S+)", _read_or_none(folder + "/tzdata.zi", 200) or "") or re.match(r"(\S+)", _read_or_none(folder + "/+VERSION", 100) or "")
        if found:
            return found.group(1)
        if os.path.isdir(_TAKEN_FROM + folder):
            raise Unread(folder + " does not say its version")
    return None


def _read_locale(reading, given):
    import _locale
    import unicodedata

    reading.read("locale.numeric", "process", "setlocale(LC_NUMERIC)", lambda: _locale.setlocale(_locale.LC_NUMERIC, None))
    reading.read("locale.point", "process", "localeconv", lambda: _locale.localeconv()["decimal_point"])
    reading.put("locale.utf8", bool(sys.flags.utf8_mode), "process", "sys.flags.utf8_mode")
    reading.read("locale.encoding", "process", "nl_langinfo(CODESET) or UTF-8 mode", lambda: "utf-8" if sys.flags.utf8_mode else _locale.nl_langinfo(_locale.CODESET).lower() or "utf-8")
    reading.put("locale.unicode", unicodedata.unidata_version, "process", "unicodedata.unidata_version")


def _command(pid):
    """The words of a process's command line; never shown, only looked at."""
    return [word for word in (_read_or_none("/proc/%s/cmdline" % pid) or "").split("\0") if word]


def _alike(words):
    """What two workers of one server have in common: the command without its numbers."""
    return re.sub(r"\d+", "0", "\0".join(words))


def _read_server(reading, given):
    reading.read("server.start", "process", "own and parent's command line, multiprocessing", _start_method)
    reading.read("server.workers", "container", "processes of the same parent", _workers)
    reading.read("server.name", "process", "known names in own and parent's command line", _server_name)
    reading.read("server.uptime", "process", "/proc/self/stat and /proc/uptime", _uptime)


def _start_method():
    own = _command("self")
    if not own:
        raise Unread("/proc/self/cmdline cannot be read here")
    text = "\0".join(own)
    if "multiprocessing.forkserver" in text or "multiprocessing.forkserver" in "\0".join(_command(os.getppid())):
        start = "forkserver"
    elif "multiprocessing.spawn" in text or "--multiprocessing-fork" in text:
        start = "spawn"
    else:
        start = "fork" if _command(os.getppid()) == own else "own program"
    context = _module("multiprocessing.context")
    default = getattr(context, "_default_context", None)
    method = default.get_start_method(allow_none=True) if default is not None else None
    return start + ("; multiprocessing uses " + method if method else "")


def _workers():
    own = _alike(_command("self"))
    parent = os.getppid()
    if not own:
        raise Unread("/proc/self/cmdline cannot be read here")
    if _alike(_command(parent)) != own and "multiprocessing" not in own:
        return 1
    pids = _children(parent)
    if pids is None:
        raise Unread("the parent's processes cannot be listed here")
    return max(1, sum(1 for pid in pids if _alike(_command(pid)) == own))


def _children(parent):
    found = []
    try:
        for thread in os.listdir("/proc/%d/task" % parent):
            found += (_read("/proc/%d/task/%s/children" % (parent, thread))).split()
        return found
    except OSError:
        pass  # not every kernel lists them; then every process is asked for its parent
    try:
        for pid in sorted(os.listdir("/proc"))[:20000]:
            if pid.isdigit():
                stat = _read_or_none("/proc/%s/stat" % pid) or ""
                if stat.rpartition(")")[2].split()[1:2] == [str(parent)]:
                    found.append(pid)
        return found
    except OSError:
        return None


def _server_name():
    for words in (_command("self"), _command(os.getppid())):
        names = [re.sub(r"\.(py|exe)$", "", os.path.basename(word)).lower() for word in words[:4]]
        for name in names:
            for known in SERVERS:
                if name == known or name.startswith(known + ":"):
                    return known
    return None


def _uptime():
    started = int(_read("/proc/self/stat").rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    return round(float(_read("/proc/uptime").split()[0]) - started, 1)


def _read_warnings(reading, given):
    if _warnings is None:
        reading.miss("warning.raised", "watch_warnings() was not called before the model was loaded")
        return
    for (category, digest), text in sorted(_warnings.items()):
        reading.put("warning.raised:%s.%s" % (category, digest), text, "process", "watch_warnings()")


def _read_settings(reading, given):
    for name in sorted(set(given.get("env_allow") or ())):
        names = sorted(variable for variable in os.environ if variable.startswith(name[:-1])) if name.endswith("*") else [name]
        for variable in names:
            raw = os.environ.get(variable)
            reading.put("config.variable:" + variable, None if raw is None else _salted(variable, raw), "process", variable)


def _read_contributed(reading, given):
    for contributor in list(_contributors):
        try:
            _put_extra(reading, contributor(), "contributed by " + str(getattr(contributor, "__qualname__", "a function")))
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            reading.miss("%s" % _text(getattr(contributor, "__qualname__", "a contributor")), problem)
    _put_extra(reading, given.get("extra"), "given by the caller")


def _put_extra(reading, extra, how):
    for field, said in sorted(dict(extra or {}).items(), key=lambda pair: str(pair[0])):
        field = str(field)
        try:
            _put_one_extra(reading, field, said, how)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            reading.miss(field, problem)


def _put_one_extra(reading, field, said, how):
    if field == "unread":
        for missed, reason in dict(said).items():
            reading.miss(str(missed), " ".join(str(reason).split())[:200])
        return
    kind = field.partition(":")[0]
    if kind not in KINDS:
        reading.miss(field, "not a kind of field that this probe knows")
    elif KINDS[kind] != (":" in field):
        reading.miss(field, "this kind needs a subject after a colon" if KINDS[kind] else "this kind has no subject")
    elif isinstance(said, dict):
        reading.put(field, said.get("value"), said.get("scope", "process"), said.get("how") or how)
    else:
        reading.put(field, said, "process", how)


# Each reader with the kinds that are unread when it breaks as a whole.
READERS = (
    (_read_files, ("model.file",)),
    (_read_preprocessing, ("preprocessing.file",)),
    (_read_locks, ("package.lock",)),
    (_read_mapped, ("model.mapped",)),
    (_read_models, ("model.mode", "model.device", "model.dtype")),
    (_read_sessions, ("model.provider",)),
    (_read_schema, ("schema.names",)),
    (_read_decision, ("decision.digest",)),
    (_read_callables, ("code.callable",)),
    (_read_git, ("git.commit", "git.dirty")),
    (_read_container, ("image.digest", "container.id", "container.pod", "container.node", "container.replica")),
    (_read_system, ("os.release", "os.kernel", "cpu.machine", "cpu.byteorder", "cpu.pointer", "cpu.model", "cpu.flags", "libc.version")),
    (_read_python, ("python.version", "python.implementation", "python.build", "python.executable", "python.flags")),
    (lambda reading, given: _read_packages(reading, bool(given.get("verify"))), ("package.version", "package.origin", "package.integrity", "package.loaded")),
    (_read_modules, ("code.module",)),  # after the packages, which tell what is theirs
    (_read_imports, ("import.path", "import.usersite")),
    (_read_natives, ("native.library", "native.runtimes")),
    (_read_preload, ("native.preload", "native.path")),
    (_read_threads, ("threads.variable", "kernels.variable", "gpu.variable")),
    (_read_thread_counts, ("threads.count",)),
    (_read_canaries, ("canary.libm", "numerics.subnormals")),
    (_read_numpy, ("canary.numpy",)),
    (_read_switches, ("framework.switch",)),
    (_read_gpu, ("gpu.driver",)),
    (_read_limits, ("cpu.visible", "cpu.usable", "memory.resident")),
    (_read_cgroup, ("cpu.quota", "cpu.throttled", "memory.limit", "memory.swap")),
    (_read_rlimits, ("limits.rlimit",)),
    (_read_hash, ("hash.seed", "hash.randomised", "hash.canary")),
    (_read_time, ("time.zone", "time.rules", "time.database")),
    (_read_locale, ("locale.numeric", "locale.point", "locale.encoding", "locale.utf8", "locale.unicode")),
    (_read_server, ("server.start", "server.workers", "server.name", "server.uptime")),
    (_read_warnings, ("warning.raised",)),
    (_read_settings, ("config.variable",)),
    (_read_contributed, ()),
)


def fingerprint(
    model_files=None,
    preprocessing_files=None,
    schema=None,
    decision=None,
    callables=None,
    models=None,
    sessions=None,
    env_allow=(),
    extra=None,
    *,
    lock_files=None,
    verify=False,
    canaries=True,
    mapped_limit=None,
    files_at_start=None,
    method="in-process",
):
    """
    Reads this process and gives its fingerprint: ``{"lockstep": "fingerprint", "fields": {id: {value, scope, how}}, "unread": {id: reason}, …}``.

    model_files, preprocessing_files, lock_files: paths of files or folders; hashed whole.
    schema: feature names in order, ``{name: dtype}``, ``[{"name", "dtype", "categories"}]`` or a data frame; taken from the one model that tells
        its ``feature_names_in_`` when it is not given.
    decision: mapping of threshold, class order, top-k and the like.
    callables: functions, methods or classes whose source counts; a list, or by name.
    models: name -> model object; mode, device and number format are asked from it. sessions: name -> inference session; asked for its providers.
    env_allow: names of environment variables (or ``PREFIX_*``) that appear as salted hashes.
    extra: further fields by id; a value, or ``{"value", "scope", "how"}``.
    verify: hash every file of every package again and tell those that were changed after installation; takes seconds.
    canaries: False leaves numpy's computations out (a matrix product may start the threads of its BLAS; do that after forking).
    mapped_limit: bytes up to which a model file in memory that was not named is hashed.
    files_at_start: what `files_at_start(model_files, preprocessing_files)` gave when the files were loaded; a file that holds something else by
        now is unread. Without it the files are hashed as they are on disk now.

    Never raises, except for KeyboardInterrupt.
    """
    taken = time.time()
    given = {
        "model_files": model_files, "preprocessing_files": preprocessing_files, "schema": schema, "decision": decision, "callables": callables, "models": models,
        "sessions": sessions, "env_allow": env_allow, "extra": extra, "lock_files": lock_files, "verify": verify, "canaries": canaries, "mapped_limit": mapped_limit,
        "files_at_start": files_at_start,
    }
    reading = Reading()
    for reader, kinds in READERS:
        try:
            reader(reading, given)
        except KeyboardInterrupt:
            raise
        except BaseException as problem:
            reason = _reason(problem)
            missing = [kind for kind in kinds if not reading.has(kind)]
            for kind in missing or kinds:
                reading.miss(kind, reason)
    for field in reading.fields:
        reading.unread.pop(field, None)
    return {
        "lockstep": "fingerprint",
        "schemaVersion": 1,
        "probe": PROBE,
        "takenAt": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(taken)) + ".%03dZ" % int(taken % 1 * 1000),
        "method": method if isinstance(method, str) and method in ("in-process", "proc", "new-process", "declared") else "in-process",
        "pid": os.getpid(),
        "fields": {field: reading.fields[field] for field in sorted(reading.fields)},
        "unread": {field: reading.unread[field] for field in sorted(reading.unread)},
    }


def contribute(function):
    """
    Registers a function that adds fields whenever a fingerprint is taken. It is called without arguments and gives ``{id: value}`` or
    ``{id: {"value", "scope", "how"}}``; under the key ``unread`` it may give ``{id: reason}``. Usable as a decorator.
    """
    if function not in _contributors:
        _contributors.append(function)
    return function


def watch_warnings():
    """
    Remembers every warning raised from now on, also those that filters hide, by category and text without numbers, paths and quoted words.
    Call it before the model is loaded. What users see of warnings stays as it was.
    """
    global _warnings
    if _warnings is not None:
        return
    import warnings

    _warnings = {}
    warn, explicit, show = warnings.warn, warnings.warn_explicit, warnings.showwarning

    def remember(message, category):
        try:
            if isinstance(message, Warning):
                category = type(message)
            category = UserWarning if category is None else category
            text = _without_particulars(_text(message))
            if len(_warnings) < 500:
                _warnings[(category.__name__, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8])] = text
        except Exception:
            pass  # a warning that cannot be told must not become an error

    def watched_warn(message, category=None, stacklevel=1, source=None, **more):
        remember(message, category)
        return warn(message, category, max(1, stacklevel) + 1, source, **more)

    def watched_explicit(message, category, filename, lineno, *more, **named):
        remember(message, category)
        return explicit(message, category, filename, lineno, *more, **named)

    def watched_show(message, category, *more, **named):
        remember(message, category)  # raised from C, which does not go through the two above
        return show(message, category, *more, **named)

    warnings.warn, warnings.warn_explicit, warnings.showwarning = watched_warn, watched_explicit, watched_show


def _without_particulars(text):
    text = re.sub(r"\w+://\S+", "<address>", text)
    text = re.sub(r"'[^']*'|\"[^\"]*\"|`[^`]*`", "<name>", text)
    text = re.sub(r"(?:[A-Za-z]:)?(?:[\w.~-]*[/\\])+[\w.~-]+", "<path>", text)
    text = re.sub(r"\b(?=\w*\d)[\w-]{20,}\b", "<token>", text)
    text = re.sub(r"\bv?\d[\w.+]*", "<number>", text)
    return " ".join(text.split())[:300]


def _write_whole(path, text):
    """Writes beside the file and renames, so that nothing half-written is ever found."""
    beside = "%s.%d.part" % (path, os.getpid())
    try:
        with open(beside, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(beside, path)
    except OSError:
        try:
            os.unlink(beside)
        except OSError:
            pass  # it was never made
        raise


def main(arguments=None):
    """The command line; gives the exit code: 0 written, 2 wrong use or the file cannot be written."""
    import argparse

    parser = argparse.ArgumentParser(prog="python -m lockstep.probe", description="Writes the fingerprint of this Python environment as JSON.", allow_abbrev=False)
    parser.add_argument("-o", "--output", metavar="FILE", help="write to this file instead of standard output")
    parser.add_argument("--model", nargs="+", action="append", default=[], metavar="PATH", help="model files or folders")
    parser.add_argument("--preprocessing", nargs="+", action="append", default=[], metavar="PATH", help="preprocessing files or folders")
    parser.add_argument("--lock", nargs="+", action="append", default=[], metavar="PATH", help="lock files")
    parser.add_argument("--env", nargs="+", action="append", default=[], metavar="NAME", help="variables that appear as salted hashes; PREFIX_* for several")
    parser.add_argument("--verify", action="store_true", help="hash every file of every package again")
    parser.add_argument("--pretty", action="store_true", help="indented")
    options = parser.parse_args(arguments)
    flat = {name: [item for items in getattr(options, name) for item in items] for name in ("model", "preprocessing", "lock", "env")}
    found = fingerprint(flat["model"], flat["preprocessing"], lock_files=flat["lock"], env_allow=flat["env"], verify=options.verify, method="new-process")
    text = json.dumps(found, indent=2 if options.pretty else None) + "\n"
    try:
        if options.output:
            _write_whole(options.output, text)
        else:
            sys.stdout.write(text)
            sys.stdout.flush()
    except OSError as problem:
        sys.stderr.write("the fingerprint cannot be written to %s: %s\n" % (options.output or "standard output", problem))
        return 2
    return 0


if __name__ == "__main__":
    if not sys.flags.isolated and not getattr(sys.flags, "safe_path", False):
        _own_path_entry = sys.path[0] if sys.path else None
    sys.exit(main())
