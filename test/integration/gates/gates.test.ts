import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LoadedManifest } from "../../../src/app/manifest/loaded-manifest.ts";
import type { LedgerEntry } from "../../../src/core/domain/ledger-entry.ts";
import type { CanonicalValue } from "../../../src/core/ledger/canonical-json.ts";
import { recordLook } from "../../../src/app/incident/record-look.ts";
import { defaultIncidentPolicy } from "../../../src/core/incident/incident-policy.ts";
import { exampleFinding, lookOf } from "../../../src/core/incident/incident.fixture.ts";
import { newGateWorld, noon } from "./gate-world.ts";
import { phaseOf, templateConditions } from "./template-conditions.ts";

let world: Awaited<ReturnType<typeof newGateWorld>>;
beforeEach(async () => { world = await newGateWorld(); });
afterEach(() => { world.close(); });

/** Which condition held for which answer, as the expression library of Argo Rollouts evaluated them. */
const golden = JSON.parse(readFileSync("test/integration/gates/argo-conditions.json", "utf8")) as { conditions: string[]; bodies: { verdict?: string; decision?: string }[]; rows: boolean[][] };

const phase = ({ status, body }: Awaited<ReturnType<typeof world.argo>>): string => {
  const at = golden.bodies.findIndex(({ verdict, decision }) => verdict === body["verdict"] && decision === body["decision"]);
  const [success, failure] = golden.rows[at] ?? [];
  if (success === undefined || failure === undefined) throw new Error(`no row for ${JSON.stringify(body)}`);
  return phaseOf(status, { success, failure });
};

