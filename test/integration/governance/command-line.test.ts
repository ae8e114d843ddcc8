import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { loadIncidents } from "../../../src/app/incident/load-incidents.ts";
import { recordLook } from "../../../src/app/incident/record-look.ts";
import { loadRemedyUses } from "../../../src/app/governance/remedy-ledger.ts";
import { startAutomaticRemedies } from "../../../src/app/governance/start-automatic-remedies.ts";
import { loadWaivers } from "../../../src/app/governance/waivers-in-force.ts";
import { loadManifest } from "../../../src/app/manifest/load-manifest.ts";
import type { ChangeRequest } from "../../../src/core/domain/change-request.ts";
import { exampleFinding, lookOf } from "../../../src/core/incident/incident.fixture.ts";
import { defaultIncidentPolicy } from "../../../src/core/incident/incident-policy.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import type { RunStore } from "../../../src/ports/run-store.ts";
import { openScene, type Scene } from "../agreed/scene.ts";

let scene: Scene;
const opened: RunStore[] = [];
const openStore = (): RunStore => {
  const store = createSqliteRunStore(join(scene.folder, ".lockstep"));
  opened.push(store);
  return store;
};
beforeEach(() => { scene = openScene(); });
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  scene.close();
});

const predictions = (shift: number): string => `id,score\n${Array.from({ length: 80 }, (_, row) => `r${row},${(row / 100 + shift).toFixed(3)}`).join("\n")}\n`;

const manifest = (policy: string): string => `version: 1
models:
  credit: {author: Bob <bob@example.com>, golden: {key: id}}
environments:
  staging: {target: staging.csv}
  candidate: {target: candidate.csv}
policy:
${policy}`;

const request = async (...words: string[]): Promise<ChangeRequest> => {
  const { stdout, stderr } = await scene.lockstep(...words, "--json");
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as ChangeRequest;
};

