import { expect, test } from "vitest";
import { compareFingerprints } from "./compare-fingerprints.ts";
import { type Change, exampleFingerprint } from "./example-fingerprint.fixture.ts";

const other = `sha256:${"9".repeat(64)}`;
const names = { reference: "staging", candidate: "production" };
const compare = (candidate: Record<string, Change>, reference: Record<string, Change> = {}) => compareFingerprints(exampleFingerprint(reference), exampleFingerprint(candidate), { overrides: [], names });

test("a package is one difference: version, origin, files, its native libraries and what fixed computations gave", () => {
  const differences = compare({
    "package.version:numpy": "2.1.0", "package.origin:numpy": "pip wheel cp312", "package.integrity:numpy": other, "native.library:libscipy_openblas64_": `${other} 21000`, "native.runtimes:blas": ["openblas64"],
    "canary.numpy:log-f8": other, "canary.numpy:matmul-f4": other,
  });
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({ id: "package.version:numpy", weight: "warn", title: "numpy", statement: "numpy is 1.26.4 in staging and 2.1.0 in production, and fixed computations give other digits" });
  expect(differences[0]?.together).toHaveLength(6);
  expect(differences[0]?.causes).toEqual(expect.arrayContaining(["A2", "A10", "B5"]));
});
test("files of a package that are not those of its version stand for themselves", () => {
  expect(compare({ "package.integrity:numpy": other })[0]).toMatchObject({ id: "package.integrity:numpy", weight: "high" });
});
test("a processor, its flags and what it computes are one", () => {
  const differences = compare({ "cpu.model": "Intel Xeon", "cpu.flags": ["avx", "avx2", "fma", "avx512f"], "canary.numpy:log-f8": other });
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({ group: "cpu", quiet: null, statement: expect.stringContaining("fixed computations give other digits") });
});
test("canaries that nothing explains stand for themselves, once", () => {
  const differences = compare({ "canary.numpy:log-f8": other, "canary.numpy:matmul-f4": other });
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({ group: "numerics", together: ["canary.numpy:matmul-f4"] });
});
test("Python's version takes its build, its path and its library along", () => {
  const differences = compare({
    "python.version": "3.12.1", "python.build": ["main", "Jan 1 2025", "GCC 13"], "python.executable": "/usr/bin/python3.12",
    "import.path": ["/srv/app", "/srv/py/lib/python312.zip", "/srv/py/lib/python3.12", "/srv/venv/lib/python3.12/site-packages"],
  });
  expect(differences.map(({ id }) => id)).toEqual(["python.version"]);
  expect(differences[0]?.together).toHaveLength(3);
});
test("an exchanged image comes first, the packages behind it stay listed", () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`package.version:p${i}`, "1.0"]));
  const loaded = ["numpy", "scikit-learn", "torch", ...Array.from({ length: 40 }, (_, i) => `p${i}`)];
  const differences = compare({ ...Object.fromEntries(Object.keys(many).map((id) => [id, "2.0"])), "package.loaded": loaded, "image.digest": other, "threads.count:openblas": 2 }, { ...many, "package.loaded": loaded });
  expect(differences.slice(0, 2).map(({ id }) => id)).toEqual(["image.digest", "threads.count:openblas"]);
  expect(differences.filter(({ group }) => group === "packages")).toHaveLength(40);
});
test("TF32 is one thing with two switches", () => {
  const differences = compare({ "framework.switch:torch.allow_tf32": true, "framework.switch:torch.float32_matmul_precision": "high" });
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({ weight: "high", causes: expect.arrayContaining(["B8"]) });
});
test("a renamed model file with the same bytes is no other model", () => {
  expect(compare({ "model.file:model.pkl": undefined, "model.file:best.pkl": `sha256:${"a1".repeat(32)} 12345` })).toMatchObject([{ weight: "explains", statement: "model file model.pkl of staging is called best.pkl in production, with the same content" }]);
});