describe("Argo Rollouts", () => {
  test("the template that people copy has both conditions, as they were evaluated by Argo's own expressions: nothing but a pass or a warning that policy lets go on succeeds", () => {
    const { success, failure, url, timeoutSeconds } = templateConditions();
    expect([success, failure]).toEqual(golden.conditions);
    expect(timeoutSeconds).toBeGreaterThan(1);
    expect(url).toContain("/gates/argo/{{args.model}}/{{args.environment}}?version={{args.version}}&key={{args.key}}");
    const phases = golden.bodies.map(({ verdict = "none", decision = "none" }, at) => `${verdict} ${decision}: ${phaseOf(200, { success: golden.rows[at]?.[0] === true, failure: golden.rows[at]?.[1] === true })}`);
    expect(phases.filter((each) => each.endsWith("Successful"))).toEqual(["pass", "warn"].flatMap((verdict) => ["proceed", "proceed-with-mitigation"].map((decision) => `${verdict} ${decision}: Successful`)));
    expect(phases.filter((each) => each.endsWith("Failed")).every((each) => each.startsWith("fail") || each.includes("roll-back"))).toBe(true);
    expect(phases.filter((each) => each.startsWith("fail")).every((each) => each.endsWith("Failed"))).toBe(true);
    expect(phases.slice(-2)).toEqual(["none none: Inconclusive", "none none: Inconclusive"]);
  });

  test("nothing known is inconclusive; a pass, a warning, a failure and what could not be evaluated are told with 200", async () => {
    const told = [await world.argo()];
    for (const verdict of ["pass", "warn", "inconclusive", "error", "fail"] as const) {
      world.save({ verdict });
      world.later(1);
      told.push(await world.argo());
    }
    expect(told.map(({ status, body }) => `${status} ${String(body["verdict"])}`)).toEqual(["200 inconclusive", "200 pass", "200 warn", "200 inconclusive", "200 error", "200 fail"]);
    expect(told.map(phase)).toEqual(["Inconclusive", "Successful", "Successful", "Inconclusive", "Inconclusive", "Failed"]);
    expect(told[5]?.body).toMatchObject({ run: "run-5", decision: "roll-back", asOf: "2026-10-02T12:03:00.000Z", ageSeconds: 120, stale: false });
  });

  test("too old, of another version, before the rollout, of a kind that is missing: inconclusive, and it says why", async () => {
    world.save({ at: noon - 3 * 36e5 });
    const asked = ["?maxAge=2h", "?version=9", "?notBefore=2026-10-02T11:00:00Z", "?kinds=check,validate"];
    const told = await Promise.all(asked.map((query) => world.argo(query)));
    expect(told.map(phase)).toEqual(asked.map(() => "Inconclusive"));
    expect(told.map(({ body }) => (body["reasons"] as string[])[0])).toEqual([
      "the newest check, run-1, is 3 hours old, and 2 hours is the most.", "the newest check, run-1, is of version 8, not of 9.",
      "the newest check, run-1, began at 2026-10-02T09:00:00.000Z, before 2026-10-02T11:00:00.000Z.", "there is no validate.",
    ]);
    expect(phase(await world.argo())).toBe("Successful");
  });

  test("a late failure wins, and stays for its key though a later run passes; another key asks anew; so after a restart, and for another process", async () => {
    world.save();
    expect(phase(await world.argo("?key=a"))).toBe("Successful");
    expect(await world.argo("?key=a")).toEqual(await world.argo("?key=a"));
    world.later(5);
    world.save({ verdict: "fail" });
    expect(phase(await world.argo("?key=a"))).toBe("Failed");
    world.later(5);
    world.save();
    const after = await world.argo("?key=a");
    expect([phase(after), after.body["failedBefore"], after.body["run"]]).toEqual(["Failed", true, "run-2"]);
    expect(phase(await world.argo("?key=b"))).toBe("Successful");
    expect(phase(await world.argo())).toBe("Successful");
    const { createSqliteCatalogue } = await import("../../../src/adapters/stores/sqlite/create-sqlite-catalogue.ts");
    const { askGate } = await import("../../../src/app/gate/gate.ts");
    const { gateQuestion } = await import("../../../src/app/gate/gate-question.ts");
    const catalogue = createSqliteCatalogue(world.world.folder);
    expect(askGate({ ...world.world, catalogue }, gateQuestion("credit", "production", { key: "a" }), "test").told).toMatchObject({ verdict: "fail", failedBefore: true });
    catalogue.close();
  });

  test("a failure between two questions counts, though nobody asked while it was the newest", async () => {
    world.save();
    expect(phase(await world.argo("?key=a"))).toBe("Successful");
    world.later(2);
    world.save({ verdict: "fail" });
    world.later(2);
    world.save();
    expect(phase(await world.argo("?key=a"))).toBe("Failed");
  });

  test("an open departure of the model there fails, of others does not, and is over when it is closed", async () => {
    const of = (run: string, verdict: "fail" | "pass", day: number) => recordLook(world.world.store, { ...lookOf(day, verdict), run, findings: [exampleFinding({ verdict })] }, { ...defaultIncidentPolicy }, "watch");
    const other = world.save({ model: "other" });
    of(other, "fail", 0);
    world.save();
    expect(phase(await world.argo())).toBe("Successful");
    const own = world.save({ kind: "validate" });
    recordLook(world.world.store, { ...lookOf(1, "fail"), run: own, findings: [exampleFinding({ subject: "credit/volume" })] }, defaultIncidentPolicy, "watch");
    const told = await world.argo();
    expect([phase(told), told.body["decision"]]).toEqual(["Failed", "roll-back"]);
    expect(told.body["sentence"]).toContain("INC-2026-0002");
  });

  test("a waiver that is in force turns a failure into a warning, until it expires", async () => {
    const finding = { id: "parity/score", check: "parity", subject: { kind: "output", name: "score", segment: null }, verdict: "fail", severity: "high", mode: "enforce", statement: "3 % of scores differ", estimate: 0.03, unit: "share",
      interval: { low: 0.02, high: 0.04, level: 0.95, method: "wilson" }, margin: 0.01, marginOrigin: "agreed", n: 1000, noiseFloor: null, reason: "r", action: "a", needed: null, evidence: {} } as const;
    world.save({ verdict: "fail", findings: [finding] });
    expect(await world.argo()).toMatchObject({ body: { verdict: "fail", estimate: 0.03, margin: 0.01, interval: finding.interval, sentence: "credit in production: 3 % of scores differ" } });
    const waiver = { id: "WVR-2026-0001", model: "credit", environment: "production", finding: "parity/*", reason: "known", owner: "Ana", requestedBy: "Ben", approvedBy: ["Cem"], from: new Date(noon).toISOString(), expiresAt: new Date(noon + 36e5).toISOString() };
    world.world.store.enter({ kind: "waiver", subject: waiver.id, payload: waiver as unknown as CanonicalValue }, "Cem");
    expect((await world.argo()).body["verdict"]).toBe("warn");
    world.later(60);
    expect((await world.argo()).body["verdict"]).toBe("fail");
  });

  test("under a policy with rules, of a hundred versions one document is read for a question, and once; what is entered is read before it is asked about", async () => {
    const { askGate } = await import("../../../src/app/gate/gate.ts");
    const { gateQuestion } = await import("../../../src/app/gate/gate-question.ts");
    for (let version = 1; version <= 100; version++) world.save({ version: String(version) });
    const read: string[] = [];
    const heard: (() => void)[] = [];
    // oxlint-disable-next-line unicorn/no-thenable -- a key of what people write, and nothing that is awaited
    const loaded = { path: "lockstep.yaml", manifest: { version: 1, policy: { decisions: [{ verdict: "pass", then: "pause", why: "a freeze" }] } } } as unknown as LoadedManifest;
    const watched = { ...world.world, loaded, catalogue: { ...world.world.catalogue }, store: { ...world.world.store, get: (id: string) => { read.push(id); return world.world.store.get(id); } }, changes: { ...world.world.changes, subscribe: (listener: (entries: readonly LedgerEntry[]) => void) => { heard.push(() => listener([])); return () => {}; } } };
    const ask = (version: string) => askGate(watched, gateQuestion("credit", "production", { version }), "test").told;
    for (let times = 0; times < 3; times++) expect(ask("40")).toMatchObject({ verdict: "warn", decision: "pause", run: "run-40" });
    expect(read).toEqual(["run-40"]);
    world.later(1);
    world.save({ version: "40" });
    for (const each of heard) each();
    expect(read).toEqual(["run-40", "run-101"]);
    expect(ask("40").run).toBe("run-101");
    expect(read).toHaveLength(2);
  });

  test("a store that cannot be read is said: from memory while there is some, else as an error with 200", async () => {
    const broken = { ...world.world.catalogue, head: () => { throw new Error("the disk is gone"); } };
    const { askGate } = await import("../../../src/app/gate/gate.ts");
    const { gateQuestion } = await import("../../../src/app/gate/gate-question.ts");
    expect(() => askGate({ ...world.world, catalogue: broken }, gateQuestion("credit", "production", {}), "test")).toThrow("the disk is gone");
    world.world.catalogue.close();
    const told = await world.argo();
    expect([told.status, told.body["verdict"], phase(told)]).toEqual([200, "error", "Inconclusive"]);
  });

  test("an address that is not quite right is never a page: Argo takes any 200 without JSON for a success", async () => {
    world.save();
    for (const path of ["/gates/argo/credit/production/", "/gates/argo/credit", "/gates/arg/credit/production", "/judge/", "/gates"]) {
      const response = await world.fetch(path, { headers: { ...world.gate, accept: "text/html,*/*" } });
      expect({ path, type: response.headers.get("content-type"), bad: response.status >= 400 }).toEqual({ path, type: "application/problem+json", bad: true });
    }
  });

  test("a question that cannot be read, and a token for other models or without the scope, never pass", async () => {
    world.save();
    const bad = await world.argo("?maxAge=soon");
    expect([phase(bad), bad.body["sentence"]]).toEqual(["Inconclusive", 'Lockstep could not answer: maxAge is "soon", not a duration such as 30m, 12h or 7d']);
    const statuses = await Promise.all([world.token("gate", ["other"]), world.token("read"), {}].map(async (headers) => (await world.argo("", headers)).status));
    expect(statuses).toEqual([403, 403, 401]);
  });
});