test("what fails is decided by the policy, waived by two people at the same moment, and fails again when that is over", async () => {
  scene.put("staging.csv", predictions(0));
  scene.put("candidate.csv", predictions(0.1));
  scene.put("lockstep.yaml", manifest("  decisions: [{verdict: fail, criterion: parity, then: roll-back, why: parity comes first}]\n  approvals: {waiver: {functions: {compliance: 1, engineering: 1}}}\n"));
  const first = await scene.lockstep("check", "staging", "candidate");
  expect([first.code, first.stdout], first.stderr).toEqual([1, expect.stringContaining("Roll back: policy.decisions[0]: parity comes first")]);

  expect(await request("waiver", "ask", "--model", "credit", "--finding", "parity.*", "--until", "30d", "--reason", "known", "--by", "Ada")).toMatchObject({ id: "REQ-2026-0001".replace("2026", new Date().toISOString().slice(0, 4)), authors: ["Bob <bob@example.com>"] });
  for (const by of ["bob@example.com", "ada"]) expect((await scene.lockstep("request", "approve", "1", "--by", by, "--as", "engineering")).stderr, by).toContain("error LS730");
  const both = await Promise.all([scene.lockstep("request", "approve", "1", "--by", "Cem", "--as", "engineering"), scene.lockstep("request", "approve", "1", "--by", "Dora", "--as", "compliance")]);
  expect(both.map(({ code, stderr }) => [code, stderr])).toEqual([[0, ""], [0, ""]]);
  expect((await request("request", "show", "1")).approvals.map(({ by }) => by).sort()).toEqual(["Cem", "Dora"]);
  expect(loadWaivers(openStore()).length).toBe(1);

  const waived = await scene.lockstep("check", "staging", "candidate", "-o", "waived.sarif", "-o", "waived.xml", "-o", "waived.md", "-o", "waived.html");
  expect([waived.code, waived.stdout], waived.stderr).toEqual([0, expect.stringMatching(/WARN {2}candidate does not behave like staging[\s\S]*Waived by WVR-\d+-0001[\s\S]*\(waived until/)]);
  const written = (name: string): string => readFileSync(join(scene.folder, name), "utf8");
  const { results } = (JSON.parse(written("waived.sarif")) as { runs: [{ results: { level: string; suppressions?: unknown }[] }] }).runs[0];
  expect(results.map(({ level, suppressions }) => [level, suppressions])).toEqual([1, 2].map(() => ["warning", [{ kind: "external", status: "accepted", justification: expect.stringMatching(/^Waived by WVR-.* owner Ada: known\.$/) }]]));
  expect(written("waived.xml")).toMatch(/failures="0"[\s\S]*Waived by WVR-/);
  for (const name of ["waived.md", "waived.html"]) expect(written(name), name).toContain("waived until");

  // The same store when the waiver is over: entered with another end, for the ledger is never changed.
  const store = openStore();
  const run = await scene.run();
  const old = { ...run, id: "judged-then", ledger: null, findings: run.findings.map((finding) => (finding.waived === undefined ? finding : { ...finding, waived: { ...finding.waived, waiver: "WVR-2020-0009", expiresAt: "2026-01-01T00:00:00.000Z" } })) };
  const elsewhere = createSqliteRunStore(join(scene.folder, "elsewhere"));
  opened.push(elsewhere);
  elsewhere.save(old, "ci");
  const standing = JSON.parse((await scene.lockstep("decide", "judged-then", "--store", "elsewhere", "--json")).stdout) as object;
  expect(standing).toMatchObject({ verdict: "warn", verdictNow: "fail", action: "roll-back", byPolicy: { byRule: "policy.decisions[0]", waivers: [] } });
  elsewhere.enter({ kind: "waiver", subject: "WVR-2020-0009", payload: { id: "WVR-2020-0009", model: "credit", environment: null, finding: "parity.*", reason: "r", owner: "Ada", requestedBy: "Ada", approvedBy: ["Cem"], from: "2025-12-01T00:00:00.000Z", expiresAt: "2026-01-01T00:00:00.000Z" } }, "Cem");
  expect(await scene.lockstep("check", "staging", "candidate", "--store", "elsewhere")).toMatchObject({ code: 1 });
  expect((await scene.lockstep("waiver", "list", "--store", "elsewhere")).stdout).toBe("");
  expect((await scene.lockstep("ledger", "verify")).code).toBe(0);
  expect(store.records("policy")).toMatchObject([{ subject: "v1" }]);
});

test("a run is repeated under the policy that decided on it, and what the present one would decide is told", async () => {
  scene.put("staging.csv", predictions(0));
  scene.put("candidate.csv", predictions(0.1));
  scene.put("lockstep.yaml", manifest("  decisions: [{verdict: fail, then: roll-back, why: rolled back then}]\n"));
  expect((await scene.lockstep("check", "staging", "candidate")).code).toBe(1);
  const first = await scene.run();
  scene.put("lockstep.yaml", manifest("  decisions: [{verdict: fail, then: proceed-with-mitigation, why: a deadline}]\n"));
  const again = await scene.lockstep("rerun", "latest");
  expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/the present one would decide otherwise: proceed with mitigation, exit code 0 \(policy\.decisions\[0\]: a deadline\)/)]);
  const second = await scene.run();
  expect([second.id === first.id, second.decision, second.policyDigest]).toEqual([false, first.decision, first.policyDigest]);
  // Nothing was put in force by repeating.
  expect(openStore().records("policy").length).toBe(1);

  const compared = await scene.lockstep("compare", "staging.csv", "candidate.csv", "--quiet");
  expect(compared.stderr).toBe("");
  const before = await scene.run();
  scene.put("lockstep.yaml", manifest(`  decisions: [{verdict: ${before.verdict}, then: roll-back, why: another day}]\n`));
  expect((await scene.lockstep("rerun", "latest")).stderr).toContain("otherwise: roll back, exit code 1 (policy.decisions[0]: another day)");
  expect((await scene.run()).decision).toEqual(before.decision);
});

