import { afterEach, describe, expect, it } from "vitest";
import type { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { type PlannedAnswer, servingConformance } from "../../../ports/serving.conformance.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer, type TestServer } from "../../../ports/serving.fixture.ts";
import type { InputRow, ModelClient, ServingOptions } from "../../../ports/serving.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { mlflow } from "./index.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const plain: ServingOptions = { path: "/", model: null, version: null, template: null, replicaHeader: null };
const respond = (request: ReceivedRequest, invoke: (request: ReceivedRequest) => ServedAnswer): ServedAnswer => {
  if (request.url === "/ping") return { headers: {}, body: "\n" };
  if (request.url === "/version") return { headers: {}, body: "2.14.1" };
  if (request.url !== "/invocations") return { status: 404 };
  return request.method === "POST" ? invoke(request) : { status: 405 };
};
async function open(invoke: string | ((request: ReceivedRequest) => ServedAnswer), options: Partial<ServingOptions> = {}): Promise<{ client: ModelClient; served: TestServer }> {
  const served = await serveForTest((request) => respond(request, typeof invoke === "string" ? () => ({ body: invoke }) : invoke));
  const client = mlflow.create(createTransport({ url: served.url }), { ...plain, ...options });
  closing.push(() => client.close(), () => served.close());
  return { client, served };
}
const rowsOf = (...rows: Record<string, JsonValue>[]): InputRow[] => rows.map((row) => new Map(Object.entries(row)));
const two = rowsOf({ a: 1n, b: "x" }, { a: 2.5, b: null });
const failure = (promise: Promise<unknown>): Promise<LockstepError> => promise.then(() => { throw new Error("should have failed"); }, (error: LockstepError) => error);
const values = async (client: ModelClient, rows: readonly InputRow[]) => (await client.predict(rows)).rows.map((row) => Object.fromEntries([...row].map(([name, { dtype, value }]) => [name, `${dtype} ${String(value)}`])));

describe("recognition", () => {
  it("wants ping, version and invocations together", async () => {
    const { served } = await open("[]");
    expect(await mlflow.recognise(createTransport({ url: served.url }), { ...plain, path: "/invocations" })).toBe("GET /ping answered 200 and GET /version 2.14.1");
    for (const [ping, version, invocations] of [[404, "2.1", 405], [200, '{"version":"2.1"}', 405], [200, "2.1", 404]] as const) {
      const other = await serveForTest(({ url }) => (url === "/ping" ? { status: ping } : url === "/version" ? { body: version } : { status: invocations }));
      closing.push(() => other.close());
      expect(await mlflow.recognise(createTransport({ url: other.url }), plain)).toBeNull();
    }
  });

  it("describes the server", async () => {
    expect(await (await open("[]")).client.describe()).toMatchObject({ platform: "mlflow 2.14.1", namedColumns: true, batches: true });
  });
});

describe("the request", () => {
  it.each<[string | null, readonly InputRow[], string]>([
    [null, two, '{"dataframe_split":{"columns":["a","b"],"data":[[1,"x"],[2.5,null]]}}'],
    [null, rowsOf({ a: Number.NaN, b: 9007199254740993n }, { a: 2, b: 1n }), '{"dataframe_split":{"columns":["a","b"],"data":[[NaN,9007199254740993],[2.0,1]]}}'],
    [null, rowsOf({ v: [1, 2n] }, { v: [3, 4n] }), '{"inputs":[[1.0,2],[3.0,4]]}'],
    ["dataframe_records", two, '{"dataframe_records":[{"a":1,"b":"x"},{"a":2.5,"b":null}]}'],
    ["inputs", two, '{"inputs":{"a":[1,2.5],"b":["x",null]}}'],
    ["instances", two, '{"instances":[{"a":1,"b":"x"},{"a":2.5,"b":null}]}'],
  ])("with format %s is exact", async (template, rows, body) => {
    const { client, served } = await open('{"predictions":[1,2]}', { template });
    await client.predict(rows).catch(() => null);
    expect(served.requests.at(-1)).toMatchObject({ url: "/invocations", body, headers: { "content-type": "application/json" } });
  });

  it("refuses another format, and a model's name", () => {
    const transport = createTransport({ url: "http://127.0.0.1:9" });
    expect(() => mlflow.create(transport, { ...plain, template: "csv" })).toThrow(/no request format "csv"/);
    expect(() => mlflow.create(transport, { ...plain, model: "m" })).toThrow(/one model/);
  });
});

describe("the answer", () => {
  it.each<[string, string, Record<string, string>[]]>([
    ["scalars", '{"predictions":[0.5,1]}', [{ prediction: "float64 0.5" }, { prediction: "int64 1" }]],
    ["lists", '{"predictions":[[0.1,0.9],[NaN,1.0]]}', [{ "prediction[0]": "float64 0.1", "prediction[1]": "float64 0.9" }, { "prediction[0]": "float64 NaN", "prediction[1]": "float64 1" }]],
    ["records in any order of keys", '{"predictions":[{"score":0.5,"label":"a"},{"label":"b","score":0.25}]}', [{ score: "float64 0.5", label: "string a" }, { label: "string b", score: "float64 0.25" }]],
    ["columns", '{"predictions":{"score":[0.5,0.25],"label":["a","b"]}}', [{ score: "float64 0.5", label: "string a" }, { score: "float64 0.25", label: "string b" }]],
    ["unwrapped", "[0.5,0.25]", [{ prediction: "float64 0.5" }, { prediction: "float64 0.25" }]],
    ["with metadata beside", '{"predictions":[1,2],"model":"x"}', [{ prediction: "int64 1" }, { prediction: "int64 2" }]],
  ])("as %s", async (_name, body, rows) => {
    expect(await values((await open(body)).client, two)).toEqual(rows);
  });

  it("of one row may be a bare value or an unwrapped reply", async () => {
    const one = rowsOf({ a: 1n });
    expect(await values((await open('{"predictions":0.5}')).client, one)).toEqual([{ prediction: "float64 0.5" }]);
    expect(await values((await open('{"choices":[{"text":"hi"}]}')).client, one)).toEqual([{ "choices[0].text": "string hi" }]);
  });

  it.each<[string, ServedAnswer, string, RegExp]>([
    ["415", { status: 415, headers: { "content-type": "text/plain" }, body: "This predictor only supports the following content types" }, "LS405", /415: This predictor only/],
    ["400 with a stack trace", { status: 400, body: JSON.stringify({ error_code: "BAD_REQUEST", message: "Failed to predict data", stack_trace: "Traceback…" }) }, "LS405", /400: Failed to predict data$/],
    ["too many predictions", { body: '{"predictions":[1,2,3]}' }, "LS404", /3 predictions for 2 rows/],
    ["an object for several rows", { body: '{"predictions":{"a":[1]}}' }, "LS404", /for 2 rows/],
    ["null", { body: '{"predictions":null}' }, "LS404", /no predictions/],
    ["an error with status 200", { body: '{"error_code":"X","message":"boom"}' }, "LS405", /boom/],
  ])("is refused: %s", async (_name, answer, code, message) => {
    const error = await failure((await open(() => answer)).client.predict(two));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});

describe("conformance", () => {
  const invoke = (planned: PlannedAnswer) => (request: ReceivedRequest): ServedAnswer => {
    const count = (JSON.parse(request.body) as { dataframe_split: { data: unknown[] } }).dataframe_split.data.length;
    if (planned.kind === "literals") return { body: `{"predictions":[${planned.literals.slice(0, count).join(",")}]}` };
    if (planned.kind === "text") return { status: planned.status, headers: { "content-type": planned.contentType }, body: planned.text };
    if (planned.kind === "fewer-rows") return { body: JSON.stringify({ predictions: Array.from({ length: count - 1 }, () => 1) }) };
    if (planned.kind === "no-outputs") return { body: '{"predictions":[]}' };
    return { fault: planned.kind };
  };
  const harness = {
    http: true,
    batches: true,
    open: async (planned: PlannedAnswer) => {
      const served = await serveForTest((request) => respond(request, invoke(planned)));
      const client = mlflow.create(createTransport({ url: served.url, timeoutMs: 150, maxAnswerBytes: 100_000 }), plain);
      return { client, close: async () => { await client.close(); await served.close(); } };
    },
  };
  for (const { name, run } of servingConformance(harness)) it(name, run);
});
