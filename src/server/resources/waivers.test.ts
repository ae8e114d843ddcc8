import { afterEach, beforeEach, expect, test } from "vitest";
import { loadWaivers } from "../../app/governance/waivers-in-force.ts";
import type { Waiver } from "../../core/domain/waiver.ts";
import { minimalFinding } from "../../ports/minimal-finding.fixture.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { newServerWorld, type TestServer } from "../server-world.fixture.ts";

let server: TestServer;
beforeEach(async () => { server = await newServerWorld({ manifest: "version: 1\nmodels: {credit: {}}\n" }); });
afterEach(() => server.close());

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