describe("Flagger", () => {
  const asking = ["confirm-rollout", "pre-rollout", "rollout", "confirm-traffic-increase", "confirm-promotion", "post-rollout"];

  test("every hook goes on after a pass, and halts with the reason after a failure and while nothing is known; rollback is the other way round", async () => {
    const all = async (checksum: string) => Object.fromEntries(await Promise.all([...asking, "rollback"].map(async (hook) => [hook, (await world.flagger(hook, { checksum })).status])));
    const every = (status: number) => Object.fromEntries(asking.map((hook) => [hook, status]));
    expect(await all("a")).toEqual({ ...every(409), rollback: 409 });
    world.save();
    expect(await all("a")).toEqual({ ...every(200), rollback: 409 });
    world.later(5);
    world.save({ verdict: "inconclusive" });
    expect(await all("a")).toEqual({ ...every(409), rollback: 409 });
    world.later(5);
    world.save({ verdict: "fail" });
    expect(await all("a")).toEqual({ ...every(409), rollback: 200 });
    expect((await world.flagger("confirm-promotion", { checksum: "a" })).text).toBe("Lockstep: fail. credit in production: run-3 is fail.\n");
    world.later(5);
    world.save();
    expect(await all("a")).toEqual({ ...every(409), rollback: 200 });
    expect(await all("b")).toEqual({ ...every(200), rollback: 409 });
  });

  test("a failure from before the rollout halts it and rolls nothing back, unless it is of the version that is named", async () => {
    world.save({ verdict: "fail" });
    expect([(await world.flagger("confirm-rollout")).status, (await world.flagger("rollback")).status, (await world.flagger("rollback", { metadata: { version: "8" } })).status]).toEqual([409, 409, 200]);
  });

  test("metadata says which model, and what is strange in it is refused: at rollback too, never with a yes", async () => {
    world.save({ model: "risk", environment: "canary" });
    expect((await world.flagger("confirm-rollout", { metadata: { model: "risk", environment: "canary" } })).status).toBe(200);
    for (const metadata of [{ verison: "8" }, { maxAge: "soon" }, { rollbackOn: "always" }]) {
      for (const hook of ["confirm-rollout", "rollback"]) expect((await world.flagger(hook, { metadata })).status).toBe(400);
    }
    expect((await world.flagger("confirm-everything")).status).toBe(400);
    expect((await world.flagger("confirm-rollout", { metadata: null })).status).toBe(409);
  });

  test("an event is noted, and a fault of ours is neither go on nor roll back", async () => {
    expect((await world.flagger("event", { metadata: { eventMessage: "Halt advancement", eventType: "Warning", timestamp: "1767323045000" } })).status).toBe(200);
    world.world.catalogue.close();
    for (const hook of [...asking, "rollback"]) expect((await world.flagger(hook)).status).toBeGreaterThanOrEqual(400);
  });

  test("the token may stand before the @ of the address, as Go sends it", async () => {
    world.save();
    const secret = (world.gate["authorization"] ?? "").replace("Bearer ", "");
    const basic = { authorization: `Basic ${Buffer.from(`lockstep:${secret}`).toString("base64")}`, "content-type": "application/json" };
    const body = JSON.stringify({ name: "credit", namespace: "models", phase: "Waiting", checksum: "x", metadata: {} });
    expect((await world.fetch("/gates/flagger/confirm-rollout", { method: "POST", headers: basic, body })).status).toBe(200);
    expect((await world.fetch("/gates/flagger/confirm-rollout", { method: "POST", headers: { ...basic, authorization: `Basic ${Buffer.from("lockstep:wrong").toString("base64")}` }, body })).status).toBe(401);
  });
});

