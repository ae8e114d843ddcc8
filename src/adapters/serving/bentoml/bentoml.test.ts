import { afterEach, describe, expect, it } from "vitest";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { type PlannedAnswer, servingConformance } from "../../../ports/serving.conformance.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer, type TestServer } from "../../../ports/serving.fixture.ts";
import type { InputRow, ModelClient, ServingOptions } from "../../../ports/serving.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { bentoml } from "./index.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const plain: ServingOptions = { path: "/", model: null, version: null, template: null, replicaHeader: null };
const json = (value: unknown): ServedAnswer => ({ body: JSON.stringify(value) });

const number = { type: "number" };
const applicant = { Applicant: { type: "object", required: ["age", "income"], properties: { age: { type: "integer" }, income: number, job: { anyOf: [{ type: "string" }, { type: "null" }], default: null } } } };
const applicants = { type: "array", items: { $ref: "#/components/schemas/Applicant" } };
const listOf = (type: string) => ({ type: "array", items: { type } });
const tensor = (shape?: readonly number[]) => ({ type: "tensor", format: "numpy-array", ...(shape === undefined ? {} : { shape, dtype: "float64", dim: -shape.length }) });

interface Api {
  readonly input: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  /** The one argument that is the body itself. */
  readonly root?: unknown;
  readonly text?: boolean;
  readonly batchable?: boolean;
}
type Apis = Readonly<Record<string, Api>>;

/** `/docs.json` as BentoML 1.4 writes it: tensors are arrays of numbers in the request and what they are among the components. */
function docs(apis: Apis): unknown {
  const schemaOf = ({ input, required, root }: Api): unknown => root ?? { type: "object", title: "Input", required: required ?? Object.keys(input), properties: input };
  const loose = (schema: unknown): unknown => JSON.parse(JSON.stringify(schema).replaceAll(/\{"type":"tensor"[^}]*\}/g, '{"type":"array","items":{"type":"number"}}')) as unknown;
  return {
    openapi: "3.0.2", info: { title: "credit", version: "None", contact: { name: "BentoML Team" } },
    paths: {
      "/readyz": { get: { tags: ["Infrastructure"] } },
      ...Object.fromEntries(Object.entries(apis).map(([name, api]) => [`/${name}`, { post: {
        tags: ["Service APIs"], "x-bentoml-name": name, operationId: `credit__${name}`, requestBody: { content: { "application/json": { schema: loose(schemaOf(api)) } } },
        responses: { 200: { content: { [api.text === true ? "text/plain" : "application/json"]: { schema: {} } } } },
      } }])),
    },
    components: { schemas: { ...applicant, ...Object.fromEntries(Object.entries(apis).filter(([, { root }]) => root === undefined).map(([name, api]) => [`${name}__Input`, schemaOf(api)])) } },
  };
}
const respond = (apis: Apis, answer: (request: ReceivedRequest) => ServedAnswer, prefix = "") => (request: ReceivedRequest): ServedAnswer => {
  if (request.url === `${prefix}/docs.json`) return json(docs(apis));
  if (request.url === `${prefix}/schema.json`) return json({ name: "credit", routes: Object.entries(apis).map(([name, { batchable = false }]) => ({ name, route: `/${name}`, batchable })) });
  if (request.url === `${prefix}/readyz`) return { headers: {}, body: "\n" };
  return request.method === "POST" ? answer(request) : { status: 404 };
};
async function open(apis: Apis, answer: string | ((request: ReceivedRequest) => ServedAnswer), options: Partial<ServingOptions> = {}, prefix = ""): Promise<{ client: ModelClient; served: TestServer }> {
  const served = await serveForTest(respond(apis, typeof answer === "string" ? () => ({ body: answer }) : answer, prefix));
  const client = bentoml.create(createTransport({ url: served.url }), { ...plain, ...options });
  closing.push(() => client.close(), () => served.close());
  return { client, served };
}
const rowsOf = (...rows: Record<string, JsonValue>[]): InputRow[] => rows.map((row) => new Map(Object.entries(row)));
const two = rowsOf({ age: 1n, income: 2.5, id: 7n }, { age: 3n, income: Number.NaN, id: 8n });
const one = two.slice(0, 1);
const values = async (client: ModelClient, rows: readonly InputRow[]) => (await client.predict(rows)).rows.map((row) => Object.fromEntries([...row].map(([name, { dtype, value }]) => [name, `${dtype} ${String(value)}`])));
const predict: Apis = { predict: { input: { rows: applicants } } };

