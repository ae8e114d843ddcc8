import { afterEach, describe, expect, it } from "vitest";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { type PlannedAnswer, servingConformance } from "../../../ports/serving.conformance.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer, type TestServer } from "../../../ports/serving.fixture.ts";
import type { InputRow, ModelClient, ServingOptions } from "../../../ports/serving.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { tensorflowServing } from "./index.ts";
import { malformed, metadata, notFinite, oldFloats, severalColumns, severalOutputs, status } from "./recorded-answers.fixture.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const plain: ServingOptions = { path: "/", model: "m", version: null, template: null, replicaHeader: null };
interface Server {
  readonly metadata?: string;
  readonly status?: string;
  readonly predict?: string | ((request: ReceivedRequest) => ServedAnswer);
}
const respond = (server: Server) => (request: ReceivedRequest): ServedAnswer => {
  const { method, url } = request;
  if (/^\/v1\/models\/m(\/(versions\/3|labels\/stable))?:predict$/.test(url) && method === "POST") return typeof server.predict === "function" ? server.predict(request) : { body: server.predict ?? "{}" };
  if (/^\/v1\/models\/m(\/(versions\/3|labels\/stable))?\/metadata$/.test(url)) return server.metadata === undefined ? { status: 404, body: '{ "error": "no metadata" }' } : { body: server.metadata };
  if (/^\/v1\/models\/m(\/(versions\/3|labels\/stable))?$/.test(url)) return { body: server.status ?? status(["3", "AVAILABLE"]) };
  if (/^\/v1\/models\/[^/]+(\/versions\/\d+)?$/.test(url)) return { status: 404, body: `{\n "error": "Could not find any versions of model ${url.split("/")[3]}"\n}` };
  return { status: 400, body: malformed(method, url) };
};
async function open(server: Server, options: Partial<ServingOptions> = {}): Promise<{ client: ModelClient; served: TestServer }> {
  const served = await serveForTest(respond(server));
  const client = tensorflowServing.create(createTransport({ url: served.url }), { ...plain, ...options });
  closing.push(() => client.close(), () => served.close());
  return { client, served };
}
const rowsOf = (...rows: Record<string, JsonValue>[]): InputRow[] => rows.map((row) => new Map(Object.entries(row)));
const two = rowsOf({ a: 1n, b: 2.5 }, { a: 3n, b: 4.5 });
const values = async (client: ModelClient, rows: readonly InputRow[]) => (await client.predict(rows)).rows.map((row) => Object.fromEntries([...row].map(([name, { dtype, value }]) => [name, `${dtype} ${String(value)}`])));
const x = metadata({ serving_default: { inputs: { x: ["DT_FLOAT", [-1, 2]] }, outputs: { dense_1: ["DT_FLOAT", [-1, 1]] } } });

describe("recognition", () => {
  it.each<[string, Partial<ServingOptions>, string | null]>([
    ["by the versions of the model named", {}, "GET /v1/models/m answered with the state of the model's versions"],
    ["by the URL", { model: null, path: "/v1/models/m/versions/3:predict" }, "GET /v1/models/m/versions/3 answered with the state of the model's versions"],
    ["by how it refuses a list", { model: null }, 'GET /v1/models answered 400 "Malformed request: GET /v1/models", as TensorFlow Serving does'],
    ["by how it knows no model", { model: "other" }, 'GET /v1/models/other answered 404 "Could not find any versions of model other", as TensorFlow Serving does'],
  ])("%s", async (_name, options, evidence) => {
    const { served } = await open({});
    expect(await tensorflowServing.recognise(createTransport({ url: served.url }), { ...plain, ...options })).toBe(evidence);
  });

  it("is not of KServe, which has the same paths, nor of others", async () => {
    for (const answer of [{ body: '{"name":"m","ready":true}' }, { body: '{"models":["m"]}' }, { status: 404, body: '{"detail":"Not Found"}' }, { status: 400, body: '{"error":"bad"}' }, { headers: { "content-type": "text/html" }, body: "<!doctype html>" }]) {
      const served = await serveForTest(() => answer);
      closing.push(() => served.close());
      for (const model of ["m", null]) expect(await tensorflowServing.recognise(createTransport({ url: served.url }), { ...plain, model })).toBeNull();
    }
  });
});

