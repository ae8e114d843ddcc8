// Python source that puts something real, or a small stand-in for a library that is too large to install here, into a process.

/** Loads a copy of the C library's own libm under another file name, with some bytes more. */
export const loadsLibraryAs = (name: string, more = 0): string => `
import ctypes
with open("/proc/self/maps") as maps:
    libm = next(line.split()[-1] for line in maps if "/libm.so" in line or "/libm-" in line)
with open(libm, "rb") as source, open(os.path.join(folder, ${JSON.stringify(name)}), "wb") as copy:
    copy.write(source.read() + b"\\0" * ${more})
ctypes.CDLL(os.path.join(folder, ${JSON.stringify(name)}))
`;

/** A torch of two switches. */
export const torchWith = (tf32: boolean, precision: string, threads: number): string => `
import types
torch = types.ModuleType("torch")
torch.get_float32_matmul_precision = lambda: ${JSON.stringify(precision)}
torch.get_num_threads = lambda: ${threads}
torch.backends = types.SimpleNamespace(cuda=types.SimpleNamespace(matmul=types.SimpleNamespace(allow_tf32=${tf32 ? "True" : "False"})))
sys.modules["torch"] = torch
`;

/** A network of two parts, one of which may be in training. */
export const networkWith = (more: { readonly training?: boolean; readonly device?: string; readonly dtype?: string }): string => `
import types
weight = types.SimpleNamespace(device=${JSON.stringify(more.device ?? "cpu")}, dtype=${JSON.stringify(more.dtype ?? "torch.float32")})
part = lambda training: types.SimpleNamespace(training=training)
model = types.SimpleNamespace(named_modules=lambda: [("", part(False)), ("dropout", part(${more.training === true ? "True" : "False"}))], parameters=lambda: iter([weight]))
`;

/** Makes subnormal doubles count as zero, as a library built with -ffast-math does: sets two bits of the processor's control word. */
export const flushesSubnormals = `
import ctypes
libm = ctypes.CDLL("libm.so.6")
state = (ctypes.c_uint32 * 8)()
libm.fegetenv(ctypes.byref(state))
state[7] |= 0x8040
libm.fesetenv(ctypes.byref(state))
`;

/** A locale of its own whose decimal point is a comma, written as the C library reads it. */
export const commaLocale = `
import locale, struct
os.makedirs(os.path.join(folder, "comma"))
parts = [b",\\0", b".\\0", b"\\3\\3\\0", b"\\0", struct.pack("<I", 44), struct.pack("<I", 46), b"UTF-8\\0"]
parts = [parts[0], parts[1], parts[2] + b"\\0", parts[4], parts[5], parts[6]]
at, body, places = 8 + 4 * len(parts), b"", []
for part in parts:
    body += b"\\0" * (-(at + len(body)) % 4)
    places.append(at + len(body))
    body += part
with open(os.path.join(folder, "comma", "LC_NUMERIC"), "wb") as file:
    file.write(struct.pack("<II%dI" % len(parts), 0x20031114, len(parts), *places) + body)
os.environ["LOCPATH"] = folder
locale.setlocale(locale.LC_NUMERIC, "comma")
del os.environ["LOCPATH"]
`;

/** Starts workers as a pre-forking server does, and goes on in the last of them. */
export const forksWorkers = (count: number): string => `
import signal, time
siblings = []
for _ in range(${count - 1}):
    sibling = os.fork()
    if sibling == 0:
        signal.alarm(60)
        signal.pause()
        os._exit(0)
    siblings.append(sibling)
last = os.fork()
if last != 0:
    status = os.waitpid(last, 0)[1]
    for sibling in siblings:
        os.kill(sibling, signal.SIGKILL)
    os._exit(0 if status == 0 else 1)
`;

/** A distribution as pip leaves it, by the paths of its files. */
export const distribution = (name: string, version: string, more: { readonly tag?: string; readonly digest?: string; readonly module?: string; readonly generated?: string } = {}): Readonly<Record<string, string>> => {
  const info = `packages/${name}-${version}.dist-info`;
  return {
    [`packages/${name}/__init__.py`]: more.module ?? `__version__ = "${version}"\n`,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nTag: ${more.tag ?? "py3-none-any"}\n`,
    [`${info}/INSTALLER`]: "pip\n",
    [`${info}/RECORD`]: `${more.generated ?? ""}${name}/__init__.py,sha256=${more.digest ?? "abc"},20\n${name}-${version}.dist-info/INSTALLER,sha256=x,4\n${name}-${version}.dist-info/RECORD,,\n`,
  };
};
