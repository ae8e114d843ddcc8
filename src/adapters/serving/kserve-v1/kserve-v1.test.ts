import { afterEach, describe, expect, it } from "vitest";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { type PlannedAnswer, servingConformance } from "../../../ports/serving.conformance.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer, type TestServer } from "../../../ports/serving.fixture.ts";
import type { InputRow, ModelClient, ServingOptions } from "../../../ports/serving.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { kserveV1 } from "./index.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const plain: ServingOptions = { path: "/", model: null, version: null, template: null, replicaHeader: null };
const json = (value: unknown, status = 200): ServedAnswer => ({ status, body: JSON.stringify(value) });
const respond = (predict: (request: ReceivedRequest) => ServedAnswer, models: unknown = { models: ["m"] }) => (request: ReceivedRequest): ServedAnswer => {
  if (request.url === "/v1/models") return json(models);
  if (request.url === "/v1/models/m") return json({ name: "m", ready: true });
  if (request.url === "/v1/models/cold") return json({ error: "Model with name cold is not ready." }, 503);
  if (request.url === "/v1/models/old") return json({ name: "old", ready: "False" });
  return request.url === "/v1/models/m:predict" && request.method === "POST" ? predict(request) : json({ error: "Model with name x does not exist." }, 404);
};
async function open(predict: string | ((request: ReceivedRequest) => ServedAnswer), options: Partial<ServingOptions> = {}, models?: unknown): Promise<{ client: ModelClient; served: TestServer }> {
  const served = await serveForTest(respond(typeof predict === "string" ? () => ({ body: predict }) : predict, models));
  const client = kserveV1.create(createTransport({ url: served.url }), { ...plain, ...options });
  closing.push(() => client.close(), () => served.close());
  return { client, served };
}
const recognised = async (answer: (request: ReceivedRequest) => ServedAnswer, options: Partial<ServingOptions> = {}): Promise<string | null> => {
  const served = await serveForTest(answer);
  closing.push(() => served.close());
  return kserveV1.recognise(createTransport({ url: served.url }), { ...plain, ...options });
};
const rowsOf = (...rows: Record<string, JsonValue>[]): InputRow[] => rows.map((row) => new Map(Object.entries(row)));
const two = rowsOf({ a: 1n, b: "x" }, { a: 2.5, b: null });
const values = async (client: ModelClient, rows: readonly InputRow[]) => (await client.predict(rows)).rows.map((row) => Object.fromEntries([...row].map(([name, { dtype, value }]) => [name, `${dtype} ${String(value)}`])));

describe("recognition", () => {
  it("is by the list of models, of either age, or by the model's state", async () => {
    expect(await recognised(respond(() => json({})))).toBe("GET /v1/models lists the models m");
    expect(await recognised(respond(() => json({}), ["m"]))).toBe("GET /v1/models lists the models m");
    expect(await recognised(respond(() => json({}), { object: "list", data: [] }), { model: "m" })).toBe("GET /v1/models/m answered with the model's name and that it is ready");
    expect(await recognised(respond(() => json({}), {}), { path: "/v1/models/old:predict" })).toBe("GET /v1/models/old answered with the model's name and that it is not ready");
  });

  it("is not of TensorFlow Serving, of a chat server, nor of a web page", async () => {
    const tensorflow = ({ url }: ReceivedRequest): ServedAnswer => (url === "/v1/models/m" ? json({ model_version_status: [{ version: "1", state: "AVAILABLE", status: { error_code: "OK", error_message: "" } }] }) : json({ error: `Malformed request: GET ${url}` }, 400));
    expect(await recognised(tensorflow, { model: "m" })).toBeNull();
    expect(await recognised(() => json({ object: "list", data: [{ id: "gpt" }] }))).toBeNull();
    expect(await recognised(() => ({ headers: { "content-type": "text/html" }, body: "<!doctype html>" }), { model: "m" })).toBeNull();
    await expect(recognised(() => ({ status: 401 }))).rejects.toMatchObject({ code: "LS304" });
  });
});

