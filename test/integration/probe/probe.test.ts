import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compareFingerprints } from "../../../src/checks/environment/compare-fingerprints.ts";
import { Fingerprint } from "../../../src/core/domain/fingerprint.ts";
import { fieldKinds } from "../../../src/core/fingerprint/field-kinds.ts";
import { parseFieldId } from "../../../src/core/fingerprint/parse-field-id.ts";
import { ensureEnvironment } from "../python/environments.ts";
import { fieldChanges } from "./field-changes.ts";
import { harmlessChanges } from "./harmless-changes.ts";
import { findInterpreters } from "./interpreters.ts";
import { runToEnd, sdkSource, takeFingerprint } from "./python-start.ts";
import { writePythonInWebAssembly } from "./python-in-web-assembly.ts";

const interpreters = await findInterpreters();
const plain = interpreters.find(({ version }) => version === "3.11") ?? interpreters[0];
const testsFolder = join(sdkSource, "../tests");
let scratch = "";

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "lockstep-probe-test-"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Holds a fingerprint against the schema and the list of kinds. */
const held = (text: string): Fingerprint => {
  const fingerprint = Fingerprint.strict().parse(JSON.parse(text));
  for (const id of Object.keys(fingerprint.fields)) {
    const { kind, subject } = parseFieldId(id);
    expect(kind, `${id} is of no known kind`).not.toBeNull();
    expect("subject" in (kind ?? {}), id).toBe(subject !== null);
  }
  expect(Object.keys(fingerprint.fields)).toEqual(Object.keys(fingerprint.fields).toSorted());
  return fingerprint;
};

test("several Python versions are here, the oldest and the newest promised among them where pyenv has them", () => {
  console.log(`Python ${interpreters.map(({ version }) => version).join(", ")}`);
  expect(interpreters.length).toBeGreaterThan(0);
});

test.each(interpreters)("Python $version: the probe's own tests pass", async ({ python, version }) => {
  const said = await runToEnd(python, ["-c", "import subprocess, sys; done = subprocess.run([sys.executable, '-m', 'unittest', 'discover', '-s', sys.argv[1], '-p', 'test_probe*.py'], stderr=subprocess.STDOUT); sys.exit(done.returncode)", testsFolder], { env: { ...process.env, PYTHONPATH: sdkSource } });
  expect(said).toMatch(/\nOK( \(skipped=\d+\))?\s*$/);
  console.log(`${version}: ${/Ran \d+ tests/.exec(said)?.[0] ?? ""}; ${/probe \d.*/.exec(said)?.[0] ?? ""}`);
});

test.each(interpreters)("Python $version: what the command line writes is a fingerprint of known kinds", async ({ python, version }) => {
  const file = join(scratch, `${version}.json`);
  await runToEnd(python, ["-m", "lockstep.probe", "-o", file, "--model", testsFolder, "--verify"], { cwd: scratch, env: { ...process.env, PYTHONPATH: sdkSource } });
  const fingerprint = held(await readFile(file, "utf8"));
  expect(fingerprint.method).toBe("new-process");
  expect(String(fingerprint.fields["python.version"]?.value)).toMatch(new RegExp(`^${version.replace(".", "\\.")}\\.\\d+`));
  expect(Object.keys(fingerprint.fields).filter((id) => id.startsWith("model.file:")).length).toBeGreaterThan(4);
});

test("the math canary is the same on every Python version of one machine", async () => {
  const digests = await Promise.all(interpreters.map(async ({ python }) => (await takeFingerprint(python, {})).fields["canary.libm"]?.value));
  expect(new Set(digests).size).toBe(1);
});

test("Python 3.14, in WebAssembly: a fingerprint of known kinds, with reasons for all that is not there", async () => {
  const fingerprint = held(await runToEnd(process.execPath, [await writePythonInWebAssembly(scratch), join(sdkSource, "lockstep/probe.py")], { cwd: scratch }));
  expect(fingerprint.fields["python.version"]?.value).toMatch(/^3\.14\./);
  expect(Object.keys(fingerprint.fields).length).toBeGreaterThan(80);
  expect(fingerprint.unread["native.library"]).toBeDefined();
});

test("a wheel is built, installs into a fresh environment, and runs there", async () => {
  const { python } = plain ?? expect.fail("no Python was found");
  await cp(join(sdkSource, ".."), join(scratch, "project"), { recursive: true }); // building writes into the project's folder
  await runToEnd(python, ["-m", "pip", "wheel", "--quiet", "--no-deps", "--disable-pip-version-check", "-w", scratch, join(scratch, "project")], { cwd: scratch });
  await runToEnd(python, ["-m", "venv", join(scratch, "fresh")]);
  const fresh = join(scratch, "fresh/bin/python");
  const env = { PATH: process.env["PATH"] ?? "" };
  await runToEnd(fresh, ["-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", "--find-links", scratch, "lockstep"], { env });
  const fingerprint = held(await runToEnd(fresh, ["-m", "lockstep.probe", "--pretty"], { cwd: scratch, env }));
  expect(fingerprint.fields["package.version:lockstep"]?.value).toBe("0.1.0");
  expect(await runToEnd(fresh, ["-c", "import lockstep, importlib.metadata as m; print(m.requires('lockstep'), __import__('os').path.exists(lockstep.__path__[0] + '/py.typed'))"], { cwd: scratch, env })).toBe("None True\n");
});

test("at least 60 fields of the more serious kinds are changed, each kind and subject once", () => {
  const ids = fieldChanges.map(({ field }) => field);
  expect(new Set(ids).size).toBe(ids.length);
  const serious = ids.filter((id) => ["block", "high", "warn"].includes(parseFieldId(id).kind?.weight ?? ""));
  expect(serious.length).toBeGreaterThanOrEqual(60);
  const kinds = new Set(ids.map((id) => parseFieldId(id).kindName));
  const blocking = Object.entries(fieldKinds).filter(([, { weight }]) => weight === "block").map(([name]) => name);
  expect(blocking.filter((name) => !kinds.has(name as never))).toEqual([]);
  expect(harmlessChanges.length).toBeGreaterThanOrEqual(20);
});

test.each(fieldChanges)("$field: $how", async ({ field, reference, candidate, environment, needs }) => {
  const { python } = environment === "numeric" ? await ensureEnvironment("sklearn-1.4.2") : (plain ?? expect.fail("no Python was found"));
  const [one, other] = await Promise.all([takeFingerprint(python, reference), takeFingerprint(python, candidate)]);
  if (needs !== undefined && !([one.fields["cpu.flags"]?.value].flat().includes(needs))) return console.log(`${field}: this processor has no ${needs}`);
  expect(one.fields[field] ?? other.fields[field], `${field} was read on neither side; unread: ${JSON.stringify(other.unread)}`).toBeDefined();
  expect(one.unread[field] ?? other.unread[field]).toBeUndefined();
  expect(one.fields[field]?.value).not.toEqual(other.fields[field]?.value);
  return undefined;
});

test.each(harmlessChanges)("nobody hears of $what", async ({ reference, candidate }) => {
  const { python } = plain ?? expect.fail("no Python was found");
  const [one, other] = await Promise.all([takeFingerprint(python, reference), takeFingerprint(python, candidate)]);
  const loud = compareFingerprints(one, other, { overrides: [] }).filter(({ quiet }) => quiet === null);
  expect(loud.map(({ id, reference: before, candidate: after }) => ({ id, before, after }))).toEqual([]);
});
