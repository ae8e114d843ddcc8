import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finding } from "../../core/domain/finding.ts";
import type { Run } from "../../core/domain/run.ts";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import { newServerWorld, type TestServer } from "../server-world.fixture.ts";

let server: TestServer;
const finding = (id: string, verdict: Finding["verdict"], estimate = 0.5): Finding => ({ id, check: "outputs", subject: { kind: "output", name: "score", segment: null }, verdict, severity: "high", mode: "enforce", statement: `${id} says so`, estimate, unit: "share", interval: { low: 0, high: 1, level: 0.95, method: "exact" }, margin: 0.1, marginOrigin: null, n: 3, noiseFloor: null, reason: "", action: "", needed: null, evidence: {} });
const runOf = (id: string, day: number, model: string, over: Partial<Run> = {}): Run => {
  const { environments } = minimalRun(id);
  return minimalRun(id, { startedAt: `2026-03-${String(day).padStart(2, "0")}T00:00:00.000Z`, environments: { ...environments, candidate: { ...environments.candidate, name: "production", model, version: `${day}` } }, ...over });
};
beforeAll(async () => {
  server = await newServerWorld();
  const { store } = server.world;
  store.save(runOf("aaa-1", 1, "credit", { options: { repeats: 2 }, findings: [finding("old", "fail"), finding("hypothesis/credit/x", "fail", 0.2)] , verdict: "fail" }), "ana");
  store.save(runOf("aaa-2", 2, "credit", { options: { repeats: 3 }, findings: [finding("new", "warn"), finding("hypothesis/credit/x", "fail", 0.3)], verdict: "fail", headline: "Zebras differ" }), "ana");
  store.save(runOf("bbb", 3, "fraud"), "ana");
});
afterAll(() => server.close());

const get = async (path: string, headers = server.token("read")): Promise<{ status: number; body: any; headers: Headers }> => { // oxlint-disable-line typescript/no-explicit-any -- answers of many shapes
  const response = await server.fetch(path, { headers });
  const text = await response.text();
  return { status: response.status, body: /json/.test(response.headers.get("content-type") ?? "") ? JSON.parse(text) : text, headers: response.headers };
};

test("states come worst first, and say since when", async () => {
  const { body } = await get("/api/v1/states");
  expect(body).toMatchObject({ items: [{ model: "credit", environment: "production", since: "2026-03-01T00:00:00.000Z", runs: [{ id: "aaa-2", verdict: "fail", modelVersion: "2" }] }, { model: "fraud", since: null }], total: 2, next: null });
  expect((await get("/api/v1/models/credit")).body).toMatchObject({ verdict: "fail", environments: ["production"], versions: [{ version: "2", lastRun: "aaa-2" }, { version: "1" }] });
  expect((await get("/api/v1/models/none")).body.code).toBe("LS706");
  const first = (await get("/api/v1/models?limit=1")).body;
  expect([...first.items, ...(await get(`/api/v1/models?limit=1&after=${first.next}`)).body.items].map(({ model }: { model: string }) => model)).toEqual(["credit", "fraud"]);
});

test("runs are found by words and time, page after page, and a place that was tampered with is refused", async () => {
  expect((await get("/api/v1/runs?words=zebra")).body.items).toMatchObject([{ id: "aaa-2" }]);
  expect((await get("/api/v1/runs?from=2026-03-02&to=2026-03-03")).body.items).toMatchObject([{ id: "aaa-2" }]);
  const first = (await get("/api/v1/runs?limit=2")).body;
  expect(first.items.map(({ id }: { id: string }) => id)).toEqual(["bbb", "aaa-2"]);
  expect((await get(`/api/v1/runs?limit=2&after=${first.next}`)).body).toMatchObject({ items: [{ id: "aaa-1" }], next: null });
  for (const path of [`/api/v1/runs?after=${first.next.slice(0, -2)}`, `/api/v1/findings?after=${first.next}`, "/api/v1/runs?from=yesterday", "/api/v1/runs?limit=501", "/api/v1/runs?modle=credit"]) expect((await get(path)).body.code).toBe("LS707");
});

