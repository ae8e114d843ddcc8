import { afterEach, beforeEach, expect, test } from "vitest";
import { recordLook } from "../../app/incident/record-look.ts";
import type { ChangeRequest } from "../../core/domain/change-request.ts";
import { lookOf } from "../../core/incident/incident.fixture.ts";
import { defaultIncidentPolicy } from "../../core/incident/incident-policy.ts";
import { minimalFinding } from "../../ports/minimal-finding.fixture.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { newServerWorld, type TestServer } from "../server-world.fixture.ts";

const manifest = `
version: 1
models: {credit: {}}
server:
  oidc: {issuer: "https://login.example.com", clientId: lockstep, roles: {"*": approver}, functions: {risk: compliance}}
policy:
  approvals:
    waiver: {functions: {compliance: 1}}
    remedy: {of: 1}
    decision: {of: 2}
  remedies:
    roll-back: {description: the release before, command: ["true"]}
`;
const people = `${manifest}  people: {"Ada Lovelace <ada@example.com>": [compliance], "ben@example.com": [engineering], Cem: [product]}\n`;

let server: TestServer;
afterEach(() => server.close());
const open = async (text: string): Promise<void> => {
  server = await newServerWorld({ manifest: text });
  for (const model of ["credit", "fraud"]) {
    const run = minimalRun(`run-${model}`, { findings: [minimalFinding({ verdict: "fail" })], verdict: "fail", decision: { action: "pause", reason: "it differs", exitCode: 1 } });
    server.world.store.save({ ...run, environments: { ...run.environments, candidate: { ...run.environments.candidate, model } } }, "ci");
  }
};
beforeEach(() => open(manifest));

const post = async <T = ChangeRequest & { readonly code?: string }>(path: string, headers: Readonly<Record<string, string>>, body: object): Promise<{ readonly status: number; readonly body: T }> => {
  const response = await server.fetch(path, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as T };
};
const person = (name: string, functions: string[] = []): Readonly<Record<string, string>> => server.as("approver", { name, functions });
const waiver = (): Promise<{ readonly body: ChangeRequest }> => post("/api/v1/waivers", person("Olga <olga@example.com>"), { model: "credit", finding: "parity.*", owner: "Olga", reason: "soon mended", expiresAt: new Date(Date.now() + 864e5).toISOString() });
const approve = async (id: string, by: Readonly<Record<string, string>>, body: object = {}): Promise<string> => {
  const { body: said } = await post(`/api/v1/requests/${id}/approve`, by, body);
  return said.code ?? said.status;
};

test("a function is held, and not claimed", async () => {
  const { body: { id } } = await waiver();
  const mallory = person("Mallory <mallory@example.com>");
  expect(await approve(id, mallory, { as: "compliance" })).toBe("LS730");
  expect(await approve(id, mallory)).toBe("LS730");
  expect(await approve(id, person("Rita <rita@example.com>", ["compliance"]))).toBe("enacted");
});

test("a name that somebody gave themselves is nobody else's: where people are named, the address counts", async () => {
  server.close();
  await open(people);
  const { body: { id } } = await waiver();
  for (const name of ["Ada Lovelace <mallory@example.com>", "ada@example.com <mallory@example.com>", "Cem <mallory@example.com>", "Ada Lovelace <auth0|7>"]) {
    expect([name, await approve(id, person(name, ["compliance"]), { as: "compliance" })]).toEqual([name, "LS730"]);
    expect((await post(`/api/v1/requests/${id}/refuse`, person(name), { note: "no" })).body.code).toBe("LS730");
  }
  expect((await post(`/api/v1/requests/${id}/withdraw`, server.as("operator", { name: "Olga <mallory@example.com>" }), {})).body.code).toBe("LS730");
  expect(await approve(id, person("A. L. <Ada@Example.com>"), { as: "compliance" })).toBe("enacted");
});

test("one person counts once, however the name is written", async () => {
  const asked = await post("/api/v1/requests", person("Olga <olga@example.com>"), { subject: { kind: "decision", run: "run-credit", model: "credit", environment: "candidate", action: "proceed" }, reason: "the customer waits" });
  const { id } = asked.body;
  for (const name of ["OLGA@EXAMPLE.COM", "O\u200blga", "Ｏlga <o@example.com>", "o\u00adlga", "Olga\u202e", "olga\u0000"]) expect([name, await approve(id, person(name))]).toEqual([name, "LS730"]);
  expect(await approve(id, person("Bob Stra\u00dfe"))).toBe("open");
  for (const name of ["BOB STRASSE", "bob\u00a0strasse", "Bob\nStra\u00dfe"]) expect([name, await approve(id, person(name))]).toEqual([name, "LS730"]);
  expect(await approve(id, person("Dora"))).toBe("enacted");
});

test("what was approved is not made undone by an entry of something else", async () => {
  recordLook(server.world.store, lookOf(0, "fail"), defaultIncidentPolicy, "watch");
  const [incident] = ((await (await server.fetch("/api/v1/incidents", { headers: server.token("read") })).json()) as { items: { id: string }[] }).items;
  const ask = (model: string | null, headers = person("Olga")): ReturnType<typeof post<ChangeRequest & { code?: string }>> => post("/api/v1/requests", headers, { subject: { kind: "remedy", incident: incident?.id, remedy: "roll-back", model }, reason: "halved" });
  // A token for another model cannot ask for this one by naming its own.
  expect((await ask("fraud", server.token("operate", ["fraud"]))).body.code).toBe("LS732");
  const { body: { id } } = await ask(null);
  expect(await approve(id, person("Rita"))).toBe("approved");
  const { body: { id: other } } = await waiver();
  await approve(other, person("Rita", ["compliance"]));
  for (const what of ["waiver WVR-2026-0001", `request ${id}/1`, "run run-credit", "remedy RMD-2026-0001/1", "__proto__ x"]) {
    expect([what, (await post(`/api/v1/requests/${id}/enact`, person("Olga"), { what })).body.code]).toEqual([what, "LS732"]);
  }
  const [one, two] = await Promise.all([1, 2].map(() => post(`/api/v1/requests/${id}/enact`, person("Olga"), {})));
  expect([one?.body.status ?? one?.body.code, two?.body.status ?? two?.body.code].toSorted()).toEqual(["LS734", "enacted"]);
});

test("a token for one model does not learn whose another run is", async () => {
  const { body } = await post<{ code: string; message: string }>("/api/v1/requests", server.token("operate", ["fraud"]), { subject: { kind: "decision", run: "run-credit", model: "fraud", environment: "candidate", action: "proceed" }, reason: "curious" });
  expect(body.code).toBe("LS702");
  expect(body.message).not.toContain("credit");
});