/** An incident about credit in production, opened by a run that is there. */
const openIncident = (store: RunStore, subject: string): string => {
  const look = lookOf(0, "fail", { subject });
  if (store.get(look.run) === null) {
    const plain = minimalRun(look.run);
    store.save({ ...plain, environments: { ...plain.environments, candidate: { ...plain.environments.candidate, name: "production", model: "credit" } } }, "watch");
  }
  recordLook(store, { ...look, findings: [exampleFinding({ subject })] }, defaultIncidentPolicy, "watch");
  return loadIncidents(store).at(-1)?.id ?? "";
};

test("a remedy that was killed half-way counts against its limit, and none is done that nobody approved", async () => {
  scene.put("lockstep.yaml", manifest("  remedies: {hang: {description: hangs, command: [node, -e, \"require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)\"], timeout: 10m}}\n"));
  const store = openStore();
  const [one, two] = [openIncident(store, "credit/precision"), openIncident(store, "credit/recall")];
  const [first, second] = [await request("request", "remedy", one, "--remedy", "hang", "--reason", "r", "--by", "Ada"), await request("request", "remedy", two, "--remedy", "hang", "--reason", "r", "--by", "Ada")];
  expect((await scene.lockstep("request", "enact", first.id)).stderr).toContain("error LS731");
  for (const { id } of [first, second]) expect((await scene.lockstep("request", "approve", id, "--by", "Cem")).code).toBe(0);
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../../src/cli/main.ts"), "request", "enact", first.id], { cwd: scene.folder, stdio: "ignore" });
  const pid = join(scene.folder, "pid");
  await expect.poll(() => existsSync(pid) && readFileSync(pid, "utf8") !== "", { timeout: 400_000, interval: 50 }).toBe(true);
  child.kill("SIGKILL");
  await once(child, "close");
  process.kill(Number(readFileSync(pid, "utf8")), "SIGKILL");
  expect(loadRemedyUses(store)).toMatchObject([{ incident: one, remedy: "hang", request: first.id, outcome: null }]);
  expect((await scene.lockstep("request", "enact", second.id)).stderr).toMatch(/error LS734: hang was used 1 of 1 times within 24 hours/);
  expect(loadRemedyUses(store).length).toBe(1);
});

test("an automatic remedy is tried first, then done once for an incident, without a shell, and what it says is kept without secrets", async () => {
  const say = "console.log('switched', process.argv.slice(1).join('|'), process.env.TOKEN)";
  for (const side of ["staging", "candidate"]) scene.put(`${side}.csv`, predictions(0));
  scene.put("lockstep.yaml", manifest(`  remedies:
    switch: {description: switches, automatic: true, perDay: 5, dryRun: [node, -e, "console.log('would')"], command: [node, -e, "${say}", "{model}", "a b;{environment}", "{incident}"], when: {consequence: roll-back}}
    broken: {description: cannot, automatic: true, dryRun: [node, -e, "process.exit(3)"], command: [node, -e, "require('fs').writeFileSync('done', '')"]}
`));
  const store = openStore();
  const id = openIncident(store, "credit/precision");
  const signal = new AbortController().signal;
  const io = { out: () => {}, note: () => {}, progress: () => {}, signal, env: { ...process.env, TOKEN: "s3cret" }, cwd: scene.folder, colour: false, ascii: false, width: 80, keepSecret: () => {}, redact: (text: string) => text.replaceAll("s3cret", "***") };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const world = { store, loaded: await loadManifest(join(scene.folder, "lockstep.yaml"), { cwd: scene.folder, env: {}, filesOf: [] }), io, log, clock: { now: () => Date.now(), monotonic: () => 0, sleep: () => Promise.resolve() } };
  expect(await startAutomaticRemedies(world, "serve")).toBe(2);
  expect(await startAutomaticRemedies(world, "serve")).toBe(0);
  const remedied = loadIncidents(store)[0]?.events.filter(({ kind }) => kind === "remedied");
  expect(remedied).toMatchObject([
    { remedy: "switch", dryRun: true, outcome: "done: would" }, { remedy: "switch", dryRun: false, outcome: `done: switched credit|a b;production|${id} ***` }, { remedy: "broken", dryRun: true, outcome: "it ended with 3" },
  ]);
  expect(loadRemedyUses(store).map(({ remedy, done }) => [remedy, done])).toEqual([["switch", true], ["broken", false]]);
});