describe("recognition", () => {
  it("is by what /docs.json describes", async () => {
    const { served } = await open({ ...predict, explain: { input: { age: number } } }, "[]");
    for (const path of ["/", "/predict"]) expect(await bentoml.recognise(createTransport({ url: served.url }), { ...plain, path })).toBe("GET /docs.json describes the BentoML service credit with POST /predict, POST /explain");
  });

  it("is not of another service with such a document, nor of none", async () => {
    for (const answer of [{ status: 404 }, { body: "{}" }, { body: '{"paths":{"/predict":{"post":{"operationId":"predict"}}}}' }, { headers: { "content-type": "text/html" }, body: "<!doctype html>" }]) {
      const served = await serveForTest(() => answer);
      closing.push(() => served.close());
      expect(await bentoml.recognise(createTransport({ url: served.url }), plain)).toBeNull();
      await expect(bentoml.create(createTransport({ url: served.url }), plain).describe()).rejects.toMatchObject({ code: "LS305" });
    }
    const closed = await serveForTest(() => ({ status: 401 }));
    closing.push(() => closed.close());
    await expect(bentoml.recognise(createTransport({ url: closed.url }), plain)).rejects.toMatchObject({ code: "LS304" });
  });
});

describe("the API", () => {
  const several: Apis = { ...predict, render: { input: { age: number } } };
  it("is the one of the URL, the only one, or the only one that predicts", async () => {
    for (const [apis, path, url] of [[several, "/", "/predict"], [several, "/render", "/render"], [{ render: several["render"] as Api }, "/", "/render"]] as const) {
      const { client, served } = await open(apis, "[1]", { path });
      await client.predict(one);
      expect(served.requests.at(-1)?.url).toBe(url);
    }
    const { client, served } = await open(several, "[1]", { path: "/gw/predict" }, "/gw");
    await client.predict(one);
    expect(served.requests.at(-1)?.url).toBe("/gw/predict");
  });

  it.each<[Apis, Partial<ServingOptions>, string, RegExp]>([
    [{ ...predict, score: { input: { age: number } } }, {}, "LS305", /2 APIs: POST \/predict, POST \/score/],
    [several, { path: "/predct" }, "LS305", /no API \/predct; it has: POST \/predict, POST \/render/],
    [predict, { columns: ["age"] }, "LS406", /requires income, which the rows do not have; they have: age/],
    [{ predict: { input: { rows: applicants, flag: number } } }, {}, "LS305", /none that rows can be fitted into: rows \(array\), flag \(number\)/],
    [{ predict: { input: { file: { type: "file" } } } }, {}, "LS305", /file \(file\)/],
  ])("is refused where it cannot be asked: %#", async (apis, options, code, message) => {
    await expect((await open(apis, "[]", options)).client.describe()).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it("is not asked while the service is not ready, nor by other names", async () => {
    const served = await serveForTest((request) => (request.url === "/readyz" ? { status: 503 } : respond(predict, () => ({}))(request)));
    closing.push(() => served.close());
    await expect(bentoml.create(createTransport({ url: served.url }), plain).describe()).rejects.toMatchObject({ code: "LS306" });
    for (const options of [{ model: "m" }, { version: "1" }, { template: "records" }]) expect(() => bentoml.create(createTransport({ url: served.url }), { ...plain, ...options })).toThrow(/BentoML service/);
  });
});

describe("the request", () => {
  const frame = (orient?: string) => ({ type: "dataframe", ...(orient === undefined ? {} : { orient }) });
  it.each<[string, Api, readonly InputRow[], string, boolean]>([
    ["objects", { input: { rows: applicants } }, two, '{"rows":[{"age":1,"income":2.5},{"age":3,"income":NaN}]}', true],
    ["any objects", { input: { rows: { type: "array", items: { type: "object", additionalProperties: true } } } }, one, '{"rows":[{"age":1,"income":2.5,"id":7}]}', true],
    ["a data frame", { input: { df: frame("records") } }, one, '{"df":[{"age":1,"income":2.5,"id":7}]}', true],
    ["a data frame by columns", { input: { df: frame("columns") } }, two, '{"df":{"age":[1,3],"income":[2.5,NaN],"id":[7,8]}}', true],
    ["an array", { input: { features: tensor() } }, two, '{"features":[[1,2.5,7],[3,NaN,8]]}', true],
    ["an array of two dimensions", { input: { features: tensor([-1, 3]), limit: number }, required: ["features"] }, one, '{"features":[[1,2.5,7]]}', true],
    ["an array of one", { input: { features: tensor([3]) } }, one, '{"features":[1,2.5,7]}', false],
    ["lists of a column", { input: { features: { type: "array", items: listOf("number") } } }, rowsOf({ v: [1n, 2n] }), '{"features":[[1,2]]}', true],
    ["the body itself", { input: {}, root: { type: "array", items: listOf("number"), root_input: true } }, one, "[[1,2.5,7]]", true],
    ["one list for each column", { input: { age: listOf("integer"), income: tensor([-1]) } }, two, '{"age":[1,3],"income":[2.5,NaN]}', true],
    ["a batchable list", { input: { texts: listOf("string") }, batchable: true }, rowsOf({ sentence: "a" }, { sentence: "b" }), '{"texts":["a","b"]}', true],
    ["the values of one row", { input: { features: listOf("number") } }, one, '{"features":[1,2.5,7]}', false],
    ["one object", { input: { applicant: { $ref: "#/components/schemas/Applicant" } } }, one, '{"applicant":{"age":1,"income":2.5}}', false],
    ["any object", { input: { payload: { type: "object", additionalProperties: true } } }, one, '{"payload":{"age":1,"income":2.5,"id":7}}', false],
    ["arguments", { input: { age: { type: "integer" }, income: number, job: { anyOf: [{ type: "string" }, { type: "null" }] } }, required: ["age", "income"] }, one, '{"age":1,"income":2.5}', false],
    ["the only argument", { input: { text: { type: "string" } } }, rowsOf({ sentence: "a" }), '{"text":"a"}', false],
  ])("as %s is exact", async (_name, api, rows, body, batches) => {
    const { client, served } = await open({ predict: api }, JSON.stringify(rows.map(() => 1)), { columns: [...(rows[0] as InputRow).keys()] });
    expect((await client.describe()).batches).toBe(batches);
    await client.predict(rows);
    expect(served.requests.at(-1)).toMatchObject({ url: "/predict", body, headers: { "content-type": "application/json" } });
  });

  it("takes a list for all rows where a column has its name", async () => {
    const { client, served } = await open({ predict: { input: { age: listOf("integer") } } }, "[1,2]", { columns: ["age", "income", "id"] });
    await client.predict(two);
    expect(served.requests.at(-1)?.body).toBe('{"age":[1,3]}');
    expect((await client.describe()).detection).toContain("not sent, since the schema does not name them: income, id");
  });

  it("is described with the fields of a row", async () => {
    const { client } = await open(predict, "[]", { columns: ["age", "income", "id"] });
    expect(await client.describe()).toEqual({
      model: null, version: null, platform: "bentoml", outputs: null, namedColumns: true, batches: true,
      inputs: [{ name: "age", dtype: "int64", shape: [-1], nullable: false }, { name: "income", dtype: "float64", shape: [-1], nullable: false }, { name: "job", dtype: "string", shape: [-1], nullable: true }],
      detection: "BentoML: POST /predict takes a list of objects in rows: age, income, job; not sent, since the schema does not name them: id",
    });
    const renamed = await open({ predict: { input: { text: { type: "string" } } } }, "1", { columns: ["sentence"] });
    expect((await renamed.client.describe()).detection).toContain("the only column, sentence, is taken for text");
  });
});

describe("the answer", () => {
  it.each<[string, string, Record<string, string>[]]>([
    ["scalars", "[0.5, 1]", [{ prediction: "float64 0.5" }, { prediction: "int64 1" }]],
    ["lists", "[[0.1, 0.9], [null, 1.0]]", [{ "prediction[0]": "float64 0.1", "prediction[1]": "float64 0.9" }, { "prediction[0]": "null null", "prediction[1]": "float64 1" }]],
    ["objects", '[{"score": 0.5}, {"score": 0.25}]', [{ score: "float64 0.5" }, { score: "float64 0.25" }]],
    ["columns", '{"score": [0.5, 0.25], "label": ["a", "b"]}', [{ score: "float64 0.5", label: "string a" }, { score: "float64 0.25", label: "string b" }]],
  ])("of several rows as %s", async (_name, body, rows) => {
    expect(await values((await open(predict, body)).client, two)).toEqual(rows);
  });

  it("of one row is the whole of it", async () => {
    const single: Apis = { predict: { input: { age: number, income: number }, text: true } };
    for (const [body, row] of [["3.0", { prediction: "float64 3" }], ['{"score":0.9,"ok":true}', { score: "float64 0.9", ok: "bool true" }], ["[0.1,0.9]", { "prediction[0]": "float64 0.1", "prediction[1]": "float64 0.9" }], ["[0.5]", { "prediction[0]": "float64 0.5" }]] as const) {
      expect(await values((await open(single, body)).client, one)).toEqual([row]);
    }
    expect(await values((await open(single, () => ({ headers: { "content-type": "text/plain; charset=utf-8" }, body: "approved" }))).client, one)).toEqual([{ prediction: "string approved" }]);
    for (const body of ["{}", "[]", "null"]) await expect((await open(single, body)).client.predict(one)).rejects.toMatchObject({ code: "LS404" });
  });

  it.each<[string, ServedAnswer, string, RegExp]>([
    ["400", { status: 400, body: '{"error":"1 validation error for Input","detail":[{"type":"int_parsing","loc":["rows",0,"age"],"msg":"Input should be a valid integer"}]}' }, "LS405", /400: 1 validation error for Input/],
    ["500", { status: 500, body: '{"error":"An unexpected error has occurred, please check the server log."}' }, "LS405", /500: An unexpected error/],
    ["too many", { body: "[1,2,3]" }, "LS404", /3 predictions for 2 rows/],
    ["an error with status 200", { body: '{"error":"boom"}' }, "LS405", /boom/],
  ])("is refused: %s", async (_name, answer, code, message) => {
    await expect((await open(predict, () => answer)).client.predict(two)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });
});

describe.each([["rows", true], ["one row", false]] as const)("conformance with %s", (_name, batches) => {
  const apis: Apis = { predict: { input: batches ? { rows: applicants } : { age: { type: "integer" }, income: number } } };
  const answer = (planned: PlannedAnswer) => ({ body }: ReceivedRequest): ServedAnswer => {
    const count = batches ? (JSON.parse(body) as { rows: unknown[] }).rows.length : 1;
    if (planned.kind === "literals") return { body: batches ? `[${planned.literals.slice(0, count).join(",")}]` : `{"score":${planned.literals[0]}}` };
    if (planned.kind === "text") return { status: planned.status, headers: { "content-type": planned.contentType }, body: planned.text };
    if (planned.kind === "fewer-rows") return json(Array.from({ length: count - 1 }, () => 1));
    if (planned.kind === "no-outputs") return { body: batches ? "[]" : "{}" };
    return { fault: planned.kind };
  };
  const harness = {
    http: true,
    batches,
    open: async (planned: PlannedAnswer) => {
      const served = await serveForTest(respond(apis, answer(planned)));
      const client = bentoml.create(createTransport({ url: served.url, timeoutMs: 150, maxAnswerBytes: 100_000 }), plain);
      return { client, close: async () => { await client.close(); await served.close(); } };
    },
  };
  for (const { name, run } of servingConformance(harness)) it(name, run);
});