test("a run is given whole by the beginning of its id, cut as its page shows it, and as every report", async () => {
  expect((await get("/api/v1/runs/b")).body).toEqual(server.world.store.get("bbb"));
  expect((await get("/api/v1/runs/aaa")).body.code).toBe("LS502");
  expect((await get("/api/v1/runs/none")).status).toBe(404);
  const html = await get("/api/v1/runs/bbb/report.html");
  const shown = (await get("/api/v1/runs/bbb?shown=true")).body;
  const embedded = /<script type="application\/json" id="run">([\s\S]*?)<\/script>/.exec(html.body)?.[1] ?? "";
  expect(shown).toEqual(JSON.parse(embedded));
  const policy = html.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/^sandbox allow-scripts/);
  expect(policy).toContain(/script-src ('sha256-[^']+')/.exec(html.body)?.[1] ?? "no digest");
  for (const [format, type] of [["json", "application/json"], ["junit", "application/xml"], ["sarif", "application/sarif+json"], ["markdown", "text/markdown"], ["text", "text/plain"], ["metrics", "application/openmetrics-text"], ["codequality", "application/json"]]) {
    const { status, headers } = await get(`/api/v1/runs/bbb/report.${format}`);
    expect([status, headers.get("content-type")]).toEqual([200, expect.stringContaining(type ?? "")]);
  }
  expect((await get("/api/v1/runs/bbb/report.docx")).body.code).toBe("LS706");
});

test("findings are told of a run, of a model, and of one finding through time", async () => {
  expect((await get("/api/v1/runs/aaa-2/findings")).body).toMatchObject({ items: [{ id: "new" }, { id: "hypothesis/credit/x" }], total: 2 });
  expect((await get("/api/v1/findings?verdict=fail&limit=2")).body.items.map(({ id, run }: { id: string; run: string }) => `${run} ${id}`)).toEqual(["aaa-2 hypothesis/credit/x", "aaa-1 old"]);
  const history = (await get(`/api/v1/findings/${encodeURIComponent("hypothesis/credit/x")}/history?model=credit&environment=production`)).body;
  expect(history.items.map(({ estimate }: { estimate: number }) => estimate)).toEqual([0.3, 0.2]);
});

test("two runs are compared: what appeared, went and stayed, with both values, and the options", async () => {
  const { body } = await get("/api/v1/comparisons?a=aaa-1&b=aaa-2");
  expect(body.findings).toMatchObject([{ id: "new", change: "appeared", a: null, b: { verdict: "warn" } }, { id: "old", change: "gone", b: null }, { id: "hypothesis/credit/x", change: "still", a: { estimate: 0.2 }, b: { estimate: 0.3 } }]);
  expect(body.options).toEqual([{ option: "repeats", a: 2, b: 3 }]);
});

test("the ledger is told in words, newest first, and verified", async () => {
  const { body } = await get("/api/v1/ledger?kind=run&limit=1");
  expect(body.items).toMatchObject([{ subject: "bbb", words: expect.stringContaining("run bbb ended as pass") }]);
  const head = (await get("/api/v1/ledger/head")).body;
  for (const full of ["", "?full=true"]) expect((await get(`/api/v1/ledger/verify${full}`)).body).toMatchObject({ ok: true, problem: null });
  expect(head.sequence).toBeGreaterThan(3);
});

test("a token for one model sees nothing of another", async () => {
  const fraud = server.token("read", ["fraud"]);
  for (const path of ["/api/v1/states", "/api/v1/runs", "/api/v1/models"]) expect((await get(path, fraud)).body.items.map(({ model }: { model: string }) => model)).toEqual(["fraud"]);
  expect((await get("/api/v1/findings", fraud)).body.items).toEqual([]);
  for (const path of ["/api/v1/runs/aaa-1", "/api/v1/runs/aaa-1?shown=true", "/api/v1/runs/aaa-1/report.json", "/api/v1/runs/aaa-1/findings", "/api/v1/models/credit", "/api/v1/runs?model=credit", "/api/v1/comparisons?a=bbb&b=aaa-1", "/api/v1/environments?model=credit", "/api/v1/hypotheses/credit/x", "/api/v1/hypotheses?model=credit", "/api/v1/ledger", "/api/v1/ledger/verify"]) {
    expect([path, (await get(path, fraud)).body.code]).toEqual([path, "LS702"]);
  }
});