describe("the model", () => {
  it("is the only one, or the one named", async () => {
    expect(await (await open("{}")).client.describe()).toMatchObject({ model: "m", batches: true, namedColumns: false });
    expect(await (await open("{}", { path: "/v1/models/m:predict" }, { models: ["a", "m"] })).client.describe()).toMatchObject({ model: "m" });
  });

  it.each<[string, Partial<ServingOptions>, unknown, string, RegExp]>([
    ["several", {}, { models: ["a", "b"] }, "LS306", /2 models: a, b/],
    ["none", {}, { models: [] }, "LS306", /lists none/],
    ["unknown", { model: "x" }, undefined, "LS306", /does not know the model x; it has: m/],
    ["loading", { model: "cold" }, undefined, "LS306", /cold is not ready/],
    ["loading, as early versions say it", { model: "old" }, undefined, "LS306", /old is not ready/],
  ])("is refused when %s", async (_name, options, models, code, message) => {
    const { client } = await open("{}", options, models);
    await expect(client.describe()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it("has no version, and one name", () => {
    const transport = createTransport({ url: "http://127.0.0.1:9" });
    expect(() => kserveV1.create(transport, { ...plain, version: "1" })).toThrow(/knows no versions/);
    expect(() => kserveV1.create(transport, { ...plain, path: "/v1/models/a", model: "b" })).toThrow(/the URL names a and --model names b/);
    expect(() => kserveV1.create(transport, { ...plain, template: "csv" })).toThrow(/no request format "csv"/);
  });
});

describe("the request", () => {
  it.each<[string | null, readonly InputRow[], string]>([
    [null, two, '{"instances":[[1,"x"],[2.5,null]]}'],
    [null, rowsOf({ a: Number.NaN, b: 9007199254740993n }), '{"instances":[[null,9007199254740993]]}'],
    [null, rowsOf({ v: [1, Number.NaN] }, { v: [3, 4n] }), '{"instances":[[1.0,null],[3.0,4]]}'],
    ["records", two, '{"instances":[{"a":1,"b":"x"},{"a":2.5,"b":null}]}'],
    ["frames", two, '{"instances":[[{"a":1,"b":"x"}],[{"a":2.5,"b":null}]]}'],
  ])("as %s is exact", async (template, rows, body) => {
    const { client, served } = await open(() => json({ predictions: rows.map(() => 1) }), { template });
    await client.predict(rows);
    expect(served.requests.at(-1)).toMatchObject({ url: "/v1/models/m:predict", body, headers: { "content-type": "application/json" } });
  });

  it("that is refused comes with the other formats", async () => {
    const { client } = await open(() => json({ error: "could not convert string to float" }, 500));
    await expect(client.predict(two)).rejects.toMatchObject({ code: "LS405", message: "answered 500: could not convert string to float", todo: expect.stringContaining("--template records or frames") as string });
  });
});

describe("the answer", () => {
  it.each<[string, string, Record<string, string>[]]>([
    ["scalars", '{"predictions":[0.5,1]}', [{ prediction: "float64 0.5" }, { prediction: "int64 1" }]],
    ["lists", '{"predictions":[[0.1,0.9],[NaN,1.0]]}', [{ "prediction[0]": "float64 0.1", "prediction[1]": "float64 0.9" }, { "prediction[0]": "float64 NaN", "prediction[1]": "float64 1" }]],
    ["records", '{"predictions":[{"score":0.5,"label":"a"},{"label":"b","score":0.25}],"model":"m"}', [{ score: "float64 0.5", label: "string a" }, { score: "float64 0.25", label: "string b" }]],
    ["columns", '{"predictions":{"score":[0.5,0.25]}}', [{ score: "float64 0.5" }, { score: "float64 0.25" }]],
  ])("as %s", async (_name, body, rows) => {
    expect(await values((await open(body)).client, two)).toEqual(rows);
  });

  it.each<[string, ServedAnswer, string, RegExp]>([
    ["too many predictions", { body: '{"predictions":[1,2,3]}' }, "LS404", /3 predictions for 2 rows/],
    ["no predictions", { body: '{"outputs":[1,2]}' }, "LS404", /no predictions; it has outputs/],
    ["a bare list", { body: "[1,2]" }, "LS404", /no predictions/],
    ["an error with status 200", { body: '{"error":"boom"}' }, "LS405", /boom/],
    ["503 while it loads again", json({ error: "Model with name m is not ready." }, 503), "LS405", /503: Model with name m is not ready/],
  ])("is refused: %s", async (_name, answer, code, message) => {
    await expect((await open(() => answer)).client.predict(two)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });
});

describe("conformance", () => {
  const predict = (planned: PlannedAnswer) => (request: ReceivedRequest): ServedAnswer => {
    const count = (JSON.parse(request.body) as { instances: unknown[] }).instances.length;
    if (planned.kind === "literals") return { body: `{"predictions":[${planned.literals.slice(0, count).join(",")}]}` };
    if (planned.kind === "text") return { status: planned.status, headers: { "content-type": planned.contentType }, body: planned.text };
    if (planned.kind === "fewer-rows") return json({ predictions: Array.from({ length: count - 1 }, () => 1) });
    if (planned.kind === "no-outputs") return json({ predictions: [] });
    return { fault: planned.kind };
  };
  const harness = {
    http: true,
    batches: true,
    open: async (planned: PlannedAnswer) => {
      const served = await serveForTest(respond(predict(planned)));
      const client = kserveV1.create(createTransport({ url: served.url, timeoutMs: 150, maxAnswerBytes: 100_000 }), plain);
      return { client, close: async () => { await client.close(); await served.close(); } };
    },
  };
  for (const { name, run } of servingConformance(harness)) it(name, run);
});
