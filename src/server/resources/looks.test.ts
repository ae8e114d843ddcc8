import { afterAll, beforeAll, expect, test } from "vitest";
import { applyRetention } from "../../app/retention/apply-retention.ts";
import type { Run } from "../../core/domain/run.ts";
import { exampleFingerprint } from "../../report/example-runs/example-fingerprint.ts";
import { validateExamples } from "../../report/example-runs/example-runs.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { newServerWorld, type TestServer } from "../server-world.fixture.ts";

let server: TestServer;
const [holds, left] = [validateExamples.holds(), validateExamples.left()];
const model = left.validation?.model ?? "";
const claims = left.validation?.hypotheses.map(({ hypothesis }) => hypothesis.name) ?? [];

const read = (id: string, day: number, verdict: Run["verdict"], version: string): Run => {
  const { environments } = minimalRun(id);
  const fingerprint = { ...exampleFingerprint(3, () => "1.0"), takenAt: `2026-05-0${day}T00:00:00Z` };
  const changed = { ...fingerprint, fields: { ...fingerprint.fields, "python.version": { value: version, scope: "process" as const, how: "sys" } } };
  return minimalRun(id, {
    startedAt: `2026-05-0${day}T00:00:00.000Z`, verdict, environments: { ...environments, candidate: { ...environments.candidate, name: "production", model: "tree" } },
    fingerprints: [{ environment: "production", replica: null, fingerprint: changed }, { environment: "staging", replica: null, fingerprint }],
  });
};

beforeAll(async () => {
  server = await newServerWorld();
  const { store } = server.world;
  store.save({ ...holds, id: "look-1", startedAt: "2026-09-01T00:00:00.000Z" }, "ana");
  store.save({ ...left, id: "look-2", startedAt: "2026-10-01T00:00:00.000Z" }, "ana");
  store.enter({ kind: "hypothesis", subject: `${model}/unseen/v1`, payload: { content: { model, name: "unseen", claim: "Nobody looked." } } }, "ana");
  store.save(read("read-1", 1, "pass", "3.11.7"), "ana");
  store.save(read("read-2", 2, "fail", "3.12.1"), "ana");
});
afterAll(() => server.close());

const get = async (path: string): Promise<any> => (await server.fetch(path, { headers: server.token("read") })).json(); // oxlint-disable-line typescript/no-explicit-any -- answers of many shapes

test("every claim has its newest look, the worst first, and one that nobody looked at stands among them", async () => {
  const { items } = await get(`/api/v1/hypotheses?model=${model}`);
  expect(items.map(({ name }: { name: string }) => name).toSorted()).toEqual([...new Set([...claims, "unseen"])].toSorted());
  const ranks = items.map(({ look }: { look: { verdict: string } | null }) => ["error", "fail", "inconclusive", "warn", "pass"].indexOf(look?.verdict ?? "inconclusive"));
  expect(ranks).toEqual(ranks.toSorted((a: number, b: number) => a - b));
  expect(items.find(({ name }: { name: string }) => name === "unseen")).toEqual({ model, name: "unseen", claim: "Nobody looked.", look: null });
  for (const { hypothesis: { name }, verdict, overall } of left.validation?.hypotheses ?? []) {
    expect(items.find((each: { name: string }) => each.name === name).look).toMatchObject({ run: "look-2", verdict, estimate: overall?.estimateSince ?? overall?.estimate ?? null, corridor: overall?.corridor ?? { low: null, high: null } });
  }
});

test("one claim is given whole, with what each look said", async () => {
  const [name] = claims;
  const whole = await get(`/api/v1/hypotheses/${model}/${name}`);
  expect(whole).toMatchObject({ run: "look-2", at: "2026-10-01T00:00:00.000Z", environment: left.validation?.environment, result: left.validation?.hypotheses[0] });
  const shared = claims.find((each) => holds.validation?.hypotheses.some(({ hypothesis }) => hypothesis.name === each)) ?? "";
  const first = await get(`/api/v1/hypotheses/${model}/${shared}/history?limit=1`);
  expect(first.items.map(({ run }: { run: string }) => run)).toEqual(["look-2"]);
  expect((await get(`/api/v1/hypotheses/${model}/${shared}/history?limit=1&after=${first.next}`)).items.map(({ run }: { run: string }) => run)).toEqual(["look-1"]);
  expect((await get(`/api/v1/hypotheses/${model}/unseen`)).code).toBe("LS706");
});

test("environments stand side by side, with what changed since they were well", async () => {
  const { reference, environments } = await get("/api/v1/environments?model=tree&reference=staging");
  expect(reference).toBe("staging");
  const [production, staging] = environments;
  expect(production).toMatchObject({ environment: "production", source: "run", subject: "read-2", since: { run: "read-1" } });
  const titles = (differences: readonly { id: string; reference: unknown; candidate: unknown }[]): unknown[] => differences.map(({ id, reference: was, candidate }) => [id, was, candidate]);
  expect(titles(production.since.differences)).toContainEqual(["python.version", "3.11.7", "3.12.1"]);
  expect(production.differences.map(({ id }: { id: string }) => id)).toContain("python.version");
  expect(staging).toMatchObject({ environment: "staging", differences: null, since: { run: "read-1", differences: [] } });
});

test("verifying knows what retention took away, and finds what was changed behind the ledger's back", async () => {
  const { store, catalogue, folder } = server.world;
  expect(applyRetention({ store, catalogue, folder, keepMs: 1000, now: Date.parse("2026-12-01"), actor: "ana", clockIsRight: true }, { dryRun: false }).removed.map(({ run }) => run)).toEqual(["read-1", "look-1"]);
  expect((await get("/api/v1/runs/read-1")).code).toBe("LS502");
  expect(await get("/api/v1/ledger/verify")).toMatchObject({ ok: true, full: false });
  const { DatabaseSync } = await import("node:sqlite");
  const raw = new DatabaseSync(`${server.world.folder}/lockstep.db`);
  const before = raw.prepare("SELECT document FROM runs WHERE id = 'read-2'").get()?.["document"] ?? "";
  raw.exec("DROP TRIGGER runs_are_immutable; UPDATE runs SET document = replace(document, '3.12.1', '3.11.7') WHERE id = 'read-2'");
  expect(await get("/api/v1/ledger/verify")).toMatchObject({ ok: true });
  expect(await get("/api/v1/ledger/verify?full=true")).toMatchObject({ ok: false, problem: { what: expect.stringContaining("run read-2 was changed") } });
  raw.prepare("UPDATE runs SET document = ? WHERE id = 'read-2'").run(before);
  raw.exec("INSERT INTO records VALUES ('gate', 'stray', '{}')");
  raw.close();
  expect(await get("/api/v1/ledger/verify?full=true")).toMatchObject({ ok: false, problem: { what: "gate stray is in the store but was never entered into the ledger" } });
});
