import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exampleAgreement } from "../../../src/app/sign-off/example-sign-off.fixture.ts";
import { recordLook } from "../../../src/app/incident/record-look.ts";
import { openOverdueReviews } from "../../../src/app/governance/reviews.ts";
import { enterPolicy, loadPolicies } from "../../../src/app/governance/enter-policy.ts";
import { policyOfManifest } from "../../../src/app/governance/policy-of-manifest.ts";
import { underPolicyOfStore } from "../../../src/app/governance/under-policy-of-store.ts";
import type { ChangeRequest } from "../../../src/core/domain/change-request.ts";
import type { Finding } from "../../../src/core/domain/finding.ts";
import type { Run } from "../../../src/core/domain/run.ts";
import { lookOf } from "../../../src/core/incident/incident.fixture.ts";
import { defaultIncidentPolicy } from "../../../src/core/incident/incident-policy.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { newServerWorld, type TestServer } from "../../../src/server/server-world.fixture.ts";

const day = 864e5;
const start = Date.parse("2026-11-01T08:00:00Z");
let now = start;
let server: TestServer;

const manifest = (more = ""): string => `
version: 1
models: {risk: {}}
policy:
  approvals:
    waiver: {functions: {compliance: 1, engineering: 1}}
  waivers: {longest: 60d}
  reviews:
    dependencies: {what: what images hold, every: 30d, people: [Ada, Ben]}
${more}`;

const open = async (more = ""): Promise<void> => {
  now = start;
  server = await newServerWorld({ manifest: manifest(more), clock: { now: () => now, monotonic: () => 0, sleep: () => Promise.resolve() } });
};
beforeEach(() => open());
afterEach(() => server.close());

const failing: Finding = {
  id: "parity.score:score", check: "parity.score", subject: { kind: "output", name: "score", segment: null }, verdict: "fail", severity: "high", mode: "enforce", statement: "score differs on 20 % of the inputs", estimate: 0.2, unit: "share", interval: null, margin: 0.01,
  marginOrigin: "agreed", n: 100, noiseFloor: null, reason: "beyond its margin", action: "look", needed: null, evidence: {},
};

/** Judges a run as a check does, now. */
const check = (id: string): Run => {
  const run = minimalRun(id, { agreement: exampleAgreement(), findings: [failing], verdict: "fail", startedAt: new Date(now).toISOString(), headline: "candidate does not behave like reference.", decision: { action: "pause", reason: "it differs", exitCode: 1 } });
  return server.world.store.save(underPolicyOfStore(server.world.store, run, server.world.loaded?.manifest.policy ?? null, now), "ci");
};