describe("the model", () => {
  it("is described by its signature", async () => {
    const { client } = await open({ metadata: x }, { columns: ["a", "b"] });
    expect(await client.describe()).toEqual({
      model: "m", version: "3", platform: "tensorflow", inputs: [{ name: "x", dtype: "float32", shape: [-1, 2] }], outputs: [{ name: "dense_1", dtype: "float32", shape: [-1, 1] }],
      namedColumns: false, batches: true, detection: "TensorFlow Serving: the signature serving_default declares one input x [-1, 2], so all columns go as one tensor in their order, as instances",
    });
  });

  it.each<[Partial<ServingOptions>, string]>([[{ version: "3" }, "/v1/models/m/versions/3:predict"], [{ version: "stable" }, "/v1/models/m/labels/stable:predict"], [{ path: "/v1/models/m/labels/stable", model: null }, "/v1/models/m/labels/stable:predict"], [{ path: "/v1/models/m:predict", model: null }, "/v1/models/m:predict"]])("is asked at its version or label: %j", async (options, url) => {
    const { client, served } = await open({ metadata: x, predict: '{"predictions":[1.0,2.0]}' }, options);
    await client.predict(two);
    expect(served.requests.at(-1)?.url).toBe(url);
  });

  it("is asked by the signature named, or else the usual one", async () => {
    const one = { inputs: { x: ["DT_FLOAT", [-1, 2]] }, outputs: { y: ["DT_FLOAT", [-1]] } } as const;
    const both = metadata({ raw: one, score: one });
    const { client, served } = await open({ metadata: both, predict: '{"predictions":[1.0,2.0]}' }, { path: "/v1/models/m?signature_name=score" });
    await client.predict(two);
    expect(served.requests.at(-1)?.body).toBe('{"signature_name":"score","instances":[[1,2.5],[3,4.5]]}');
    await expect((await open({ metadata: both })).client.describe()).rejects.toMatchObject({ code: "LS306", message: "the model has 2 signatures and none is serving_default: raw, score" });
    await expect((await open({ metadata: both }, { path: "/?signature_name=scor" })).client.describe()).rejects.toMatchObject({ code: "LS306", message: "the model has no signature scor; it has: raw, score" });
  });

  it.each<[string, Server, Partial<ServingOptions>, string, RegExp]>([
    ["not named", {}, { model: null }, "LS306", /no model is named, and TensorFlow Serving lists none/],
    ["unknown", {}, { model: "other" }, "LS306", /does not know the model other \(404: Could not find any versions of model other\)/],
    ["unknown in this version", {}, { version: "4" }, "LS306", /the model m, version 4 \(404/],
    ["loading", { status: status(["3", "LOADING"], ["2", "END", "unloaded"]) }, {}, "LS306", /version 3 is LOADING, version 2 is END \(unloaded\)/],
    ["without the columns", { metadata: metadata({ serving_default: { inputs: { age: ["DT_INT64", [-1, 1]], job: ["DT_STRING", [-1, 1]] }, outputs: {} } }) }, { columns: ["age"] }, "LS406", /wants the inputs job, which the rows do not have; they have: age/],
  ])("is refused when %s", async (_name, server, options, code, message) => {
    await expect((await open(server, options)).client.describe()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it("has one name", () => {
    const transport = createTransport({ url: "http://127.0.0.1:9" });
    expect(() => tensorflowServing.create(transport, { ...plain, path: "/v1/models/a" })).toThrow(/the URL names a and --model names m/);
    expect(() => tensorflowServing.create(transport, { ...plain, path: "/v1/models/m/versions/2", version: "3" })).toThrow(/--model-version names 3/);
    expect(() => tensorflowServing.create(transport, { ...plain, template: "columns" })).toThrow(/no request form "columns"/);
  });

  it("of an old server, which tells neither state nor signature, is asked by name", async () => {
    const served = await serveForTest(({ method, url }) => (url === "/v1/models/m:predict" ? { body: oldFloats } : { status: 400, body: malformed(method, url) }));
    const client = tensorflowServing.create(createTransport({ url: served.url }), plain);
    closing.push(() => client.close(), () => served.close());
    expect((await client.describe()).detection).toContain("declares no signature");
    expect(await values(client, two)).toEqual([{ prediction: "float64 6e-7" }, { prediction: "float64 1" }]);
    expect(served.requests.at(-1)?.body).toBe('{"instances":[{"a":1,"b":2.5},{"a":3,"b":4.5}]}');
  });
});

describe("the request", () => {
  const several = metadata({ serving_default: { inputs: { age: ["DT_INT64", [-1, 1]], job: ["DT_STRING", [-1]], vec: ["DT_FLOAT", [-1, 2]] }, outputs: { y: ["DT_FLOAT", [-1]] } } });
  const text = metadata({ serving_default: { inputs: { text: ["DT_STRING", [-1]] }, outputs: { y: ["DT_FLOAT", [-1]] } } });
  const flag = metadata({ serving_default: { inputs: { x: ["DT_BOOL", [-1, 1]] }, outputs: { y: ["DT_FLOAT", [-1]] } } });
  const people = rowsOf({ job: "x", id: 9n, age: 9007199254740993n, vec: [1, 2n] }, { job: "", id: 8n, age: 3, vec: [3, null] });
  it.each<[string, string, string | null, readonly InputRow[], string]>([
    ["one tensor of all columns", x, null, two, '"instances":[[1,2.5],[3,4.5]]'],
    ["one tensor, by column", x, "inputs", two, '"inputs":[[1,2.5],[3,4.5]]'],
    ["a column of lists", x, null, rowsOf({ v: [1n, 2.5] }, { v: [Number.NaN, null] }), '"instances":[[1,2.5],[NaN,NaN]]'],
    ["a column of the input's own name", x, null, rowsOf({ x: [1n, 2.5], id: 1n }, { x: [1n, 3.5], id: 2n }), '"instances":[{"x":[1,2.5]},{"x":[1,3.5]}]'],
    ["inputs by name", several, null, people, '"instances":[{"job":"x","age":[9007199254740993],"vec":[1.0,2]},{"job":"","age":[3],"vec":[3.0,NaN]}]'],
    ["inputs by name, by column", several, "inputs", people, '"inputs":{"job":["x",""],"age":[[9007199254740993],[3]],"vec":[[1.0,2],[3.0,NaN]]}'],
    ["one scalar, under another name", text, null, rowsOf({ sentence: "a" }, { sentence: "b" }), '"instances":["a","b"]'],
    ["bytes", text, null, rowsOf({ text: { b64: "eWVz" } }, { text: "b" }), '"instances":[{"text":{"b64":"eWVz"}},{"text":"b"}]'],
    ["one scalar in a list", flag, null, rowsOf({ ok: true }, { ok: false }), '"instances":[[true],[false]]'],
  ])("as %s is exact", async (_name, declared, template, rows, body) => {
    const { client, served } = await open({ metadata: declared, predict: '{"predictions":[1.0,2.0]}' }, { template });
    await client.predict(rows);
    expect(served.requests.at(-1)?.body).toBe(`{"signature_name":"serving_default",${body}}`);
  });

  it.each<[string, string, readonly InputRow[], RegExp]>([
    ["too many columns", x, rowsOf({ a: 1n, b: 2n, job: "x" }), /column job holds "x", and the model's input x is float32/],
    ["too few columns", metadata({ serving_default: { inputs: { x: ["DT_FLOAT", [-1, 3]] }, outputs: {} } }), two, /wants 3 values a row \(x \[-1, 3\]\) and the rows have 2: a, b/],
    ["a fraction for an integer", several, rowsOf({ age: 1.5, job: "", vec: [1, 2] }), /column age holds 1.5, and the model's input age is int64/],
    ["a null for an integer", several, rowsOf({ age: null, job: "", vec: [1, 2] }), /column age holds null/],
    ["a missing column", several, rowsOf({ age: 1n }), /wants the inputs job, vec/],
    ["several columns for one scalar", text, rowsOf({ a: "x", b: "y" }), /wants the inputs text/],
  ])("with %s is refused", async (_name, declared, rows, message) => {
    await expect((await open({ metadata: declared })).client.predict(rows)).rejects.toMatchObject({ code: "LS406", message: expect.stringMatching(message) as string });
  });
});

describe("the answer", () => {
  it.each<[string, string, string | undefined, Record<string, string>[]]>([
    ["a bare list", '{"predictions":[[0.1],[1]]}', x, [{ "prediction[0]": `float32 ${Math.fround(0.1)}` }, { "prediction[0]": "float32 1" }]],
    ["outputs", '{"outputs":[[0.1],[1]]}', undefined, [{ "prediction[0]": "float64 0.1" }, { "prediction[0]": "int64 1" }]],
    ["what is not finite", notFinite, undefined, [{ prediction: "float64 NaN" }, { prediction: "float64 -Infinity" }]],
    ["floats of old versions", oldFloats, undefined, [{ prediction: "float64 6e-7" }, { prediction: "float64 1" }]],
    ["objects, and bytes", severalOutputs, undefined, [{ "scores[0]": "float64 0.1", "scores[1]": "float64 0.9", label_bytes: "string yes" }, { "scores[0]": "float64 0.75", "scores[1]": "float64 0.25", label_bytes: "string base64:/w==" }]],
    ["bytes alone", '{"predictions":[{"b64":"eWVz"},{"b64":"bm8="}]}', undefined, [{ prediction: "string yes" }, { prediction: "string no" }]],
  ])("as %s", async (_name, body, declared, rows) => {
    expect(await values((await open({ predict: body, ...(declared === undefined ? {} : { metadata: declared }) })).client, two)).toEqual(rows);
  });

  it("has the same names and types by row and by column", async () => {
    const declared = metadata({ serving_default: { inputs: { x: ["DT_FLOAT", [-1, 2]] }, outputs: { scores: ["DT_FLOAT", [-1, 2]], label_bytes: ["DT_STRING", [-1]] } } });
    const byRow = await values((await open({ metadata: declared, predict: severalOutputs })).client, two);
    expect(await values((await open({ metadata: declared, predict: severalColumns }, { template: "inputs" })).client, two)).toEqual(byRow);
    expect(byRow[0]?.["scores[1]"]).toBe(`float32 ${Math.fround(0.9)}`);
  });

  it.each<[string, ServedAnswer, string, RegExp]>([
    ["400", { status: 400, body: '{ "error": "Failed to process element: 0 of \'instances\' list. Error: Invalid argument: JSON Value: \\"x\\" Type: String is not of expected type: float" }' }, "LS405", /400: Failed to process element: 0/],
    ["404 after unloading", { status: 404, body: '{ "error": "Servable not found for request: Latest(m)" }' }, "LS405", /404: Servable not found/],
    ["too many predictions", { body: '{"predictions":[1,2,3]}' }, "LS404", /3 predictions for 2 rows/],
    ["an error with status 200", { body: '{"error":"boom"}' }, "LS405", /boom/],
    ["results of classify", { body: '{"result":[1,2]}' }, "LS404", /neither predictions nor outputs; it has result/],
  ])("is refused: %s", async (_name, answer, code, message) => {
    await expect((await open({ predict: () => answer })).client.predict(two)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });
});

describe("conformance", () => {
  const predict = (planned: PlannedAnswer) => (request: ReceivedRequest): ServedAnswer => {
    const count = (JSON.parse(request.body) as { instances: unknown[] }).instances.length;
    if (planned.kind === "literals") return { body: `{\n    "predictions": [${planned.literals.slice(0, count).join(", ")}\n    ]\n}` };
    if (planned.kind === "text") return { status: planned.status, headers: { "content-type": planned.contentType }, body: planned.text };
    if (planned.kind === "fewer-rows") return { body: JSON.stringify({ predictions: Array.from({ length: count - 1 }, () => 1) }) };
    if (planned.kind === "no-outputs") return { body: '{"predictions":[]}' };
    return { fault: planned.kind };
  };
  const harness = {
    http: true,
    batches: true,
    open: async (planned: PlannedAnswer) => {
      const served = await serveForTest(respond({ predict: predict(planned) }));
      const client = tensorflowServing.create(createTransport({ url: served.url, timeoutMs: 150, maxAnswerBytes: 100_000 }), plain);
      return { client, close: async () => { await client.close(); await served.close(); } };
    },
  };
  for (const { name, run } of servingConformance(harness)) it(name, run);
});
