import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendEvents } from "../../app/incident/append-events.ts";
import { exampleAgreement, exampleRun, servedFingerprint } from "../../app/sign-off/example-sign-off.fixture.ts";
import { signOff } from "../../app/sign-off/sign-off.ts";
import type { Run } from "../../core/domain/run.ts";
import type { IncidentEvent } from "../../core/domain/incident.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { minimalFinding } from "../../ports/minimal-finding.fixture.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { newServerWorld, type TestServer } from "../server-world.fixture.ts";

let server: TestServer;
beforeEach(async () => { server = await newServerWorld({ manifest: "version: 1\nmodels: {risk: {}}\n" }); });
afterEach(() => server.close());

const ask = async (path: string, headers: Readonly<Record<string, string>> = server.as("admin")) => {
  const response = await server.fetch(path, { headers });
  return { status: response.status, body: await response.json() };
};
const daysAgo = (days: number): string => new Date(server.world.clock.now() - days * 864e5).toISOString();
const save = (id: string, days: number, over: Partial<Run> & { readonly model?: string }): void => {
  const { model = "risk", ...rest } = over;
  server.world.store.save(minimalRun(id, { startedAt: daysAgo(days), finishedAt: daysAgo(days), agreement: exampleAgreement({ model }), ...rest }), "ci");
};

test("whoever has what policy says put down is heard: their reason stands beside the policy's, in the list and for an auditor, once", async () => {
  save("judged", 1, {});
  const { action } = ((await ask("/api/v1/runs/judged/decision")).body as { byPolicy: { action: string } }).byPolicy;
  const decide = async (reason: string) => (await server.fetch("/api/v1/runs/judged/decision", { method: "POST", headers: { ...server.as("operator", { name: "Ana" }), "content-type": "application/json" }, body: JSON.stringify({ action, reason }) })).json() as Promise<{ decision: { id: string; by: string[] } }>;
  const first = await decide("the customer was told");
  expect(first.decision).toMatchObject({ by: ["policy"], request: null, said: { by: "Ana", text: "the customer was told" } });
  expect((await decide("the customer was told")).decision.id).toBe(first.decision.id);
  expect((await decide("and so was the desk")).decision.id).not.toBe(first.decision.id);
  expect((await ask("/api/v1/decisions?run=judged")).body).toMatchObject({ total: 2, items: [{ said: { text: "and so was the desk" } }, { said: { text: "the customer was told" } }] });
  expect(await ask("/api/v1/runs/judged/decision")).toMatchObject({ body: { byPeople: null, action } });
  expect(JSON.stringify((await ask("/api/v1/evidence/answers")).body)).toContain("Ana said: the customer was told");
});

test("who signed what is listed, for whoever may see the model, with whether it holds still", async () => {
  const run = exampleRun();
  const enter = (now: number): void => {
    const { statement } = signOff(run, { environment: "candidate", fingerprints: [servedFingerprint()], agreement: run.agreement, signer: "Ana", author: "Bob", now }, generateKeyPairSync("ed25519").privateKey);
    server.world.store.enter({ kind: "sign-off", subject: String(now).padStart(64, "0"), payload: { file: "sign-off.json", keyId: "k", statement } as unknown as CanonicalValue }, "Ana");
  };
  enter(server.world.clock.now() - 40 * 864e5);
  enter(server.world.clock.now());
  expect((await ask(`/api/v1/sign-offs?model=risk&run=${run.id}`)).body).toMatchObject({ total: 2, items: [{ model: "risk", run: run.id, signer: "Ana", author: "Bob", inForce: true }, { inForce: false }] });
  expect((await ask("/api/v1/sign-offs", server.token("read", ["other"]))).body).toMatchObject({ total: 0 });
  expect((await ask("/api/v1/sign-offs?model=risk", server.token("read", ["other"]))).status).toBe(403);
});