const person = (name: string, functions: string[] = []): Readonly<Record<string, string>> => server.as("approver", { name, functions });
const ask = async <T>(path: string, headers: Readonly<Record<string, string>>, body?: object): Promise<{ readonly status: number; readonly body: T }> => {
  const response = await server.fetch(path, body === undefined ? { headers } : { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as T };
};
const standing = async (id: string) => (await ask<{ verdict: string; verdictNow: string; action: string; byPolicy: { action: string; waivers: string[] }; byPeople: unknown }>(`/api/v1/runs/${id}/decision`, server.token("read"))).body;
const gate = async (): Promise<string> => (await ask<{ verdict: string }>("/gates/argo/risk/candidate", server.token("gate"))).body.verdict;

describe("a waiver", () => {
  const wanted = { model: "risk", environment: "candidate", finding: "parity.*", owner: "Ada", reason: "fixed in the next release" };

  test("is approved by others than its author and asker, n of m by function; holds at check, API and gate; and fails again when it is over", async () => {
    check("first");
    expect(await gate()).toBe("fail");
    const asked = await ask<ChangeRequest>("/api/v1/waivers", person("Ada"), { ...wanted, expiresAt: new Date(now + day / 24).toISOString() });
    expect(asked).toMatchObject({ status: 201, body: { status: "open", askedBy: "Ada", authors: ["Bob Builder <bob@example.com>"], missing: ["1 approval of compliance", "1 approval of engineering"] } });
    const approve = `/api/v1/requests/${asked.body.id}/approve`;
    for (const [name, functions] of [["bob@example.com", ["engineering"]], ["Ada", ["engineering"]], ["Cem", ["data-science"]]] as const) {
      expect(await ask(approve, person(name, [...functions]), {}), name).toMatchObject({ status: 403, body: { code: "LS730" } });
    }
    expect(await ask(approve, server.token(["read", "operate"]), {})).toMatchObject({ status: 403, body: { code: "LS702" } });
    expect((await ask<ChangeRequest>(approve, person("Cem", ["engineering"]), {})).body).toMatchObject({ status: "open", missing: ["1 approval of compliance"] });
    expect(await ask(approve, person("Cem", ["compliance"]), {})).toMatchObject({ status: 403, body: { code: "LS730" } });
    expect((await ask<ChangeRequest>(approve, person("Dora", ["compliance"]), {})).body).toMatchObject({ status: "enacted", singlePerson: false });
    expect(await ask(approve, person("Eve", ["compliance"]), {})).toMatchObject({ status: 409, body: { code: "LS731" } });

    expect(check("waived")).toMatchObject({ verdict: "warn", decision: { action: "proceed-with-mitigation", exitCode: 0 }, findings: [{ verdict: "fail", waived: { waiver: "WVR-2026-0001" } }] });
    expect(await gate()).toBe("warn");
    expect(await standing("first")).toMatchObject({ verdict: "fail", verdictNow: "warn", byPolicy: { waivers: ["WVR-2026-0001"] } });

    now += day / 24;
    expect(await standing("waived")).toMatchObject({ verdict: "warn", verdictNow: "fail", action: "pause", byPolicy: { waivers: [] } });
    expect(await gate()).toBe("fail");
    expect(check("later")).toMatchObject({ verdict: "fail", decision: { exitCode: 1 } });
    expect((await ask<{ items: unknown[] }>("/api/v1/waivers?inForce=true", server.token("read"))).body.items).toEqual([]);
    expect((await ask<{ items: unknown[] }>("/api/v1/waivers", server.token("read"))).body.items).toMatchObject([{ id: "WVR-2026-0001", inForce: false, approvedBy: ["Cem (engineering)", "Dora (compliance)"] }]);
  });

  test.each([
    ["too long", { expiresAt: new Date(start + 61 * day).toISOString() }],
    ["over already", { expiresAt: new Date(start).toISOString() }],
    ["for everything", { finding: "*", expiresAt: new Date(start + day).toISOString() }],
    ["of no known model", { model: "other", expiresAt: new Date(start + day).toISOString() }],
  ])("that is %s cannot be asked for", async (_, over) => {
    check("first");
    expect(await ask("/api/v1/waivers", person("Ada"), { ...wanted, ...over })).toMatchObject({ status: 422, body: { code: "LS732" } });
  });
});

describe("a decision", () => {
  test("by policy is put down at once; against policy people approve it, and what policy says stays beside it", async () => {
    check("run");
    expect((await ask("/api/v1/runs/run/decision", person("Ada"), { action: "pause", reason: "as policy says" })).body).toMatchObject({ decision: { by: ["policy"], byPolicy: "pause", request: null }, request: null });
    const { body } = await ask<{ request: ChangeRequest }>("/api/v1/runs/run/decision", person("Ada"), { action: "proceed", reason: "the customer was told" });
    expect((await standing("run")).byPeople).toBeNull();
    expect((await ask<ChangeRequest>(`/api/v1/requests/${body.request.id}/approve`, person("Cem"), { note: "seen" })).body.status).toBe("enacted");
    expect(await standing("run")).toMatchObject({ action: "proceed", byPolicy: { action: "pause" }, byPeople: { id: "DEC-2026-0002", action: "proceed", byPolicy: "pause", by: ["Cem"], request: body.request.id } });
  });

  test("that was withdrawn, refused or ran out of time cannot be approved any more", async () => {
    check("run");
    const request = async (): Promise<string> => (await ask<{ request: ChangeRequest }>("/api/v1/runs/run/decision", person("Ada"), { action: "proceed", reason: "why" })).body.request.id;
    const [withdrawn, refused, late] = [await request(), await request(), await request()];
    expect(await ask(`/api/v1/requests/${withdrawn}/withdraw`, person("Cem"), {})).toMatchObject({ status: 403, body: { code: "LS730" } });
    expect((await ask<ChangeRequest>(`/api/v1/requests/${withdrawn}/withdraw`, person("Ada"), {})).body.status).toBe("withdrawn");
    expect((await ask<ChangeRequest>(`/api/v1/requests/${refused}/refuse`, person("Cem"), { note: "no" })).body.status).toBe("refused");
    now += 14 * day;
    for (const id of [withdrawn, refused, late]) expect(await ask(`/api/v1/requests/${id}/approve`, person("Dora"), {})).toMatchObject({ status: 409, body: { code: "LS731" } });
    expect((await ask<{ items: { status: string }[] }>("/api/v1/requests", server.token("read"))).body.items.map(({ status }) => status)).toEqual(["expired", "refused", "withdrawn"]);
    expect((await standing("run")).action).toBe("pause");
  });

  test("of one person is possible where policy says so, and shows it", async () => {
    server.close();
    await open("  singlePerson: true\n");
    check("run");
    const { body } = await ask<{ request: ChangeRequest }>("/api/v1/runs/run/decision", person("Ada"), { action: "proceed", reason: "alone here" });
    expect((await ask<ChangeRequest>(`/api/v1/requests/${body.request.id}/approve`, person("Ada"), {})).body).toMatchObject({ status: "enacted", singlePerson: true });
    expect(await standing("run")).toMatchObject({ byPeople: { singlePerson: true, by: ["Ada"] } });
  });
});

test("a policy that changes is a version with its difference, and names the request that asked for it", async () => {
  const { store } = server.world;
  const { policy } = policyOfManifest(server.world.loaded);
  enterPolicy(store, { policy, project: null }, { by: "Ada", now });
  expect(enterPolicy(store, { policy, project: null }, { by: "Ben", now })?.version).toBe(1);
  const changed = { ...policy, waivers: { longest: "30d" } };
  const { body } = await ask<ChangeRequest>("/api/v1/requests", person("Ada"), { subject: { kind: "amendment", model: "", what: "policy", before: null, after: JSON.stringify(changed), affects: [] }, reason: "shorter" });
  await ask(`/api/v1/requests/${body.id}/approve`, person("Cem"), {});
  expect(enterPolicy(store, { policy: changed, project: null }, { by: "Ben", now })).toMatchObject({ version: 2, before: 1, author: "Ada", request: body.id, difference: ['waivers.longest: "60d" became "30d"'] });
  expect((await ask<ChangeRequest>(`/api/v1/requests/${body.id}`, server.token("read"))).body).toMatchObject({ status: "enacted", events: [{}, {}, { what: "policy v2" }] });
  enterPolicy(store, { policy: null, project: null }, { by: "Ben", now });
  expect(loadPolicies(store).at(-1)).toMatchObject({ version: 3, request: null });
});

test("a review that is overdue opens an incident once, for whoever's turn it is, and closes it when it is done", async () => {
  enterPolicy(server.world.store, policyOfManifest(server.world.loaded), { by: "Ada", now });
  now += 29 * day;
  expect(openOverdueReviews(server.world, "serve")).toEqual([]);
  now += day;
  expect(openOverdueReviews(server.world, "serve")).toMatchObject([{ kind: "review", status: "open", owner: { name: "Ada" }, title: "review of what images hold" }]);
  expect(openOverdueReviews(server.world, "serve")).toEqual([]);
  expect(await ask("/api/v1/reviews/dependencies/done", server.token("operate"), { note: "x" })).toMatchObject({ status: 403, body: { code: "LS730" } });
  expect((await ask("/api/v1/reviews/dependencies/done", person("Ada"), { note: "two raised" })).body).toMatchObject({ reviewer: "Ben", overdue: false, last: { by: "Ada", note: "two raised" } });
  expect((await ask<{ items: unknown[] }>("/api/v1/incidents", server.token("read"))).body.items).toEqual(expect.arrayContaining([expect.objectContaining({ status: "closed" })]));
});

test("what is learnt of an incident is drafted from its facts, and what is to be done is followed up", async () => {
  recordLook(server.world.store, lookOf(0, "fail"), defaultIncidentPolicy, "watch");
  const id = "INC-2026-0001";
  const { body } = await ask<Record<string, string>>(`/api/v1/incidents/${id}/post-mortem-draft`, server.token("read"));
  expect(body).toMatchObject({ summary: expect.stringContaining("precision lies below its corridor. Opened 2026-10-01 06:00Z"), impact: expect.stringContaining("Measured 0.7 (0.6 to 0.8)"), detection: "Began about 2026-10-01; found 6 hours later. Nobody acknowledged it.", response: "Nothing that was done is recorded." });
  expect((await ask(`/api/v1/incidents/${id}/post-mortem`, person("Ada"), { ...body, lessons: "watch the source" })).body).toMatchObject({ postMortem: { lessons: "watch the source" } });
  await ask(`/api/v1/incidents/${id}/actions`, person("Ada"), { title: "add a check", owner: "Ben", due: "2026-11-05" });
  await ask(`/api/v1/incidents/${id}/actions`, person("Ada"), { title: "tell sales", owner: "Cem" });
  now += 5 * day;
  expect((await ask<{ items: unknown[] }>("/api/v1/actions", server.token("read"))).body.items).toMatchObject([{ id: "A1", incident: id, overdue: true }, { id: "A2", overdue: false }]);
  expect((await ask(`/api/v1/incidents/${id}/actions/A1/done`, person("Ben"), {})).body).toMatchObject({ actions: [{ id: "A1", doneBy: "Ben" }, { id: "A2", doneAt: null }] });
  expect(await ask(`/api/v1/incidents/${id}/actions/A1/done`, person("Ben"), {})).toMatchObject({ status: 409, body: { code: "LS731" } });
  expect((await ask<{ total: number }>("/api/v1/actions", server.token("read"))).body.total).toBe(1);
});
