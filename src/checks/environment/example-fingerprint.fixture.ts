import type { FieldScope, FieldValue, Fingerprint } from "../../core/domain/fingerprint.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";

const digest = (digit: string, bytes?: number): string => `sha256:${digit.repeat(64).slice(0, 64)}${bytes === undefined ? "" : ` ${bytes}`}`;

const hostGroups: ReadonlySet<string> = new Set(["cpu", "gpu"]);
const containerGroups: ReadonlySet<string> = new Set(["container", "packages", "limits", "time"]);

const scopeOf = (id: string): FieldScope => {
  const group = parseFieldId(id).kind?.group ?? "";
  return hostGroups.has(group) ? "host" : containerGroups.has(group) ? "container" : "process";
};

/** Where a field was read, for the few of which that counts. */
const howOf = (id: string): string => (id === "native.library:libscipy_openblas64_" ? "/srv/venv/lib/python3.11/site-packages/numpy.libs/libscipy_openblas64_-1.so" : id.startsWith("native.library") ? "/usr/lib/x86_64-linux-gnu/libgomp.so.1" : "test");

/** A small serving process as an in-process probe would tell of it; made up, and the same every time. */
const fields: Readonly<Record<string, FieldValue>> = {
  "model.file:model.pkl": digest("a1", 12_345), "model.mode:net": false, "model.device:net": "cpu", "model.dtype:net": "float32", "model.provider:session": ["CPUExecutionProvider"],
  "preprocessing.file:scaler.pkl": digest("b2", 812), "preprocessing.digest:prepare": digest("b3"),
  "schema.names": ["age", "income", "region"], "schema.dtype:age": "int64", "schema.categories:region": ["north", "south"], "decision.value:threshold": 0.5, "decision.digest": digest("c1"),
  "code.callable:app.predict": digest("d1"), "code.module:app": digest("d2", 2_000), "git.commit": "1f2e3d4", "git.dirty": false,
  "image.digest": digest("e1"), "container.id": "c0ffee", "container.pod": "api-1", "container.node": "n1", "container.replica": "api-1", "os.release": "Debian GNU/Linux 12", "os.kernel": "6.1.0-18",
  "python.version": "3.11.7", "python.implementation": "cpython", "python.build": ["main", "Dec  8 2023 18:56:57", "GCC 12.2.0"], "python.flags:optimize": 0, "python.executable": "/srv/venv/bin/python",
  "package.version:numpy": "1.26.4", "package.origin:numpy": "pip wheel cp311-cp311-manylinux_2_17_x86_64", "package.integrity:numpy": digest("f1"),
  "package.version:scikit-learn": "1.4.2", "package.origin:scikit-learn": "pip wheel cp311", "package.integrity:scikit-learn": digest("f2"),
  "package.version:torch": "2.3.0+cpu", "package.version:requests": "2.31.0", "package.version:pip": "23.3", "package.version:setuptools": "69.0.2", "package.version:pytest": "8.0.0", "package.version:wheel": "0.42.0", "package.version:flask": "3.0.0",
  "package.loaded": ["numpy", "scikit-learn", "torch"], "package.lock:requirements.txt": digest("f3", 900),
  "import.path": ["/srv/app", "/srv/py/lib/python311.zip", "/srv/py/lib/python3.11", "/srv/venv/lib/python3.11/site-packages"], "import.usersite": false,
  "native.library:libscipy_openblas64_": digest("11", 20_000), "native.library:libgomp": digest("12", 300), "native.runtimes:openmp": ["libgomp"], "native.runtimes:blas": ["openblas"], "native.preload": null, "native.path": "/usr/lib",
  "libc.version": "glibc 2.36", "canary.libm": digest("21"), "canary.numpy:log-f8": digest("22"), "canary.numpy:matmul-f4": digest("23"), "numerics.subnormals": false,
  "cpu.model": "AMD EPYC 7763", "cpu.flags": ["avx", "avx2", "fma"], "cpu.machine": "x86_64", "cpu.byteorder": "little", "cpu.pointer": 64, "cpu.visible": 8, "cpu.usable": 4, "cpu.quota": null, "cpu.throttled": 0,
  "memory.limit": 8 * 2 ** 30, "memory.swap": 0, "memory.resident": 300 * 2 ** 20, "limits.rlimit:nofile": 1_048_576,
  "threads.variable:OMP_NUM_THREADS": null, "threads.count:openblas": 4, "kernels.variable:OPENBLAS_CORETYPE": null, "gpu.variable:CUDA_VISIBLE_DEVICES": null, "gpu.variable:NVIDIA_TF32_OVERRIDE": null,
  "framework.switch:torch.allow_tf32": false, "framework.switch:torch.float32_matmul_precision": "highest", "framework.switch:torch.cudnn.benchmark": false, "framework.switch:torch.default_dtype": "float32",
  "hash.seed": "0", "hash.randomised": false, "hash.canary": "-4594863131712315", "seed.value:numpy": 7, "seed.switch:torch.deterministic": true,
  "time.zone": "UTC", "time.rules": digest("31"), "time.database": "2024a", "time.offset": 0.01, "locale.numeric": "C", "locale.point": ".", "locale.encoding": "utf-8", "locale.utf8": true, "locale.unicode": "15.0.0",
  "server.start": "spawn", "server.workers": 2, "server.name": "uvicorn", "server.uptime": 1_000, "server.requests": 44, "server.latency:first": 900,
  "config.variable:FEATURE_STORE": "hmac:0123456789abcdef", "data.digest:train": digest("41"),
};

/** A change of one field: another value, `undefined` for gone, `{ unread }` for not readable. */
export type Change = FieldValue | undefined | { readonly unread: string };

/** The example with some fields changed. Equal arguments give equal fingerprints. */
export const exampleFingerprint = (changes: Readonly<Record<string, Change>> = {}, more: Partial<Pick<Fingerprint, "method">> = {}): Fingerprint => {
  const made: Fingerprint = { lockstep: "fingerprint", schemaVersion: 1, probe: "test 1", takenAt: "2026-01-01T00:00:00Z", method: more.method ?? "in-process", pid: 17, fields: {}, unread: {} };
  for (const [id, value] of Object.entries<Change>({ ...fields, ...changes })) {
    if (value === undefined) continue;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) made.unread[id] = value.unread;
    else made.fields[id] = { value: value as FieldValue, scope: scopeOf(id), how: howOf(id) };
  }
  return made;
};
