import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Envelope } from "../../../src/core/evidence/envelope.ts";
import type { SignOffStatement } from "../../../src/core/evidence/statement.ts";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";

let folder: string;
const sha = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A model behind a command; its time for a row in milliseconds. */
const model = (ms: number): string => `import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const until = performance.now() + ${ms};
  while (performance.now() < until);
  console.log(JSON.stringify({ score: JSON.parse(line).x / 3 }));
}
`;

const manifest = (over: { readonly author?: string; readonly selfSigned?: boolean; readonly p50?: string } = {}): string => `version: 1
models:
  risk:
    version: 3
    author: ${over.author ?? "Bob"}
    artifacts: [models/model.bin]
    golden: {file: golden.csv, key: id}
    budgets: {latency: {p50: ${over.p50 ?? "5s"}}, errorRate: 5%}
    checks: {latency: observe}
environments:
  staging: {target: node model.mjs, fingerprint: fingerprint.json}
  testing: {target: node model.mjs, fingerprint: fingerprint.json}
compare:
  - {reference: staging, candidate: testing}
policy:
  identity: [model, image]
  equal: [model]
  signOff: {selfSigned: ${over.selfSigned === true}, signers: [{name: Ada, publicKey: keys/ada.public.pem}]}
`;

const fingerprint = (over: Readonly<Record<string, string>> = {}, pid = 1): string =>
  JSON.stringify({
    lockstep: "fingerprint", schemaVersion: 1, probe: "test 1", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid, unread: {},
    fields: Object.fromEntries(Object.entries({ "model.file:model.bin": `sha256:${sha("weights")} 7`, "image.digest": `sha256:${"c".repeat(64)}`, "container.pod": `risk-${pid}`, ...over }).map(([id, value]) => [id, { value, scope: "container", how: "test" }])),
  });

const put = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);
const lockstep = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: folder });
const check = (): Promise<CliResult> => lockstep("check", "--sign-off", "sign-off.json", "--signing-key", "file:keys/ada.private.pem");
const gate = (...args: string[]): Promise<CliResult> => lockstep("gate", "--sign-off", "sign-off.json", ...args);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-sign-off-"));
  await mkdir(join(folder, "models"));
  await put("models/model.bin", "weights");
  await put("model.mjs", model(0));
  await put("golden.csv", `id,x\n${Array.from({ length: 120 }, (_, row) => `${row},${row / 100}\n`).join("")}`);
  await put("fingerprint.json", fingerprint());
  await put("lockstep.yaml", manifest());
  expect((await lockstep("keys", "new", "--out", "keys/ada")).code).toBe(0);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("a check that passes is signed; the gate opens after a restart, and shuts for another byte; the ledger holds all of it", async () => {
  const checked = await check();
  expect(checked).toMatchObject({ code: 0, stderr: expect.stringContaining("signed off: risk in testing by Ada") });
  const { payload } = JSON.parse(await readFile(join(folder, "sign-off.json"), "utf8")) as Envelope;
  const { subject, predicate } = JSON.parse(Buffer.from(payload, "base64").toString()) as SignOffStatement;
  expect(subject.map(({ name, digest }) => [name, digest.sha256])).toEqual(expect.arrayContaining([["models/model.bin", sha("weights")]]));
  expect(subject.map(({ annotations }) => annotations.group)).toContain("golden");
  expect(predicate.budgets.map(({ budget, verdict }) => [budget, verdict])).toEqual([["latency p50", "pass"], ["error rate", "pass"]]);
  await put("fingerprint.json", fingerprint({}, 4711));
  expect(await gate("--artifacts", ".")).toMatchObject({ code: 0, stderr: "" });
  await put("fingerprint.json", fingerprint({ "model.file:model.bin": `sha256:${sha("weights!")} 8` }));
  expect(await gate()).toMatchObject({ code: 1, stderr: expect.stringContaining('part "model" differs') });
  const ledger = await lockstep("ledger", "verify");
  expect(ledger).toMatchObject({ code: 0, stdout: expect.stringContaining("6 entries") });
  const key = (await readFile(join(folder, "keys", "ada.private.pem"), "utf8")).split("\n")[1] ?? "no key";
  expect(`${checked.stdout}${checked.stderr}${await readFile(join(folder, ".lockstep", "lockstep.db"), "latin1")}`).not.toContain(key);
});

it("a budget that is exceeded, and one's own work, are not signed, and both are said", async () => {
  await put("lockstep.yaml", manifest({ author: "Ada", p50: "5ms" }));
  await put("model.mjs", model(12));
  const checked = await check();
  expect(checked.code).toBe(1);
  expect(checked.stderr).toContain("error LS512:");
  expect(checked.stderr).toContain("the budget latency p50 is exceeded in testing");
  expect(checked.stderr).toContain("Ada built risk and would sign it off alone");
  await expect(readFile(join(folder, "sign-off.json"))).rejects.toThrow("ENOENT");
});

it("one's own work is signed where policy allows it, and the gate says so; under a stricter policy it stays shut", async () => {
  await put("lockstep.yaml", manifest({ author: "Ada", selfSigned: true }));
  expect((await check()).stderr).toContain("is self-signed");
  expect(await gate()).toMatchObject({ code: 0, stdout: expect.stringContaining("self-signed: the signer built it") });
  await put("lockstep.yaml", manifest({ author: "Ada" }));
  expect(await gate()).toMatchObject({ code: 1, stderr: expect.stringContaining("policy.signOff.selfSigned does not allow") });
});

it("a check that would be signed by nobody known asks nothing; a name mends it", async () => {
  await put("lockstep.yaml", manifest().replace(/, signers: .*\]/, ""));
  await put("model.mjs", `import { writeFileSync } from "node:fs";\nwriteFileSync("asked", "");\n${model(0)}`);
  expect(await check()).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^error LS102: nobody is named as the signer[^]*--signer NAME/) });
  await expect(readFile(join(folder, "asked"))).rejects.toThrow("ENOENT");
  expect(await lockstep("check", "--sign-off", "sign-off.json", "--signing-key", "file:keys/ada.private.pem", "--signer", "Ada")).toMatchObject({ code: 0, stderr: expect.stringContaining("signed off: risk in testing by Ada") });
  expect(await readFile(join(folder, "asked"), "utf8")).toBe("");
});

it("an output that the manifest names and nobody gives is told with its place in the manifest", async () => {
  await put("lockstep.yaml", manifest().replace("    golden:", "    outputs: [chrn]\n    golden:"));
  const { code, stderr } = await lockstep("check");
  expect(code).toBe(2);
  expect(stderr).toContain("lockstep.yaml: models.risk.outputs");
  expect(stderr).not.toContain("at: --outputs");
});