test("KServe: the ladder is climbed on a pass, kept while nothing can be told, left on a failure; a ladder that does not ascend is refused", async () => {
  const step = async (query: string) => { const response = await world.fetch(`/gates/kserve/credit/production?${query}`, { headers: world.gate }); return response.ok ? ((await response.json()) as { percent: number }).percent : response.status; };
  expect(await step("current=10&steps=10,25,100&key=a")).toBe(10);
  world.save();
  expect([await step("current=0&steps=10,25,100&key=a"), await step("current=10&steps=10,25,100&key=a"), await step("current=100&key=a")]).toEqual([10, 25, 100]);
  world.save({ verdict: "fail", at: noon });
  expect([await step("current=25&key=a"), await step("current=25&steps=50,10"), await step("current=101"), await step("current=25&steps=10,ten")]).toEqual([0, 400, 400, 400]);
});

test("Kayenta: what the example configuration asks is judged over HTTP, and no data is no pass", async () => {
  const canaryConfig = JSON.parse(readFileSync("examples/gates/kayenta/canary-config.json", "utf8")) as { metrics: { name: string }[] };
  const ask = async (values: (name: string) => unknown) => {
    const body = { canaryConfig, scoreThresholds: { pass: 95, marginal: 75 }, metricSetPairList: canaryConfig.metrics.map(({ name }) => ({ name, id: name, tags: {}, values: values(name), scopes: {}, attributes: {} })) };
    const response = await world.fetch("/judge", { method: "POST", headers: { ...world.gate, "content-type": "application/json; charset=UTF-8" }, body: JSON.stringify(body) });
    return { status: response.status, ...((await response.json()) as { score: { classification: string }; results: { classification: string }[]; judgeName: string }) };
  };
  const wave = (mean: number): number[] => Array.from({ length: 60 }, (_, at) => mean * (1 + 0.02 * Math.sin(at)));
  expect(await ask(() => ({ control: wave(1), experiment: wave(1.01) }))).toMatchObject({ status: 200, judgeName: "Lockstep-v1.0", score: { classification: "Pass" } });
  expect(await ask((name) => ({ control: wave(1), experiment: wave(name === "errors" ? 3 : 1) }))).toMatchObject({ score: { classification: "Fail" } });
  expect((await ask((name) => (name === "errors" ? { control: ["NaN", "NaN"], experiment: ["NaN", "NaN"] } : { control: wave(1), experiment: wave(1) }))).score.classification).toBe("Nodata");
});
