import { afterEach, describe, expect, it } from "vitest";
import type { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { serveForTest, type ReceivedRequest, type ServedAnswer, type TestServer } from "../../../ports/serving.fixture.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { createPrometheusRange } from "./create-prometheus-range.ts";

let server: TestServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const matrix = (...result: { metric: Record<string, string>; values?: [number, string][]; histograms?: unknown[] }[]): string => JSON.stringify({ status: "success", data: { resultType: "matrix", result } });

/** What a query gives when a server answers so. */
const asked = async (answer: (request: ReceivedRequest) => ServedAnswer, { from = 0, to = 300, step = 60, path = "/", headers = {} } = {}) => {
  server = await serveForTest(answer);
  const transport = createTransport({ url: server.url });
  try {
    return await createPrometheusRange(transport, { path, headers }).range("up", from, to, step);
  } finally {
    await transport.close();
  }
};
const failure = (answer: (request: ReceivedRequest) => ServedAnswer): Promise<LockstepError> => asked(answer).then(() => expect.fail("it was accepted"), (error: unknown) => error as LockstepError);

describe("a range of Prometheus", () => {
  it("asks for the instants from `from` to before `to`, with headers and the address's own path", async () => {
    const points = await asked(() => ({ body: matrix({ metric: {}, values: [[0, "1"], [60, "NaN"], [180, "+Inf"], [240, "2.5e-3"]] }) }), { path: "/prom/?tenant=a", headers: { authorization: "Bearer x" } });
    expect(points).toEqual([{ at: 0, value: 1 }, { at: 240, value: 0.0025 }]);
    const [request] = server?.requests ?? [];
    expect([request?.method, request?.url, request?.headers["authorization"]]).toEqual(["POST", "/prom/api/v1/query_range?tenant=a", "Bearer x"]);
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({ query: "up", start: "0", end: "240", step: "60" });
  });

  it("never asks for more than 11,000 points, and for no instant twice", async () => {
    const points = await asked(({ body }) => {
      const { start, end, step } = Object.fromEntries([...new URLSearchParams(body)].map(([name, value]) => [name, Number(value)])) as { start: number; end: number; step: number };
      const values = Array.from({ length: (end - start) / step + 1 }, (_, index): [number, string] => [start + index * step, "1"]);
      return values.length > 11_000 ? { status: 400, body: JSON.stringify({ status: "error", errorType: "bad_data", error: "exceeded maximum resolution" }) } : { body: matrix({ metric: { job: "a" }, values }) };
    }, { to: 25_000 * 60 - 1 });
    expect(points.map(({ at }) => at)).toEqual(Array.from({ length: 25_000 }, (_, index) => index * 60));
    expect(server?.requests).toHaveLength(3);
  });

  it("gives nothing for a series that is not there, and asks nothing of an empty span", async () => {
    expect(await asked(() => ({ body: matrix() }))).toEqual([]);
    await server?.close();
    expect(await asked(() => ({ status: 500 }), { to: 0 })).toEqual([]);
  });

  it("asks by GET where a proxy lets no POST through", async () => {
    expect(await asked(({ method }) => (method === "POST" ? { status: 405, body: "no" } : { body: matrix({ metric: {}, values: [[0, "3"]] }) }))).toEqual([{ at: 0, value: 3 }]);
    expect(server?.requests[1]?.url).toBe("/api/v1/query_range?query=up&start=0&end=240&step=60");
  });

  it("refuses several series, and names them", async () => {
    const error = await failure(() => ({ body: matrix({ metric: { pod: "b", job: "x" }, values: [] }, { metric: { pod: "a" }, values: [[0, "1"]] }) }));
    expect([error.code, error.message]).toEqual(["LS257", 'up gives 2 series and one is wanted: {job="x", pod="b"}, {pod="a"}']);
  });

  it("refuses a series that has other labels in its second part", async () => {
    server = await serveForTest(({ body }) => ({ body: matrix({ metric: { pod: new URLSearchParams(body).get("start") ?? "" }, values: [] }) }));
    const transport = createTransport({ url: server.url });
    await expect(createPrometheusRange(transport, { path: "/", headers: {} }).range("up", 0, 12_000, 1)).rejects.toMatchObject({ code: "LS257" });
    await transport.close();
  });

  it.each<[string, ServedAnswer, string, RegExp]>([
    ["a wrong expression", { status: 400, body: JSON.stringify({ status: "error", errorType: "bad_data", error: "1:4: parse error" }) }, "LS257", /bad_data: 1:4: parse error/],
    ["a query that took too long", { status: 503, body: JSON.stringify({ status: "error", errorType: "timeout", error: "query timed out" }) }, "LS257", /timed out/],
    ["no access", { status: 401, body: "" }, "LS304", /status 401/],
    ["a broken server", { status: 502, body: "<html>bad gateway" }, "LS405", /status 502/],
    ["a login page", { status: 200, body: "<html>Sign in" }, "LS401", /Sign in/],
    ["something else", { status: 200, body: '{"status":"success","data":{"resultType":"vector","result":[]}}' }, "LS404", /data.resultType/],
    ["a histogram", { status: 200, body: matrix({ metric: {}, histograms: [[0, {}]] }) }, "LS257", /histogram/],
  ])("%s is told", async (_, answer, code, message) => {
    const error = await failure(() => answer);
    expect([error.code, error.place]).toEqual([code, `${server?.url}/api/v1/query_range`]);
    expect(error.message).toMatch(message);
  });
});
