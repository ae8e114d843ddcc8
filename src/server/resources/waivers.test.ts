import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadWaivers } from "../../app/governance/waivers-in-force.ts";
import type { Waiver } from "../../core/domain/waiver.ts";
import { minimalFinding } from "../../ports/minimal-finding.fixture.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { newServerWorld, type TestServer } from "../server-world.fixture.ts";

let server: TestServer;
beforeEach(async () => { server = await newServerWorld({ manifest: "version: 1\nmodels: {credit: {}}\n" }); });
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

const post = async (path: string, headers: Readonly<Record<string, string>>, body: object) => {
  const response = await server.fetch(path, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test("a waiver that is ended before its time holds no longer, and stays in the ledger as it was given", async () => {
  const { store, clock } = server.world;
  const run = minimalRun("run-1", { findings: [minimalFinding({ id: "parity.score:score", verdict: "fail", mode: "enforce" })], verdict: "fail", decision: { action: "pause", reason: "it differs", exitCode: 1 } });
  store.save({ ...run, environments: { ...run.environments, candidate: { ...run.environments.candidate, model: "credit" } } }, "ci");
  const at = (days: number): string => new Date(clock.now() + days * 864e5).toISOString();
  const given: Waiver = { id: "WVR-2026-0001", model: "credit", environment: null, finding: "parity.*", reason: "known", owner: "Ada", requestedBy: "Ada", approvedBy: ["Ben"], from: at(-1), expiresAt: at(9) };
  store.enter({ kind: "waiver", subject: given.id, payload: { ...given } }, "Ben");
  // What a record says of its own end is none: only the entry of an end is.
  store.enter({ kind: "waiver", subject: "WVR-2026-0002", payload: { ...given, id: "WVR-2026-0002", finding: "other", ended: { at: at(-1), by: "nobody", reason: "r" } } }, "Ben");
  const decision = async (): Promise<unknown> => ((await (await server.fetch("/api/v1/runs/run-1/decision", { headers: server.as("viewer") })).json()) as { verdictNow: string }).verdictNow;
  expect(await decision()).toBe("warn");

  const end = (by: Readonly<Record<string, string>>, reason = "the fix is out") => post("/api/v1/waivers/WVR-2026-0001/end", by, { reason });
  expect((await end(server.as("viewer"))).status).toBe(403);
  expect((await end(server.token(["operate"], ["fraud"]))).status).toBe(403);
  expect(await end(server.as("operator", { name: "Olga" }))).toMatchObject({ status: 200, body: { id: "WVR-2026-0001", expiresAt: given.expiresAt, inForce: false, ended: { by: "Olga", reason: "the fix is out" } } });
  expect(await decision()).toBe("fail");
  expect((await end(server.as("operator"))).body).toMatchObject({ code: "LS731", message: expect.stringContaining("Olga ended WVR-2026-0001") });
  expect((await post("/api/v1/waivers/WVR-2026-0009/end", server.as("operator"), { reason: "r" })).body).toMatchObject({ code: "LS733" });
  expect(store.records("waiver").map(({ subject }) => subject)).toEqual(["WVR-2026-0001", "WVR-2026-0002", "WVR-2026-0001/ended"]);
  expect(store.records("waiver")[0]?.payload).toEqual(given);
  expect(loadWaivers(store).map(({ ended }) => ended?.by)).toEqual(["Olga", undefined]);
});

test("whoever asks for a waiver of runs that name no model is told that they are under none", async () => {
  server.world.store.save(minimalRun("run-1", {}), "ci");
  const { body } = await post("/api/v1/waivers", server.as("operator"), { model: "nobody", finding: "parity.*", owner: "Ada", reason: "r", expiresAt: new Date(Date.now() + 864e5).toISOString() });
  expect(body).toMatchObject({ code: "LS732", todo: expect.stringContaining("A run that names no model") });
});

test("a waiver that is over fails again wherever people look, though nothing was entered: overview, model, run lists and metrics, worst first", async () => {
  const { store } = server.world;
  const begun = Date.now();
  const hour = (hours: number): string => new Date(begun + hours * 36e5).toISOString();
  const save = (model: string, verdict: "fail" | "warn"): void => {
    const run = minimalRun(`run-${model}`, { findings: [minimalFinding({ id: "parity.score:score", verdict, mode: "enforce" })], verdict, startedAt: hour(-2) });
    store.save({ ...run, environments: { ...run.environments, candidate: { ...run.environments.candidate, model, name: "staging" } } }, "ci");
  };
  save("credit", "fail");
  save("alpha", "warn");
  const ask = async (path: string): Promise<unknown> => (await server.fetch(path, { headers: server.as("viewer") })).json();
  const looks = async (): Promise<unknown> => {
    const metrics = await (await server.fetch("/metrics", { headers: server.as("viewer") })).text();
    const { items } = (await ask("/api/v1/states")) as { readonly items: readonly { readonly model: string; readonly runs: readonly { readonly verdict: string; readonly judged: string; readonly waivers: readonly string[] }[] }[] };
    const failing = (await ask("/api/v1/runs?verdict=fail")) as { readonly items: readonly { readonly id: string }[] };
    const model = (await ask("/api/v1/models/credit")) as { readonly verdict: string };
    return [items.map(({ model: name, runs: [run] }) => `${name} ${run?.verdict ?? ""} ${run?.judged ?? ""} ${run?.waivers.join() ?? ""}`), failing.items.map(({ id }) => id), model.verdict, /lockstep_run_verdict\{.*credit.*verdict="fail".*\} 1/.test(metrics), /lockstep_run_judged_verdict\{.*credit.*verdict="fail".*\} 1/.test(metrics)];
  };
  const asJudged = [["credit fail fail ", "alpha warn warn "], ["run-credit"], "fail", true, true];
  expect(await looks()).toEqual(asJudged);
  store.enter({ kind: "waiver", subject: "WVR-2026-0001", payload: { id: "WVR-2026-0001", model: "credit", environment: null, finding: "parity.*", reason: "known", owner: "Ada", requestedBy: "Ada", approvedBy: ["Ben"], from: hour(-1), expiresAt: hour(1) } }, "Ben");
  expect(await looks()).toEqual([["alpha warn warn ", "credit warn fail WVR-2026-0001"], [], "warn", false, true]);
  const entries = [...store.ledger()].length;
  vi.useFakeTimers({ toFake: ["Date"], now: begun + 2 * 36e5 });
  expect(await looks()).toEqual(asJudged);
  expect([...store.ledger()]).toHaveLength(entries);
});
