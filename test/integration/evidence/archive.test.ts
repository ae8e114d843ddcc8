import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditorAnswers } from "../../../src/app/evidence/auditor-answers.ts";
import { evidenceStore, teamKey } from "../../../src/app/evidence/evidence-store.fixture.ts";
import { exportEvidence } from "../../../src/app/evidence/export-evidence.ts";
import { readArchive } from "../../../src/app/evidence/read-archive.ts";
import { verifyArchive } from "../../../src/app/evidence/verify-archive.ts";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";
import { ensureEnvironment } from "../python/environments.ts";
import { startServed } from "../server/served.ts";

const run = promisify(execFile);
let folder: string;
const lockstep = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: folder });
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-archive-"));
  await mkdir(file("models"));
  await writeFile(file("models/model.bin"), "weights");
  await writeFile(file("a.csv"), `id,score\n${Array.from({ length: 200 }, (_, row) => `${row},${row / 200}\n`).join("")}`);
  await writeFile(file("b.csv"), `id,score\n${Array.from({ length: 200 }, (_, row) => `${row},${row % 10 === 0 ? 0.9 : row / 200}\n`).join("")}`);
  await writeFile(file("lockstep.yaml"), "version: 1\nmodels:\n  risk: {version: 3, author: Bob, artifacts: [models/model.bin]}\nenvironments:\n  staging: {target: a.csv}\n  production: {target: b.csv}\ncompare:\n  - {reference: staging, candidate: production}\nserver: {evidence: {key: \"file:team.private.pem\"}}\n");
  for (const name of ["team", "approver"]) expect((await lockstep("keys", "new", "--out", name)).code).toBe(0);
  expect((await lockstep("check")).code).toBe(1);
  expect((await lockstep("ledger", "checkpoint", "--key", "file:team.private.pem")).code).toBe(0);
  const made = await lockstep("evidence", "export", "--model", "risk", "--key", "file:team.private.pem", "-o", "risk.evidence.zip");
  expect([made.code, made.stderr]).toEqual([0, ""]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("what a real check left behind is exported, signed by two, and verified elsewhere without the store", async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), "lockstep-auditor-"));
  try {
    await writeFile(join(elsewhere, "risk.zip"), await readFile(file("risk.evidence.zip")));
    const verify = (...more: string[]): Promise<CliResult> => runCli(["verify", "risk.zip", ...more], { cwd: elsewhere });
    const trusted = await verify("--trusted-key", file("team.public.pem"));
    expect([trusted.code, trusted.stderr]).toEqual([0, ""]);
    expect(trusted.stdout).toMatch(/risk\.zip verifies\n[^]*proven:\n[^]*the ledger's chain is whole: 3 entries[^]*1 checkpoint in the ledger is a head of this chain[^]*not proven:/);
    expect((await verify()).code).toBe(3);
    expect(await verify("--trusted-key", file("approver.public.pem"))).toMatchObject({ code: 1, stderr: expect.stringContaining("LS741") });
    expect(await lockstep("evidence", "sign", "risk.evidence.zip", "--key", "file:approver.private.pem", "-o", "both.zip")).toMatchObject({ code: 0, stdout: "both.zip: 2 signatures\n" });
    expect((await lockstep("verify", "both.zip", "--trusted-key", "team.public.pem", "--signed-by", "approver.public.pem")).code).toBe(0);
    expect((await verify("--trusted-key", file("team.public.pem"), "--signed-by", file("approver.public.pem"))).code).toBe(1);
    expect(await runCli(["verify", file("a.csv")], { cwd: elsewhere })).toMatchObject({ code: 2, stderr: expect.stringContaining("LS740") });
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
});

test("the record of a run and the ledger say what happened", async () => {
  const record = JSON.parse((await lockstep("evidence", "record", "latest")).stdout) as { model: string; outcome: { verdict: string }; data: unknown[]; actor: string };
  expect(record).toMatchObject({ model: "risk", outcome: { verdict: "fail" }, artifacts: [{ path: "models/model.bin" }], links: { sequence: 2 } });
  expect((await lockstep("ledger", "verify")).code).toBe(0);
});

test("everything can be verified by hand, as README.txt says", async () => {
  const { python } = await ensureEnvironment("cyclonedx");
  await run(python, ["-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])", file("risk.evidence.zip"), file("unpacked")]);
  const readme = await readFile(file("unpacked/README.txt"), "utf8");
  const scripts = [...readme.matchAll(/^python3 - <<'END'\n([^]*?)^END$/gm)].map(([, script]) => script ?? "");
  expect(scripts).toHaveLength(3);
  const said: string[] = [];
  for (const script of scripts) said.push((await run(python, ["-c", script], { cwd: file("unpacked") })).stdout);
  expect(said[0]).toContain("files: as listed");
  expect(said[1]).toContain("ledger: whole, head");
  expect(said[2]).toContain("Verified Successfully");
  await writeFile(file("unpacked/texts/x"), "added");
  await expect(run(python, ["-c", scripts[0] ?? ""], { cwd: file("unpacked") })).rejects.toThrow("AssertionError");
});

