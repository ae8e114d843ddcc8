import { expect, test } from "vitest";
import { compareFingerprints } from "./compare-fingerprints.ts";
import { type Change, exampleFingerprint } from "./example-fingerprint.fixture.ts";

const other = `sha256:${"9".repeat(64)}`;
const compare = (reference: Record<string, Change>, candidate: Record<string, Change>) => compareFingerprints(exampleFingerprint(reference), exampleFingerprint(candidate), { overrides: [] });

/** Changed field by field; each must be told as itself, with both values in its sentence. */
const serious: readonly (readonly [id: string, value: Change])[] = [
  ["model.file:model.pkl", `${other} 12345`], ["model.file:extra.bin", `${other} 5`], ["model.mode:net", true], ["model.device:net", "cuda:0"], ["model.dtype:net", "bfloat16"],
  ["model.provider:session", ["CUDAExecutionProvider", "CPUExecutionProvider"]], ["preprocessing.file:scaler.pkl", `${other} 812`], ["preprocessing.digest:prepare", other],
  ["schema.names", ["income", "age", "region"]], ["schema.names", ["age", "income"]], ["schema.dtype:age", "float64"], ["schema.categories:region", ["south", "north"]], ["decision.value:threshold", 0.6], ["decision.digest", other],
  ["code.callable:app.predict", other], ["code.module:app", `${other} 2001`], ["image.digest", other], ["python.version", "3.12.1"], ["python.implementation", "pypy"], ["python.flags:optimize", 2],
  ["package.version:numpy", "2.1.0"], ["package.version:scikit-learn", undefined], ["package.version:torch", "2.3.0+cu121"], ["package.origin:numpy", "conda mkl"], ["package.integrity:scikit-learn", other], ["package.imported:numpy", "1.24.0"],
  ["package.lock:requirements.txt", `${other} 901`], ["import.path", ["/srv/app", "/home/me/.local/lib/python3.11/site-packages", "/srv/venv/lib/python3.11/site-packages"]], ["import.usersite", true], ["import.patch:sklearnex", "2024.1"],
  ["native.library:libscipy_openblas64_", `${other} 20000`], ["native.library:libmkl_rt", `${other} 77`], ["native.runtimes:openmp", ["libgomp", "libiomp5"]], ["native.preload", "/usr/lib/libjemalloc.so"],
  ["numerics.subnormals", true], ["cpu.machine", "aarch64"], ["cpu.byteorder", "big"], ["cpu.usable", 1], ["cpu.quota", 0.5], ["cpu.throttled", 910], ["memory.limit", 2 ** 29],
  ["threads.variable:OMP_NUM_THREADS", "16"], ["threads.count:openblas", 16], ["kernels.variable:OPENBLAS_CORETYPE", "Prescott"], ["gpu.variable:CUDA_VISIBLE_DEVICES", "0"], ["gpu.variable:NVIDIA_TF32_OVERRIDE", "1"],
  ["gpu.driver", "550.54"], ["gpu.model:0", "NVIDIA A100"], ["framework.switch:torch.allow_tf32", true], ["framework.switch:torch.float32_matmul_precision", "high"], ["framework.switch:torch.cudnn.benchmark", true], ["framework.switch:torch.default_dtype", "float64"],
  ["hash.seed", null], ["seed.value:numpy", 8], ["seed.switch:torch.deterministic", false], ["time.zone", "Asia/Shanghai"], ["time.rules", other], ["time.offset", 3600], ["locale.numeric", "de_DE.UTF-8"], ["locale.point", ","],
  ["locale.encoding", "ascii"], ["locale.utf8", false], ["server.start", "fork"], ["server.workers", 8], ["server.name", "gunicorn"], ["warning.raised:InconsistentVersionWarning:77", "trained with 1.3"], ["config.variable:FEATURE_STORE", "hmac:ffffffffffffffff"],
  ["limits.rlimit:nofile", 256],
];