test("what one side could not read is not equal: told once for a group, heavy only where a sign-off binds it", () => {
  const differences = compare({ "hash.seed": { unread: "no access" }, "hash.canary": { unread: "no access" }, "model.file": { unread: "no folder was named" }, "model.file:model.pkl": undefined });
  expect(differences).toHaveLength(2);
  expect(differences[0]).toMatchObject({ id: "model.file:model.pkl", weight: "block", unread: ["candidate"], statement: "model file model.pkl could not be read in production: no folder was named" });
  expect(differences[1]).toMatchObject({ group: "randomness", weight: "explains", unread: ["candidate"] });
});
test("what neither side read is silent, and so is what is read as nothing on one side and not there on the other", () => {
  expect(compare({ "hash.seed": { unread: "no" } }, { "hash.seed": { unread: "no" } })).toEqual([]);
  expect(compare({ "native.preload": undefined })).toEqual([]);
});
test("a model nobody named to the probe is not a model that is missing", () => {
  expect(compare({ "model.file:model.pkl": undefined })).toMatchObject([{ unread: ["candidate"] }]);
});
test("a new process beside the server is not the server: said once, its own fields are not compared", () => {
  const beside = exampleFingerprint({ "framework.switch:torch.allow_tf32": true, "hash.seed": "9", "os.release": "Debian GNU/Linux 13" }, { method: "new-process" });
  const differences = compareFingerprints(exampleFingerprint(), beside, { overrides: [], names });
  expect(differences.map(({ id }) => id)).toEqual(["process", "os.release"].toSorted((a) => (a === differences[0]?.id ? -1 : 1)));
  const said = differences.find(({ id }) => id === "process");
  expect(said?.together).toEqual(expect.arrayContaining(["framework.switch:torch.allow_tf32", "hash.seed"]));
});
test("declared fields hold, and what is not declared is not read", () => {
  const declared = { ...exampleFingerprint({}, { method: "declared" }) };
  const fields = Object.fromEntries(Object.entries(declared.fields).filter(([id]) => id.startsWith("package.version") || id === "image.digest"));
  const differences = compareFingerprints(exampleFingerprint({ "package.version:numpy": "2.1.0" }), { ...declared, fields }, { overrides: [], names });
  expect(differences.find(({ id }) => id === "package.version:numpy")).toMatchObject({ unread: [], reference: "2.1.0", candidate: "1.26.4" });
  expect(differences.some(({ id }) => id === "image.digest")).toBe(false);
  expect(differences.some(({ unread }) => unread.includes("candidate"))).toBe(true);
});

test("an override names what it allows, and that comes behind what nobody allowed", () => {
  const candidate = exampleFingerprint({ "package.version:numpy": "2.1.0", "package.integrity:numpy": other, "image.digest": other, "python.flags:optimize": 1 });
  const differences = compareFingerprints(exampleFingerprint(), candidate, { overrides: [{ name: "new numpy", allow: ["package.version:numpy"] }, { name: "built twice", allow: ["container.*"] }] });
  expect(differences.map(({ id, override }) => [id, override])).toEqual([["python.flags:optimize", null], ["image.digest", "built twice"], ["package.version:numpy", "new numpy"]]);
});
test("a version that is allowed does not allow patched files of the same version", () => {
  expect(compareFingerprints(exampleFingerprint(), exampleFingerprint({ "package.integrity:numpy": other }), { overrides: [{ name: "x", allow: ["package.version:numpy"] }] })[0]).toMatchObject({ override: null });
});
test("a variable that its own code set is not seen from beside the process: not known, rather than different", () => {
  const inside = exampleFingerprint({ "threads.variable:OMP_NUM_THREADS": "1", "kernels.variable:MKL_CBWR": "AVX2" });
  const beside = exampleFingerprint({}, { method: "proc" });
  const differences = compareFingerprints(inside, beside, { overrides: [], names });
  expect(differences.map(({ group, unread }) => [group, unread])).toEqual([["precision", ["candidate"]], ["threads", ["candidate"]]]);
  const both = compareFingerprints(exampleFingerprint({ "threads.variable:OMP_NUM_THREADS": "1" }, { method: "proc" }), beside, { overrides: [], names });
  expect(both).toMatchObject([{ id: "threads.variable:OMP_NUM_THREADS", weight: "warn", unread: [] }]);
});
test("a flag and a library that only another Python has say no more than its version", () => {
  expect(compare({ "python.version": "3.13.0", "python.flags:gil": 1, "native.library:libpython": "3.13 9" }, { "native.library:libpython": "3.11 9" }).map(({ id }) => id)).toEqual(["python.version"]);
});
test("libraries that compute nothing are suspects at most, and those of one package are one", () => {
  expect(compare({ "native.library:libz": "1.3 9" }, { "native.library:libz": "1.2 9" })).toMatchObject([{ weight: "explains" }]);
  expect(compare({ "native.library:libscipy_openblas64_": `${other} 1`, "native.runtimes:blas": ["x"], "canary.numpy:log-f8": other })).toMatchObject([{ id: "native.library:libscipy_openblas64_", weight: "high", together: ["canary.numpy:log-f8", "native.runtimes:blas"] }]);
});