test("a trend counts what holds now and did not then, and the other way about; what only errs is no failure, and what was not there then is new", async () => {
  const was = { mended: "fail", broken: "pass", steady: "fail", untold: "pass" } as const;
  const is = { mended: "warn", broken: "fail", steady: "fail", untold: "inconclusive", fresh: "pass" } as const;
  for (const [model, verdict] of Object.entries(was)) save(`${model}-then`, 20, { model, verdict });
  for (const [model, verdict] of Object.entries(is)) save(`${model}-now`, 1, { model, verdict });
  save("quiet-then", 20, { model: "quiet", verdict: "pass" });
  expect((await ask("/api/v1/trend")).body).toMatchObject({ better: [{ model: "mended", before: "fail", now: "warn" }], worse: expect.arrayContaining([{ model: "broken", before: "pass", now: "fail" }, { model: "untold", before: "pass", now: "inconclusive" }]), fresh: ["fresh"], same: 2 });
  expect((await ask("/api/v1/trend", server.token("read", ["broken"]))).body).toMatchObject({ better: [], worse: [{ model: "broken" }], fresh: [], same: 0 });
});

test("a pattern tells the findings of the newest runs that it is for, and no others; what could not be told it does not cover", async () => {
  save("older", 3, { verdict: "fail", findings: [minimalFinding({ id: "parity.gone", verdict: "fail", mode: "enforce" })] });
  save("newest", 1, { verdict: "fail", findings: [["parity.a", "fail"], ["parity.b", "inconclusive"], ["parity.c", "pass"], ["latency", "fail"]].map(([id, verdict]) => minimalFinding({ id: id ?? "", verdict: verdict as "fail", mode: "enforce" })) });
  const given = { id: "WVR-2026-0001", model: "risk", environment: null, finding: "parity.*", reason: "known", owner: "Ada", requestedBy: "Ada", approvedBy: ["Ben"], from: daysAgo(2), expiresAt: daysAgo(-9) };
  server.world.store.enter({ kind: "waiver", subject: given.id, payload: given }, "Ben");
  expect((await ask("/api/v1/waivers/WVR-2026-0001/findings")).body).toMatchObject({ more: false, items: [{ run: "newest", finding: "parity.a", verdict: "fail" }] });
  expect((await ask("/api/v1/waivers/WVR-2026-0001/findings", server.token("read", ["other"]))).status).toBe(403);
});

test("what retention would take is told with what stays and why, page by page, to whoever administers; nothing is changed", async () => {
  for (const [id, days] of [["a", 900], ["b", 800], ["c", 1]] as const) save(id, days, {});
  expect((await ask("/api/v1/retention/preview?limit=1")).body).toMatchObject({ going: 2, staying: 0, total: 2, next: "a", items: [{ id: "a", stays: null }] });
  expect((await ask("/api/v1/retention/preview?limit=1&after=a")).body).toMatchObject({ next: null, items: [{ id: "b" }] });
  expect(server.world.store.get("a")).not.toBeNull();
  expect([(await ask("/api/v1/retention/preview", server.as("approver"))).status, (await ask("/api/v1/retention/preview", server.token("administer", ["risk"]))).status]).toEqual([403, 403]);
  expect((await ask("/api/v1/policy")).body).toMatchObject({ retention: { keep: "730d", agreed: false } });
});

test("an incident that comes again says of those before; its owner's are found by a part of the name; no claim is named that nobody looked at", async () => {
  const opened = (finding: string, owner: string, days: number): IncidentEvent => ({ kind: "opened", at: daysAgo(days), run: "r", finding, incident: "departure", title: "fell", since: null, severity: "high", owner: { name: owner }, consequence: "pause", verdict: "fail", estimate: null, interval: null, sentence: "" });
  const enter = (...events: readonly IncidentEvent[]): unknown => appendEvents(server.world.store, () => [{ incident: null, events }], "watch");
  enter(opened("risk/precision", "Ana Reyes", 30), { kind: "closed", at: daysAgo(25), by: null, why: "3 looks in a row were well" });
  enter(opened("risk/other", "Ben Okafor", 20));
  enter(opened("risk/precision", "Ana Reyes", 3));
  expect((await ask("/api/v1/incidents?owner=reyes")).body).toMatchObject({ items: [{ subject: "risk/precision", recurrence: 1 }, { recurrence: 0 }] });
  const { body } = (await ask("/api/v1/incidents/3")) as { body: { readonly before: readonly { readonly id: string }[] } };
  expect(body).toMatchObject({ hypothesis: null, before: [{ status: "closed" }] });
  expect(body.before[0]?.id).toMatch(/-0001$/);
});