/** Changed field by field or several at once; each must stay quiet, with a reason. */
const harmless: readonly (readonly [name: string, reference: Record<string, Change>, candidate: Record<string, Change>])[] = [
  ["a package nobody imported", {}, { "package.version:requests": "2.32.0" }],
  ["a package nobody imported, on one side only", {}, { "package.version:flask": undefined }],
  ["pip", {}, { "package.version:pip": "24.0" }],
  ["setuptools", {}, { "package.version:setuptools": "70.0" }],
  ["pytest, installed on one side", {}, { "package.version:pytest": undefined }],
  ["wheel, where nobody knows what is loaded", { "package.loaded": { unread: "no" } }, { "package.loaded": { unread: "no" }, "package.version:wheel": "0.43.0" }],
  ["pod", {}, { "container.pod": "api-2" }], ["node", {}, { "container.node": "n2" }], ["container id", {}, { "container.id": "beef" }], ["replica", {}, { "container.replica": "api-2" }],
  ["uptime", {}, { "server.uptime": 5 }], ["requests", {}, { "server.requests": 9 }], ["resident memory", {}, { "memory.resident": 301 * 2 ** 20 }], ["what is loaded", {}, { "package.loaded": ["numpy", "scikit-learn", "torch", "email"] }],
  ["where Python lies", {}, { "python.executable": "/opt/v/bin/python", "import.path": ["/opt/x/app", "/opt/py/lib/python311.zip", "/opt/py/lib/python3.11", "/opt/v/lib/python3.11/site-packages"] }],
  ["the day Python was built", {}, { "python.build": ["main", "Feb  1 2024 08:00:00", "GCC 12.2.0"] }],
  ["another processor of the same kind", {}, { "cpu.model": "AMD EPYC 7713" }],
  ["instructions nobody uses", {}, { "cpu.flags": ["avx", "avx2", "fma", "sha_ni"] }],
  ["instructions in another order", {}, { "cpu.flags": ["fma", "avx2", "avx"] }],
  ["threads set to what is the default", {}, { "threads.variable:OMP_NUM_THREADS": "4" }],
  ["POSIX for C", {}, { "locale.numeric": "POSIX" }], ["C.UTF-8 for C", {}, { "locale.numeric": "C.UTF-8" }], ["another locale with a point", {}, { "locale.numeric": "en_US.UTF-8" }],
  ["Etc/UTC for UTC", {}, { "time.zone": "Etc/UTC" }], ["clocks a moment apart", {}, { "time.offset": 0.4 }], ["UTF8 for utf-8", {}, { "locale.encoding": "UTF8" }],
  ["a hash that is drawn in every process", { "hash.seed": null, "hash.randomised": true }, { "hash.seed": null, "hash.randomised": true, "hash.canary": "77" }],
  ["random for not set", { "hash.seed": null, "hash.randomised": true }, { "hash.seed": "random", "hash.randomised": true }],
  ["a search path for libraries without effect", {}, { "native.path": "/opt/lib:/usr/lib" }],
  ["a warning with another count", { "warning.raised:UserWarning:1": "3 columns dropped" }, { "warning.raised:UserWarning:2": "5 columns dropped" }],
  ["the same model file in memory from another place", { "model.mapped:/srv/m/model.bin": `${other} 9` }, { "model.mapped:/opt/m/model.bin": `${other} 9` }],
  ["memory limits far above what is used", {}, { "memory.limit": 4 * 2 ** 30 }], ["data it was trained on, by digest", {}, { "data.digest:train": other }],
  ["throttled a little on both sides", { "cpu.throttled": 3 }, { "cpu.throttled": 12 }],
];

test("there are 60 serious fields and 20 harmless ones", () => {
  expect(new Set(serious.map(([id]) => id)).size).toBeGreaterThanOrEqual(60);
  expect(harmless.length).toBeGreaterThanOrEqual(20);
});

const everyHarmless = { "package.version:requests": "2.32.0", "package.version:pip": "24.0", "container.pod": "api-2", "server.uptime": 5, "python.executable": "/opt/v/bin/python", "package.version:flask": undefined, "data.digest:train": other };

test.each(serious)("%s set to %j is told, first, in a sentence with what to do", (id, value) => {
  const [first, ...rest] = compare({}, { ...everyHarmless, [id]: value });
  expect([first?.id, ...(first?.together ?? [])]).toContain(id);
  expect(first).toMatchObject({ quiet: null, override: null, unread: [] });
  expect(first?.weight).not.toBe("explains");
  expect(first?.statement).toMatch(/the reference|the candidate/);
  expect(first?.action.length).toBeGreaterThan(10);
  expect(rest.filter(({ quiet }) => quiet === null)).toEqual([]);
  expect(rest.length).toBeGreaterThanOrEqual(6);
});

test.each(harmless)("%s: quiet, with its reason", (_, reference, candidate) => {
  const differences = compare(reference, candidate);
  expect(differences.length).toBeGreaterThan(0);
  expect(differences.filter(({ quiet }) => quiet === null).map(({ id }) => id)).toEqual([]);
  for (const { quiet } of differences) expect(quiet?.length).toBeGreaterThan(10);
});

test("all serious ones at once come before all harmless ones, by weight", () => {
  const differences = compare({}, { ...everyHarmless, ...Object.fromEntries(serious) });
  const firstQuiet = differences.findIndex(({ quiet }) => quiet !== null);
  expect(differences.slice(firstQuiet).every(({ quiet }) => quiet !== null)).toBe(true);
  const order = ["block", "high", "warn", "explains"];
  const steps = differences.slice(0, firstQuiet).map(({ weight }) => order.indexOf(weight));
  expect(steps).toEqual(steps.toSorted());
});

test("equal fingerprints differ in nothing, in either direction the same fields differ", () => {
  expect(compare({}, {})).toEqual([]);
  const changes = { "package.version:numpy": "2.1.0", "image.digest": other };
  expect(compare(changes, {}).map(({ id }) => id)).toEqual(compare({}, changes).map(({ id }) => id));
});
