import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Fingerprint } from "../../../src/core/domain/fingerprint.ts";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import { ensureEnvironment, type PythonEnvironment } from "../python/environments.ts";

const run = promisify(execFile);
const sdk = join(import.meta.dirname, "../../../python/src");

/** Says "valid", or what the official schema refuses. */
const validate = `
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
print("valid" if error is None else repr(error)[:2000])
`;

let folder = "";
let serving: PythonEnvironment;
let checking: PythonEnvironment;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-exports-"));
  [serving, checking] = [await ensureEnvironment("sklearn-1.3.0"), await ensureEnvironment("cyclonedx")];
  await writeFile(join(folder, "model.pkl"), "not really a model");
  // The server's libraries in memory, so that native libraries are part of it.
  const take = `import json, numpy, pandas, sklearn.ensemble\nfrom lockstep.probe import fingerprint\nprint(json.dumps(fingerprint(model_files=["model.pkl"], preprocessing_files=["model.pkl"])))`;
  const { stdout } = await run(serving.python, ["-c", take], { cwd: folder, env: { ...process.env, PYTHONPATH: sdk }, maxBuffer: 2 ** 26 });
  await writeFile(join(folder, "fingerprint.json"), stdout);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const exported = async (format: string, ...more: string[]): Promise<unknown> => {
  const { code, stderr } = await runCli(["fingerprint", "export", "fingerprint.json", "--format", format, "-o", `${format}.json`, ...more], { cwd: folder });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(await readFile(join(folder, `${format}.json`), "utf8"));
};

test("the bill of materials of a real server is what the official schema of CycloneDX 1.6 accepts", async () => {
  const bill = (await exported("cyclonedx")) as { components: { name: string; type: string; version?: string }[] };
  const judge = async (file: string): Promise<string> => (await run(checking.python, ["-c", validate, file], { cwd: folder })).stdout.trim();
  expect(await judge("cyclonedx.json")).toBe("valid");
  // The judge itself: a type that no schema knows must be refused.
  await writeFile(join(folder, "broken.json"), JSON.stringify({ ...bill, components: [{ type: "model", name: "x" }] }));
  expect(await judge("broken.json")).toContain("model");
  expect(bill.components).toEqual(expect.arrayContaining([
    expect.objectContaining({ type: "library", name: "scikit-learn", version: "1.3.0" }), expect.objectContaining({ type: "machine-learning-model", name: "model.pkl" }), expect.objectContaining({ type: "library", name: "libgomp" }),
  ]));
});

test("the report of installed packages agrees with pip's own of the same environment", async () => {
  type Report = { version: string; pip_version: string; installed: { metadata: { name: string; version: string } }[]; environment: Record<string, string> };
  const ours = (await exported("pip-inspect")) as Report;
  const { stdout } = await run(serving.python, ["-m", "pip", "inspect", "--local", "--disable-pip-version-check"], { cwd: folder, maxBuffer: 2 ** 26 });
  const theirs = JSON.parse(stdout) as Report;
  const names = ({ installed }: Report): string[] => installed.map(({ metadata: { name, version } }) => `${name.toLowerCase().replaceAll(/[-_.]+/g, "-")} ${version}`).toSorted();
  expect(names(ours)).toEqual(names(theirs));
  expect(ours).toMatchObject({ version: theirs.version, pip_version: theirs.pip_version });
  expect(Object.keys(ours.environment).length).toBeGreaterThanOrEqual(9);
  for (const [marker, value] of Object.entries(ours.environment)) expect(value, marker).toBe(theirs.environment[marker]);
});

test("what we export as pip's report can be read again, and holds the same versions", async () => {
  await exported("pip-inspect");
  const { code, stdout } = await runCli(["fingerprint", "diff", "fingerprint.json", "pip-inspect.json", "--json"], { cwd: folder });
  expect(code).toBe(0);
  const { differences } = JSON.parse(stdout) as { differences: { id: string; unread: string[] }[] };
  expect(differences.filter(({ id, unread }) => id.startsWith("package.version") && unread.length === 0)).toEqual([]);
});

test("OpenTelemetry attributes say what the machine is", async () => {
  const { attributes } = (await exported("otel-resource", "--environment", "staging", "--service-version", "7")) as { attributes: { key: string; value: { stringValue?: string } }[] };
  const by = Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));
  const fingerprint = Fingerprint.parse(JSON.parse(await readFile(join(folder, "fingerprint.json"), "utf8")));
  expect(by).toMatchObject({ "os.type": "linux", "host.arch": process.arch === "x64" ? "amd64" : process.arch, "process.runtime.name": "cpython", "process.runtime.version": fingerprint.fields["python.version"]?.value, "deployment.environment.name": "staging", "service.version": "7" });
});
