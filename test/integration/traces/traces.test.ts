import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { newServerWorld } from "../../../src/server/server-world.fixture.ts";
import { findInterpreters } from "../probe/interpreters.ts";
import { sdkSource } from "../probe/python-start.ts";
import { startServed } from "../server/served.ts";
import { freePort } from "../servers/free-port.ts";
import { startServer } from "../servers/start-server.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-traces-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const traceId = "0af7651916cd43dd8448eb211c80319c";
type Trace = { traceId: string; spans: { name: string; environment: string | null; parentSpanId: string | null; spanId: string; attributes: Record<string, unknown> }[] };

test("from a finding to what happened inside: two services of the SDK, one trace from outside, opened by the run's worst pair", async () => {
  const [python] = await findInterpreters();
  if (python === undefined) throw new Error("there is no Python");
  const served = await startServed(folder);
  const issued = (await (await served.ask("/api/v1/tokens", { method: "POST", body: { name: "services", scopes: ["ingest"] } })).json()) as { secret: string };
  const services = await Promise.all(["staging", "production"].map(async (environment) => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    return startServer({ name: environment, file: python.python, args: [resolve("test/integration/traces/scoring_app.py"), String(port), served.url, issued.secret, environment], env: { PYTHONPATH: sdkSource }, healthUrl: `${url}/flush`, url });
  }));
  try {
    for (const { url } of services) {
      const answer = await fetch(`${url}/score`, { method: "POST", headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` }, body: JSON.stringify({ id: "row-7", age: 41 }) });
      expect(await answer.json()).toEqual({ score: 0.41 });
      expect(await (await fetch(`${url}/flush`)).json()).toMatchObject({ flushed: true, dropped: {} });
    }
    const store = createSqliteRunStore(join(folder, ".lockstep"));
    const pair = { output: "score", class: "value", reference: "0.41", candidate: "0.43", difference: 0.02 } as const;
    store.save(minimalRun("run-1", { worst: [{ ...pair, key: "row-7" }, { ...pair, key: "row-8" }] }), "test");
    store.close();
    const ofRun = (await (await served.ask("/api/v1/runs/run-1/traces")).json()) as { items: { key: string; traces: { traceId: string; environments: string[] }[] }[] };
    expect(ofRun.items.map(({ key, traces }) => ({ key, traces: traces.map((each) => ({ ...each, environments: each.environments.toSorted() })) }))).toEqual([
      { key: "row-7", traces: [{ traceId, environments: ["production", "staging"], spans: expect.any(Number) as number }] }, { key: "row-8", traces: [] },
    ]);
    const trace = (await (await served.ask(`/api/v1/traces/${traceId}`)).json()) as Trace;
    for (const environment of ["staging", "production"]) {
      const own = trace.spans.filter((span) => span.environment === environment);
      const root = own.find(({ parentSpanId }) => parentSpanId === "b7ad6b7169203331");
      expect(root).toMatchObject({ name: "POST /score", attributes: { "lockstep.id": "row-7", "http.response.status_code": 200 } });
      expect(own.filter(({ parentSpanId }) => parentSpanId === root?.spanId).map(({ name }) => name)).toEqual(["clean", "scale", "prediction"]);
    }
  } finally {
    await Promise.all(services.map((service) => service.stop()));
    expect(await served.stop()).toBe(0);
  }
});

test("packed and plain JSON is taken, protobuf is answered with advice, and part of a request may be refused", async () => {
  const server = await newServerWorld();
  const span = { traceId, spanId: "eee19b7ec3c1b174", name: "a", startTimeUnixNano: "1", endTimeUnixNano: "2", attributes: [{ key: "lockstep.id", value: { stringValue: "p" } }] };
  const body = (...spans: readonly object[]): string => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  const send = async (text: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) => {
    const response = await server.fetch("/v1/traces", { method: "POST", headers: { "content-type": "application/json", ...server.token("ingest"), ...headers }, body: text });
    return { status: response.status, ...((await response.json()) as { readonly code?: string | number; readonly message?: string; readonly partialSuccess?: object }) };
  };
  expect(await send(body(span))).toEqual({ status: 200 });
  expect(await send(new Uint8Array(gzipSync(body({ ...span, spanId: "eee19b7ec3c1b175" }))), { "content-encoding": "gzip" })).toEqual({ status: 200 });
  expect(await send(body(span, { ...span, spanId: "x" }))).toMatchObject({ status: 200, partialSuccess: { rejectedSpans: "1" } });
  expect(await send("x", { "content-type": "application/x-protobuf" })).toMatchObject({ status: 415, message: expect.stringContaining("http/json") as string });
  expect((await Promise.all([send("{"), send("[]"), send("x", { "content-encoding": "gzip" }), send("x", { "content-encoding": "br" }), send(new Uint8Array(gzipSync(Buffer.alloc(70 * 1024 * 1024))), { "content-encoding": "gzip" }), send(body(span), server.token("read"))])).map(({ status, code }) => `${status} ${String(code)}`))
    .toEqual(["400 LS751", "400 LS751", "400 LS751", "400 LS751", "413 LS705", "403 LS702"]);
  const ask = async (path: string, headers = server.as("viewer")) => (await server.fetch(path, { headers })).status;
  expect((await (await server.fetch("/api/v1/traces?prediction=p", { headers: server.as("viewer") })).json() as { items: Trace[] }).items.map((each) => each.spans.length)).toEqual([2]);
  expect([await ask(`/api/v1/traces/${traceId.toUpperCase()}`), await ask(`/api/v1/traces/${"1".repeat(32)}`), await ask("/api/v1/traces/nonsense"), await ask(`/api/v1/traces/${traceId}`, server.token("read", ["credit"])), await ask("/api/v1/runs/none/traces")]).toEqual([200, 404, 400, 403, 404]);
  server.close();
});