test("the model card is what the official schema of CycloneDX 1.7 accepts", async () => {
  const { python } = await ensureEnvironment("cyclonedx");
  const store = evidenceStore(file("example"));
  await exportEvidence(store, { scope: { model: null, from: null, to: null, runs: [] }, key: teamKey.privateKey, output: file("example.zip"), at: "2026-03-01T00:00:00.000Z", version: "1.2.3", cwd: folder });
  store.close();
  const judge = `import sys, zipfile, json
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
text = zipfile.ZipFile(sys.argv[1]).read("model-card.cdx.json").decode()
print(JsonStrictValidator(SchemaVersion.V1_7).validate_str(text) or "valid")
card = json.loads(text); component = next(c for c in card["components"] if c["name"] == "risk")
print(json.dumps([component["modelCard"]["quantitativeAnalysis"]["performanceMetrics"][0], component["modelCard"]["considerations"]["fairnessAssessments"][0]["groupAtRisk"]]))
component["modelCard"]["quantitativeAnalysis"]["performanceMetrics"][0]["value"] = 1
print("refused" if JsonStrictValidator(SchemaVersion.V1_7).validate_str(json.dumps(card)) else "accepted")`;
  const lines = (await run(python, ["-c", judge, file("example.zip")])).stdout.trim().split("\n");
  expect([lines[0], lines[2]]).toEqual(["valid", "refused"]);
  expect(JSON.parse(lines[1] ?? "")).toEqual([{ type: "parity.score:score (share), check in candidate", value: "0.012", slice: "region = EU", confidenceInterval: { lowerBound: "0.004", upperBound: "0.021" } }, "age < 25"]);
});

test("no byte of an archive can be changed, and no tail cut, without being found", async () => {
  const bytes = await readFile(file("risk.evidence.zip"));
  const harmless: string[] = [];
  const tryIt = async (changed: Buffer, what: string): Promise<void> => {
    await writeFile(file("changed.zip"), changed);
    await verifyArchive({ file: file("changed.zip"), cwd: folder, trusted: [], required: [], others: [], version: "0.0.0" }).then(() => harmless.push(what), (error: { code?: string }) => { if (!/^LS74[01]$/.test(error.code ?? "")) throw error; });
  };
  // Every region of every file: the phase moves, so that no field is always stepped over.
  for (let at = 0; at < bytes.byteLength; at += 5 + (at % 3)) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
    await tryIt(changed, `byte ${at}`);
  }
  for (let length = bytes.byteLength - 1; length > 0; length -= 41) await tryIt(bytes.subarray(0, length), `cut to ${length}`);
  expect(harmless).toEqual([]);
});

test("a server gives the same archive to whoever may read, and legal holds to whoever administers", async () => {
  // Started further below: what stands in the manifest counts from its own folder.
  const served = await startServed(file("models"), { args: ["--store", file(".lockstep"), "--manifest", file("lockstep.yaml")] });
  try {
    const answers = await served.ask("/api/v1/evidence/answers?model=risk");
    expect(answers.status).toBe(200);
    const said = (await answers.json()) as AuditorAnswers & { readonly signs: boolean };
    expect([said.signs, said.runs, said.answers.length]).toEqual([true, 1, 11]);
    let index = "";
    await readArchive(file("risk.evidence.zip"), folder, ({ path, content }) => { if (path === "index.html") index = content.toString("utf8"); });
    const page = index.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
    for (const { question, lines } of said.answers) for (const text of [question, ...lines.map((line) => line.text)]) expect(page).toContain(text);
    expect((await served.ask("/api/v1/evidence/answers?model=rsik")).status).toBe(404);
    const got = await served.ask("/api/v1/evidence?model=risk");
    expect([got.status, got.headers.get("content-type")]).toEqual([200, "application/zip"]);
    await writeFile(file("served.zip"), Buffer.from(await got.arrayBuffer()));
    expect((await lockstep("verify", "served.zip", "--trusted-key", "team.public.pem")).code).toBe(0);
    expect((await served.ask("/api/v1/evidence?model=rsik")).status).toBe(404);
    expect((await served.ask("/api/v1/evidence?from=--key")).status).toBe(400);
    const placed = (await (await served.ask("/api/v1/holds", { method: "POST", body: { model: "risk", reason: "case 7" } })).json()) as { id: string };
    expect(placed).toMatchObject({ status: "in-force", placedBy: expect.any(String) });
    expect((await served.ask(`/api/v1/holds/${placed.id}/release`, { method: "POST", body: {} })).status).toBe(403);
    const experiments = (await (await served.ask("/api/v1/experiments?words=risk")).json()) as { items: { model: string; run: string }[] };
    expect(experiments.items).toMatchObject([{ model: "risk" }]);
    expect(await (await served.ask(`/api/v1/runs/${experiments.items[0]?.run ?? ""}/record`)).json()).toEqual(experiments.items[0]);
  } finally {
    await served.stop();
  }
});
