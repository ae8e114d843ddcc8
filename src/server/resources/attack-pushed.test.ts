import { afterEach, beforeEach, expect, test } from "vitest";
import { enactRequest } from "../../app/governance/enact-request.ts";
import { approveRequest } from "../../app/governance/act-on-request.ts";
import { askRequest } from "../../app/governance/ask-request.ts";
import { loadWaivers } from "../../app/governance/waivers-in-force.ts";
import type { Run } from "../../core/domain/run.ts";
import { minimalFinding } from "../../ports/minimal-finding.fixture.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { validateExamples } from "../../report/example-runs/example-runs.ts";
import { newServerWorld, type TestServer } from "../server-world.fixture.ts";

const now = Date.parse("2026-11-21T12:00:00.000Z");
const clock = { now: () => now, monotonic: () => performance.now(), sleep: async () => {} };

let server: TestServer;
beforeEach(async () => {
  server = await newServerWorld({ clock });
});
afterEach(() => server.close());

const failing = minimalFinding({ verdict: "fail", statement: "The scores differ." });
const runOf = (id: string, over: Partial<Run> = {}): Run => {
  const run = minimalRun(id, { startedAt: "2026-11-21T11:00:00.000Z", finishedAt: "2026-11-21T11:01:00.000Z", findings: [minimalFinding()], ...over });
  return { ...run, environments: { ...run.environments, candidate: { ...run.environments.candidate, name: "production", model: "credit", ...over.environments?.candidate } } };
};
const push = async (run: Run): Promise<readonly [number, string | undefined]> => {
  const response = await server.fetch("/api/v1/runs", { method: "POST", headers: { ...server.token("push"), "content-type": "application/json" }, body: JSON.stringify({ run }) });
  return [response.status, ((await response.json()) as { place?: string }).place];
};
const gate = async (): Promise<string> => {
  const response = await server.fetch("/gates/argo/credit/production", { headers: server.token("gate") });
  return ((await response.json()) as { verdict: string }).verdict;
};

test("whoever pushes cannot say more than what was measured", async () => {
  const { candidate } = runOf("x").environments;
  const named = (over: Partial<typeof candidate>): Run => ({ ...runOf("named"), environments: { ...runOf("x").environments, candidate: { ...candidate, ...over } } });
  const looked = (over: object, name?: string): Run => {
    const run = validateExamples.left();
    const hypotheses = run.validation?.hypotheses.map((each) => ({ ...each, hypothesis: { ...each.hypothesis, ...(name === undefined ? {} : { name, id: `${each.hypothesis.model}/${name}` }) } })) ?? [];
    return { ...run, id: "looked", startedAt: "2026-11-21T11:00:00.000Z", finishedAt: "2026-11-21T11:00:00.000Z", ledger: null, validation: run.validation === null ? null : { ...run.validation, hypotheses, ...over } };
  };
  const mark = { waiver: "WVR-2026-0001", owner: "the board", reason: "agreed", expiresAt: "2099-01-01T00:00:00.000Z" };
  const untrue: readonly (readonly [Run, string])[] = [
    [runOf("contradiction", { findings: [failing] }), "run.verdict"],
    [runOf("nothing", { findings: [] }), "run.verdict"],
    [runOf("forged", { findings: [{ ...failing, waived: mark }], verdict: "warn" }), "run.findings"],
    [runOf("untold", { findings: [minimalFinding({ verdict: "inconclusive" })], verdict: "inconclusive" }), "run.decision"],
    [runOf("later", { startedAt: "2031-01-01T00:00:00.000Z" }), "run.startedAt"],
    [runOf("no-time", { startedAt: "zzz" }), "run.startedAt"],
    [runOf("zone", { finishedAt: "2026-11-21T11:30:00.000+14:00" }), "run.finishedAt"],
    [runOf("latest"), "run.id"],
    [named({ model: "cre\u202edit" }), "run.environments"],
    [named({ model: "credit\n" }), "run.environments"],
    [named({ name: "product\u0000ion" }), "run.environments"],
    [named({ version: "7\ud800" }), "run.environments"],
    [named({ model: "" }), "run.environments"],
    [looked({ asOf: "zzz" }), "run.validation.asOf"],
    [looked({}, "x credit/precision"), "run.validation.hypotheses"],
  ];
  for (const [run, place] of untrue) expect([run.id, ...(await push(run))]).toEqual([run.id, 400, place]);
  expect(await gate()).toBe("inconclusive");
  expect(await push(runOf("true"))).toEqual([200, undefined]);
  expect(await gate()).toBe("pass");
});

test("a mark counts where a waiver of this store stands behind it, and only while that holds", async () => {
  expect(await push(runOf("r1"))).toEqual([200, undefined]);
  const asked = askRequest(server.world.store, null, { subject: { kind: "waiver", model: "credit", environment: "production", finding: failing.id, expiresAt: "2026-12-01T00:00:00.000Z", owner: "Ada" }, reason: "mended next week" }, { by: "Ada", now: now - 7_200_000 });
  const approved = approveRequest(server.world.store, null, asked.id, { functions: null, as: null, note: null, machine: false }, { by: "Ben", now: now - 7_100_000 });
  enactRequest(server.world.store, null, approved, { by: "Ben", now: now - 7_100_000 });
  const [waiver] = loadWaivers(server.world.store);
  const mark = { waiver: waiver?.id ?? "", owner: "Ada", reason: "mended next week", expiresAt: "2026-12-01T00:00:00.000Z" };
  const waived = (id: string, over: Partial<typeof mark>, finding = failing): Run => runOf(id, { findings: [{ ...finding, waived: { ...mark, ...over } }], verdict: "warn", startedAt: "2026-11-21T11:30:00.000Z", finishedAt: "2026-11-21T11:31:00.000Z", decision: { action: "proceed-with-mitigation", reason: "accepted", exitCode: 0 } });
  expect(await push(waived("longer", { expiresAt: "2099-01-01T00:00:00.000Z" }))).toEqual([400, "run.findings"]);
  expect(await push(waived("owner", { owner: "Cleo" }))).toEqual([400, "run.findings"]);
  expect(await push(waived("other", {}, { ...failing, id: "parity.score:other" }))).toEqual([400, "run.findings"]);
  expect(await push(waived("covered", {}))).toEqual([200, undefined]);
  expect(await gate()).toBe("warn");
});
