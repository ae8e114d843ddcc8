import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openScene, type Scene } from "../agreed/scene.ts";
import { resultOf } from "./loans.ts";

const dayMs = 86_400_000;
// A day is asked for once it has been over for a few minutes.
const today = Math.floor((Date.now() - 10 * 60_000) / dayMs);
const days = 40;
const errorsOf = (day: number): number => 40 + (day % 7);
const latencyOf = (day: number): number => 0.2 + 0.001 * (day % 5);

/** What the server still knows: from this day on; how many series an expression gives; and who asks. */
const known = { fromDay: today - days, series: 1, asked: [] as { query: string; start: number; authorization: string | undefined }[] };

/** The day that ends at an instant. */
const valueOf = (query: string, at: number): number | null => {
  const day = at / 86_400 - 1;
  if (day < known.fromDay || day >= today || !Number.isInteger(day)) return null;
  return query.startsWith("errors") ? errorsOf(day) : query.startsWith("requests") ? 1000 : latencyOf(day);
};

let server: Server;
let url = "";
let scene: Scene;
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => { body += chunk; });
    request.on("end", () => {
      const asked = new URL(request.url ?? "/", "http://x");
      if (!asked.pathname.endsWith("/api/v1/query_range")) return response.writeHead(404).end("{}");
      const parameters = request.method === "POST" ? new URLSearchParams(body) : asked.searchParams;
      const [query, start, end, step] = [parameters.get("query") ?? "", Number(parameters.get("start")), Number(parameters.get("end")), Number(parameters.get("step"))];
      known.asked.push({ query, start, authorization: request.headers.authorization });
      const values: [number, string][] = [];
      for (let at = start; at <= end; at += step) {
        const value = valueOf(query, at);
        if (value !== null) values.push([at, String(value)]);
      }
      const result = values.length === 0 ? [] : Array.from({ length: known.series }, (_, pod) => ({ metric: { pod: `p${pod}` }, values }));
      return response.setHeader("content-type", "application/json").end(JSON.stringify({ status: "success", data: { resultType: "matrix", result } }));
    });
  });
  await new Promise<void>((ready) => { server.listen(0, "127.0.0.1", ready); });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  scene = openScene();
  scene.env["PROMETHEUS_LOGIN"] = "Bearer very-secret-token";
  scene.put("lockstep.yaml", `version: 1
models:
  api:
    production: {prometheus: {url: "${url}", headers: {authorization: "env:PROMETHEUS_LOGIN"}}}
    hypotheses:
      errors:
        claim: at most one request in twenty fails
        metric: {name: prometheus, query: "errors[$window]", total: "requests[$window]"}
        expected: {value: 0.05, standardError: 0, source: agreed}
        margin: {above: 0.01}
      latency:
        claim: half of the answers come within 200 ms
        metric: {name: prometheus, query: "latency[$window]"}
        expected: {value: 0.2, standardError: 0, source: agreed}
        margin: {above: 0.05}
`);
});
afterAll(() => { server.close(); server.closeAllConnections(); scene.close(); });

const told = async (name: string): Promise<{ label: string; estimate: number | null }[]> => (resultOf(await scene.run(), name).overall?.points ?? []).filter(({ estimate }) => estimate !== null).map(({ label, estimate }) => ({ label, estimate }));
const labelled = (valueAt: (day: number) => number): { label: string; estimate: number | null }[] => Array.from({ length: days }, (_, at) => ({ label: new Date((today - days + at) * dayMs).toISOString().slice(0, 10), estimate: valueAt(today - days + at) }));

test("each day is what Prometheus says at its end: a share of counts, and a value", async () => {
  const { code, stdout, stderr } = await scene.lockstep("validate", "--backfill");
  expect([0, 3], stdout + stderr).toContain(code);
  expect(await told("errors")).toEqual(labelled((day) => errorsOf(day) / 1000));
  expect(await told("latency")).toEqual(labelled(latencyOf));
  const run = await scene.run();
  expect(run.validation?.sources).toMatchObject([{ role: "prometheus", source: url, rows: days * 1000 + days, parts: 2 * days, counted: 2 * days }]);
  expect(known.asked.every(({ authorization }) => authorization === "Bearer very-secret-token")).toBe(true);
  expect(known.asked.some(({ query }) => query.includes("[1d]"))).toBe(true);
  expect(JSON.stringify(run) + stdout + stderr).not.toContain("very-secret");
});

test("what Prometheus has forgotten is kept, and nothing is asked twice", async () => {
  known.fromDay = today - 2;
  known.asked.length = 0;
  await scene.lockstep("validate", "--backfill");
  expect(await told("errors")).toEqual(labelled((day) => errorsOf(day) / 1000));
  expect(await told("latency")).toEqual(labelled(latencyOf));
  expect(known.asked).toEqual([]);
});

test("an expression of two series, or a server that is not there, is no pass", async () => {
  known.series = 2;
  known.fromDay = today - days;
  const two = await scene.lockstep("validate", "--backfill", "--store", "other");
  expect(two.code).toBe(4);
  expect(two.stdout + two.stderr).toMatch(/LS257[^]*series/);
  const run = JSON.parse((await scene.lockstep("report", "latest", "--json", "--store", "other")).stdout) as Awaited<ReturnType<Scene["run"]>>;
  expect(resultOf(run, "errors")).toMatchObject({ verdict: "error", overall: null, refused: { code: "LS257" } });
  expect(run.verdict).not.toBe("pass");
  known.series = 1;
  server.close();
  server.closeAllConnections();
  const gone = await scene.lockstep("validate", "--backfill", "--store", "third");
  expect(gone.code).toBe(4);
  expect(gone.stdout + gone.stderr).toMatch(/LS30\d/);
});
