import { generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createGateFacts } from "../../app/gate/gate-facts.ts";
import { loadIncidents } from "../../app/incident/load-incidents.ts";
import { profileOf, profileSpecOf } from "../../core/profile/profile.fixture.ts";
import type { Run } from "../../core/domain/run.ts";
import { signPush } from "../../core/evidence/push-voucher.ts";
import { runDigest } from "../../core/ledger/run-digest.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { verifyChain } from "../../core/ledger/verify-chain.ts";
import { minimalFinding } from "../../ports/minimal-finding.fixture.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { validateExamples } from "../../report/example-runs/example-runs.ts";
import { newServerWorld, type TestServer } from "../server-world.fixture.ts";

let server: TestServer;
beforeEach(async () => {
  server = await newServerWorld();
});
afterEach(() => server.close());

const post = async (path: string, body: unknown, headers = server.token("push")): Promise<{ status: number; body: any }> => { // oxlint-disable-line typescript/no-explicit-any -- answers of many shapes
  const raw = body instanceof Uint8Array;
  const response = await server.fetch(path, { method: "POST", headers: { ...headers, "content-type": raw ? "application/octet-stream" : "application/json" }, body: raw ? Buffer.from(body) : JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
};
const ofModel = (id: string, model: string, over: Partial<Run> = {}): Run => {
  const run = minimalRun(id, { findings: [minimalFinding()], ...over });
  return { ...run, environments: { ...run.environments, candidate: { ...run.environments.candidate, model } } };
};

test("a pushed run has the digest it was made with, its pusher in the ledger, and a place of its own there; pushed again, nothing changes", async () => {
  const run = { ...ofModel("r1", "credit"), ledger: { sequence: 40, head: "f".repeat(64) } };
  const first = await post("/api/v1/runs", { run, digest: runDigest(run) });
  expect(first).toMatchObject({ status: 200, body: { id: "r1", fresh: true, url: `${server.world.url()}/runs/r1` } });
  const [entry] = server.world.catalogue.ledger({ kind: "run", limit: 5 }).items;
  expect(entry).toMatchObject({ subject: "r1", payloadDigest: runDigest(run), actor: expect.stringMatching(/^token test-/) });
  expect(first.body.ledger).toEqual({ sequence: entry?.sequence, head: entry?.hash });
  expect(server.world.catalogue.states({ limit: 5 }).items).toMatchObject([{ model: "credit" }]);
  expect(await post("/api/v1/runs", { run })).toMatchObject({ status: 200, body: { fresh: false, ledger: first.body.ledger } });
  expect(server.world.catalogue.ledger({ kind: "run", limit: 5 }).items).toHaveLength(1);
});

test("a pushed run is marked wherever it is listed; where policy counts signed ones alone, an unsigned one lets nothing go on, and a signature that is none is refused", async () => {
  const [trusted, other] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
  const file = join(server.world.folder, "ci.public.pem");
  writeFileSync(file, trusted.publicKey.export({ type: "spki", format: "pem" }));
  const policed = await newServerWorld({ manifest: `version: 1\npolicy:\n  pushed: {count: signed, keys: [{name: ci, publicKey: ${JSON.stringify(file)}}]}\n` });
  try {
    const { store, catalogue, clock } = policed.world;
    const at = new Date(clock.now() - 60_000).toISOString();
    const made = (id: string): Run => ofModel(id, "credit", { startedAt: at, finishedAt: at, verdict: "pass" });
    const send = async (run: Run, signature?: object) => {
      const response = await policed.fetch("/api/v1/runs", { method: "POST", headers: { ...policed.token(["push"]), "content-type": "application/json" }, body: JSON.stringify({ run, ...(signature === undefined ? {} : { signature }) }) });
      return { status: response.status, body: await response.json() as Record<string, unknown> };
    };
    const read = async (path: string) => (await policed.fetch(path, { headers: policed.as("viewer") })).json() as Promise<Record<string, unknown>>;
    const signed = (run: Run, key = trusted.privateKey) => signPush(run.id, runDigest(run), key);
    store.save(made("here"), "ana");
    expect(await send(made("unsigned"))).toMatchObject({ status: 200 });
    expect(await send(made("signed"), signed(made("signed")))).toMatchObject({ status: 200 });
    expect(await send(made("here"), signed(made("here")))).toMatchObject({ status: 200, body: { fresh: false } });
    for (const signature of [signed(made("bad"), other.privateKey), signed(made("signed"))]) expect(await send(made("bad"), signature)).toMatchObject({ status: 400, body: { code: "LS707", place: "signature" } });
    const marks = (): unknown => catalogue.runs({ limit: 9 }).items.map(({ id, pushed }) => `${id}: ${pushed === null ? "made here" : pushed.key}`).toSorted();
    expect(marks()).toEqual(["here: made here", "signed: ci", "unsigned: null"]);
    expect(await read("/api/v1/runs/unsigned/decision")).toMatchObject({ verdict: "pass", verdictNow: "inconclusive", action: "pause", pushed: { key: null }, uncounted: expect.stringContaining("unsigned") });
    for (const id of ["signed", "here"]) expect(await read(`/api/v1/runs/${id}/decision`)).toMatchObject({ verdictNow: "pass", action: "proceed", uncounted: null });
    const gate = createGateFacts(policed.world);
    expect(gate.facts({ model: "credit", environment: "candidate", version: null }, clock.now()).runs.map(({ id, verdict, action }) => [id, verdict, action])[0]).toEqual(["unsigned", "inconclusive", "pause"]);
    // A signature that comes later counts from then on.
    expect(await send(made("unsigned"), signed(made("unsigned")))).toMatchObject({ status: 200, body: { fresh: false } });
    expect(marks()).toEqual(["here: made here", "signed: ci", "unsigned: ci"]);
    expect(await read("/api/v1/runs/unsigned/decision")).toMatchObject({ verdictNow: "pass" });
    expect(store.records("push").map(({ subject }) => subject.replace(/[0-9a-f]{16}/, "D"))).toEqual(["unsigned/D", "signed/D", "unsigned/D/signed"]);
  } finally {
    await policed.close();
  }
});

test("a pushed look at production opens an incident, once; another model's claims, history and the future open none", async () => {
  const { store, clock } = server.world;
  const look = (id: string, well: boolean, over: { readonly backfill?: boolean; readonly asOf?: string } = {}): Run => {
    const run = well ? validateExamples.holds() : validateExamples.left();
    const at = new Date(clock.now() - 60_000 + Number(id.slice(1))).toISOString();
    return { ...run, id, startedAt: at, finishedAt: at, ledger: null, validation: run.validation === null ? null : { ...run.validation, asOf: at, ...over } };
  };
  const push = async (run: Run): Promise<void> => expect(await post("/api/v1/runs", { run })).toMatchObject({ status: 200 });
  const departures = (): readonly string[] => loadIncidents(store).filter(({ kind }) => kind === "departure").map(({ status, subject }) => `${subject} ${status}`);
  await push(look("r1", false, { backfill: true }));
  await push(look("r2", false, { asOf: new Date(clock.now() + 864e5).toISOString() }));
  const foreign = look("r3", false);
  await push({ ...foreign, validation: foreign.validation === null ? null : { ...foreign.validation, hypotheses: foreign.validation.hypotheses.map((each) => ({ ...each, hypothesis: { ...each.hypothesis, model: "other", id: `other/${each.hypothesis.name}` } })) } });
  expect(loadIncidents(store)).toEqual([]);
  const left = look("r4", false);
  await push(left);
  const opened = departures();
  expect(opened.length).toBeGreaterThan(0);
  expect(opened.every((each) => each.endsWith(" open"))).toBe(true);
  const told = loadIncidents(store);
  await push(left);
  expect(loadIncidents(store)).toEqual(told);
});

test("what an older Lockstep left out stays out of what is sealed", async () => {
  const { population: _, validation: _v, ...older } = ofModel("old", "credit");
  expect((await post("/api/v1/runs", { run: older })).status).toBe(200);
  expect(server.world.catalogue.digest("run", "old")).toBe(runDigest(older as Run));
  expect(server.world.store.get("old")?.population).toBeNull();
});

test("nothing is stored of what is not the run that was sent off", async () => {
  const run = ofModel("r1", "credit");
  const codeOf = async (body: unknown, headers?: Record<string, string>): Promise<[number, string]> => {
    const { status, body: said } = await post("/api/v1/runs", body, headers);
    return [status, said.code];
  };
  expect(await codeOf({ run: { ...run, headline: "All is well." }, digest: runDigest(run) })).toEqual([400, "LS707"]);
  expect(await codeOf({ run: { ...run, later: true } })).toEqual([400, "LS707"]);
  expect(await codeOf({ run: { ...run, verdict: "fine" } })).toEqual([400, "LS707"]);
  expect(await codeOf({ run: null })).toEqual([400, "LS707"]);
  expect(await codeOf({ run: { ...run, id: "../r1" } })).toEqual([400, "LS707"]);
  expect(await codeOf({ run: { ...run, tool: { name: "lockstep", version: "99.0.0" }, later: true } })).toEqual([422, "LS504"]);
  expect(await codeOf({ run, texts: ["not named"] })).toEqual([400, "LS707"]);
  expect(await codeOf({ run }, server.token("push", ["fraud"]))).toEqual([403, "LS702"]);
  expect(await codeOf({ run }, server.token("read"))).toEqual([403, "LS702"]);
  expect(await codeOf({ run }, {})).toEqual([401, "LS701"]);
  expect(server.world.catalogue.run("r1")).toBeNull();
  expect(await codeOf({ run }, server.token("push", ["credit"]))).toEqual([200, undefined]);
  expect(await codeOf({ run: { ...run, headline: "Another." } })).toEqual([409, "LS713"]);
  expect(verifyChain(server.world.store.ledger()).ok).toBe(true);
});

test("a recording is kept where a check leaves it, when it is the one that the run names", async () => {
  const rows = new TextEncoder().encode("PAR1 rows PAR1");
  const base = ofModel("r1", "credit");
  const run: Run = { ...base, environments: { reference: { ...base.environments.reference, digest: sha256("x") }, candidate: { ...base.environments.candidate, kind: "endpoint", digest: sha256("PAR1 rows PAR1") } } };
  await post("/api/v1/runs", { run });
  const path = "/api/v1/runs/r1/recordings?side=";
  expect((await post(`${path}reference`, rows)).body.code).toBe("LS707");
  expect((await post(`${path}candidate`, new TextEncoder().encode("other"))).body.code).toBe("LS707");
  expect(existsSync(join(server.world.folder, "recordings", "r1"))).toBe(false);
  for (const _ of [1, 2]) expect((await post(`${path}candidate`, rows)).status).toBe(200);
  expect(readFileSync(join(server.world.folder, "recordings", "r1", "candidate.parquet"), "utf8")).toBe("PAR1 rows PAR1");
});

test("a profile is kept for whoever compares there", async () => {
  const spec = profileSpecOf([{ name: "x" }]);
  const profile = profileOf(spec, [{ x: 41 }], { name: "a" });
  const source = sha256("a log");
  expect(await post("/api/v1/profiles", { source, profile })).toEqual({ status: 200, body: { source, spec: profile.specDigest } });
  expect((await post("/api/v1/profiles", { source, profile }, server.token("push", ["credit"]))).body.code).toBe("LS702");
});
