import { afterEach, describe, expect, it } from "vitest";
import type { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { readJson } from "../../../core/json/read-json.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { type PlannedAnswer, servingConformance } from "../../../ports/serving.conformance.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer, type TestServer } from "../../../ports/serving.fixture.ts";
import type { InputRow, ModelClient, ServingOptions } from "../../../ports/serving.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { httpJson } from "./index.ts";
import { readOneRow, readRows } from "./read-rows.ts";
import { parseTemplate } from "./template.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const plain: ServingOptions = { path: "/", model: null, version: null, template: null, replicaHeader: null };
const rowsOf = (...rows: Record<string, JsonValue>[]): InputRow[] => rows.map((row) => new Map(Object.entries(row)));
const failure = (promise: Promise<unknown>): Promise<LockstepError> => promise.then(() => { throw new Error("should have failed"); }, (error: LockstepError) => error);
async function open(answer: (request: ReceivedRequest) => ServedAnswer, options: Partial<ServingOptions>): Promise<{ client: ModelClient; served: TestServer }> {
  const served = await serveForTest(answer);
  const client = httpJson.create(createTransport({ url: served.url }), { ...plain, ...options });
  closing.push(() => client.close(), () => served.close());
  return { client, served };
}

describe("a template", () => {
  const rows = rowsOf({ age: 41n, job: 'a "b"', columns: 1.5, list: [1n] }, { age: 42n, job: "", columns: Number.NaN, list: [] });
  it.each<[string, string]>([
    ["{{row}}", '{"age":41,"job":"a \\"b\\"","columns":1.5,"list":[1]}'],
    ['{"x": {{ values }}}', '{"x": [41,"a \\"b\\"",1.5,[1]]}'],
    ['{"instances": {{rows}}, "n": 1}', '{"instances": [{"age":41,"job":"a \\"b\\"","columns":1.5,"list":[1]},{"age":42,"job":"","columns":NaN,"list":[]}], "n": 1}'],
    ["[{{matrix}}]", '[[[41,"a \\"b\\"",1.5,[1]],[42,"",NaN,[]]]]'],
    ['{"a": "{{age}}", "j": "{{job}}", "c": {{columns.columns}}, "l": {{list}}}', '{"a": 41, "j": "a \\"b\\"", "c": 1.5, "l": [1]}'],
    ['{"text": "job {{job}} at {{age}}", "escaped \\" {{age}}": 1}', '{"text": "job a \\"b\\" at 41", "escaped \\" 41": 1}'],
  ])("%s", (template, body) => {
    expect(parseTemplate(template).render(rows, "x")).toBe(body);
  });

  it("knows what it takes", () => {
    expect(parseTemplate('{"a":{{age}},"b":"{{columns.row}}"}')).toMatchObject({ batches: false, named: true, columns: ["age", "row"] });
    expect(parseTemplate("{{rows}}")).toMatchObject({ batches: true, named: true });
    expect(parseTemplate("{{matrix}}")).toMatchObject({ batches: true, named: false });
    expect(parseTemplate("{{values}}")).toMatchObject({ batches: false, named: false });
  });

  it.each([["{}", /no placeholder/], ["{{row}", /no placeholder/], ['{"a": {{row}}', /not JSON/], ['[{{row}}, {{rows}}]', /several at once/]])("%s is refused", (template, message) => {
    expect(() => parseTemplate(template)).toThrow(message);
  });

  it("that names an unknown column is said at once when the columns are known, and at the row otherwise", async () => {
    const known = await open(() => ({ body: "1" }), { template: "{{agee}}", columns: ["age"] });
    expect((await failure(known.client.describe())).message).toBe("the template asks for the columns agee, and the rows have: age");
    expect((await failure((await open(() => ({ body: "1" }), { template: "{{agee}}" })).client.predict(rowsOf({ age: 1n })))).code).toBe("LS406");
  });
});

describe("the guess from OpenAPI", () => {
  const schemas = {
    Row: { type: "object", required: ["age"], properties: { age: { type: "integer" }, job: { anyOf: [{ type: "string" }, { type: "null" }] } } },
    Rows: { type: "object", required: ["instances"], properties: { instances: { type: "array", items: { $ref: "#/components/schemas/Row" } } } },
    Numbers: { type: "object", required: ["features"], properties: { features: { type: "array", items: { type: "number" } }, trace: { type: "boolean" } } },
    Nested: { type: "object", required: ["input"], properties: { input: { allOf: [{ $ref: "#/components/schemas/Row" }] } } },
    Loop: { $ref: "#/components/schemas/Loop" },
  };
  const post = (schema: unknown) => ({ post: { requestBody: { content: { "application/json": { schema } } } } });
  const ref = (name: string) => post({ $ref: `#/components/schemas/${name}` });
  const service = (paths: unknown, body = '{"score":0.5}') => (request: ReceivedRequest): ServedAnswer =>
    request.url === "/openapi.json" ? { body: JSON.stringify({ openapi: "3.1.0", paths, components: { schemas } }) } : request.method === "POST" ? { body } : { status: 404 };
  const row = rowsOf({ age: 41n, job: "x", id: 7n });

  it.each<[string, unknown, string, boolean, boolean]>([
    ["an object of fields", ref("Row"), '{"age":41,"job":"x"}', false, true],
    ["a list of objects", post({ type: "array", items: { $ref: "#/components/schemas/Row" } }), '[{"age":41,"job":"x"}]', true, true],
    ["objects in one field", ref("Rows"), '{"instances": [{"age":41,"job":"x"}]}', true, true],
    ["an object in one field", ref("Nested"), '{"input": {"age":41,"job":"x"}}', false, true],
    ["values in one field", ref("Numbers"), '{"features": [41,"x",7]}', false, false],
    ["lists of lists", post({ type: "array", items: { type: "array", items: { type: "number" } } }), '[[41,"x",7]]', true, false],
    ["any object", post({ type: "object" }), '{"age":41,"job":"x","id":7}', false, true],
  ])("%s", async (_name, operation, body, batches, namedColumns) => {
    const { client, served } = await open(service({ "/predict": operation }, batches ? "[0.5]" : "0.5"), { columns: ["age", "job", "id"] });
    expect(await client.describe()).toMatchObject({ batches, namedColumns });
    await client.predict(row);
    expect(served.requests.at(-1)).toMatchObject({ method: "POST", url: "/predict", body });
  });

  it("gives the fields as the model's inputs", async () => {
    expect((await (await open(service({ "/predict": ref("Rows") }), {})).client.describe()).inputs).toEqual([{ name: "age", dtype: "int64", shape: [-1], nullable: false }, { name: "job", dtype: "string", shape: [-1], nullable: true }]);
    expect((await (await open(service({ "/predict": ref("Numbers") }), {})).client.describe()).inputs).toBeNull();
  });

  it("says what is left out and refuses what is missing", async () => {
    const paths = { "/predict": ref("Row") };
    expect((await (await open(service(paths), { columns: ["age", "id"] })).client.describe()).detection).toContain("not sent, since the schema does not name them: id");
    const missing = await failure((await open(service(paths), { columns: ["job", "id"] })).client.describe());
    expect([missing.code, missing.message]).toEqual(["LS406", "POST /predict requires age, which the rows do not have; they have: job, id"]);
  });

  it("finds the operation that predicts, and lists several", async () => {
    const other = { "/health/check": ref("Row"), "/feedback": ref("Row") };
    const { client, served } = await open(service({ ...other, "/v1/score": ref("Row") }), {});
    await client.predict(row);
    expect(served.requests.at(-1)?.url).toBe("/v1/score");
    const several = await failure((await open(service({ ...other, "/v1/score": ref("Row"), "/v2/predict": ref("Row") }), {})).client.describe());
    expect([several.code, several.message]).toEqual(["LS305", "/openapi.json knows 2 operations that may predict: POST /v1/score, POST /v2/predict"]);
    expect((await failure((await open(service({ "/health": { get: {} } }), {})).client.describe())).message).toContain("no POST operation");
  });

  it("takes the path of the URL, also one with a parameter, and keeps its query", async () => {
    const paths = { "/models/{name}/predict": ref("Row"), "/predict": ref("Rows") };
    const { client, served } = await open(service(paths), { path: "/models/a/predict?explain=0" });
    await client.predict(row);
    expect(served.requests.at(-1)?.url).toBe("/models/a/predict?explain=0");
    const unknown = await failure((await open(service(paths), { path: "/predct" })).client.describe());
    expect([unknown.code, unknown.message.includes("no POST /predct; it knows: POST /models/{name}/predict, POST /predict")]).toEqual(["LS305", true]);
  });

  it("says when there is no document, or none that helps", async () => {
    expect((await failure((await open(() => ({ status: 404 }), { path: "/x" })).client.describe())).message).toContain("no /openapi.json");
    expect((await failure((await open(service({ "/predict": ref("Loop") }), {})).client.describe())).code).toBe("LS305");
    expect((await failure((await open(service({ "/predict": { post: { requestBody: { content: { "multipart/form-data": {} } } } } }), {})).client.describe())).message).toContain("takes no JSON (multipart/form-data)");
    const none = await serveForTest(() => ({ status: 404 }));
    closing.push(() => none.close());
    expect(await httpJson.recognise(createTransport({ url: none.url }), plain)).toBeNull();
    expect(await httpJson.recognise(createTransport({ url: none.url }), { ...plain, template: "{{row}}" })).toContain("template");
  });

  it("gives a template's requests their path when the URL has none, and leaves one alone that it has", async () => {
    const asked = async (paths: unknown, path: string): Promise<string | undefined> => {
      const { client, served } = await open(service(paths), { path, template: "{{row}}" });
      await client.predict(row);
      return served.requests.at(-1)?.url;
    };
    const paths = { "/health/check": ref("Row"), "/upload": ref("Row"), "/v1/score": ref("Row") };
    expect(await asked(paths, "/")).toBe("/v1/score");
    expect(await asked(paths, "?explain=0")).toBe("/v1/score?explain=0");
    expect(await asked(paths, "/other")).toBe("/other");
    expect(await asked({ "/": ref("Row"), "/predict": ref("Row") }, "/")).toBe("/");
  });

  it("asks for the whole URL when a template has no path to go to", async () => {
    const refusal = async (paths: unknown): Promise<LockstepError> => {
      const nothing = (request: ReceivedRequest): ServedAnswer => (request.url === "/openapi.json" && paths !== null ? service(paths)(request) : { status: 404, body: '{"detail":"Not Found"}' });
      const { client } = await open(nothing, { template: "{{row}}" });
      expect(await client.describe()).toMatchObject({ namedColumns: true });
      return failure(client.predict(row));
    };
    const none = await refusal(null);
    expect([none.code, none.message, none.todo]).toEqual(["LS405", "answered 404: Not Found", "Give the endpoint's whole URL, path included, such as http://host:8000/predict."]);
    expect((await refusal({ "/v1/score": ref("Row"), "/v2/predict": ref("Row") })).todo).toBe("Give the endpoint's whole URL, path included: /openapi.json knows 2 operations that may predict: POST /v1/score, POST /v2/predict.");
    const elsewhere = await open(() => ({ status: 404 }), { path: "/predict", template: "{{row}}" });
    expect((await failure(elsewhere.client.predict(row))).todo).not.toContain("whole URL");
  });

  it("refuses a model's name", () => {
    expect(() => httpJson.create(createTransport({ url: "http://127.0.0.1:9" }), { ...plain, model: "m" })).toThrow(/knows no --model/);
  });
});

describe("the answer", () => {
  const read = (text: string, rows: number) => readRows(readJson(text), rows, "x").map((row) => Object.fromEntries([...row].map(([name, { value }]) => [name, value])));
  it.each<[string, string, Record<string, unknown>[]]>([
    ["a list of values", "[0.5, 1.5]", [{ output: 0.5 }, { output: 1.5 }]],
    ["a list of objects", '[{"s":0.5},{"s":1.5}]', [{ s: 0.5 }, { s: 1.5 }]],
    ["under a usual name, beside a list of the same length", '{"classes":["a","b"],"predictions":[{"s":0.5},{"s":1.5}]}', [{ s: 0.5 }, { s: 1.5 }]],
    ["under any name", '{"model":"x","scores":[0.5,1.5],"classes":["a","b","c"]}', [{ scores: 0.5 }, { scores: 1.5 }]],
    ["parallel lists", '{"predictions":[0.5,1.5],"labels":["a","b"]}', [{ predictions: 0.5, labels: "a" }, { predictions: 1.5, labels: "b" }]],
    ["lists of lists", '{"outputs":[[0.5,1.5],[2.5,3.5]]}', [{ "outputs[0]": 0.5, "outputs[1]": 1.5 }, { "outputs[0]": 2.5, "outputs[1]": 3.5 }]],
  ])("of several rows as %s", (_name, text, rows) => {
    expect(read(text, 2)).toEqual(rows);
  });

  it("has the same names for one row as for several", () => {
    for (const [one, two] of [["[0.5]", "[0.5,1.5]"], ['{"scores":[0.5]}', '{"scores":[0.5,1.5]}'], ['{"predictions":[{"s":1.5}]}', '{"predictions":[{"s":1.5},{"s":2.5}]}']] as const) {
      expect(Object.keys(read(one, 1)[0] ?? {})).toEqual(Object.keys(read(two, 2)[0] ?? {}));
    }
  });

  it.each<[string, RegExp]>([["[1]", /a list of 1 for 2 rows/], ['{"predictions":[1,2,3]}', /no list of 2 for 2 rows; it has predictions: a list of 3/], ["3", /is 3, not a list/], ["{}", /it has nothing/]])("%s for two rows is refused", (text, message) => {
    expect(() => read(text, 2)).toThrow(message);
  });

  it("of one row without any output is refused", () => {
    for (const text of ["{}", "[]", "null"]) expect(() => readOneRow(readJson(text), "x")).toThrow(/holds no output/);
  });
});

describe.each([["{{row}}", false], ['{"instances": {{rows}}}', true]] as const)("conformance with %s", (template, batches) => {
  const answer = (planned: PlannedAnswer) => (request: ReceivedRequest): ServedAnswer => {
    const wrap = (literals: readonly string[]): ServedAnswer => ({ body: batches ? `{"predictions":[${literals.join(",")}]}` : `{"score":${literals[0]}}` });
    const count = batches ? (JSON.parse(request.body) as { instances: unknown[] }).instances.length : 1;
    if (planned.kind === "literals") return wrap(planned.literals.slice(0, count));
    if (planned.kind === "text") return { status: planned.status, headers: { "content-type": planned.contentType }, body: planned.text };
    if (planned.kind === "fewer-rows") return wrap(Array.from({ length: count - 1 }, () => "1"));
    if (planned.kind === "no-outputs") return { body: "{}" };
    return { fault: planned.kind };
  };
  const harness = {
    http: true,
    batches,
    open: async (planned: PlannedAnswer) => {
      const served = await serveForTest(answer(planned));
      const client = httpJson.create(createTransport({ url: served.url, timeoutMs: 150, maxAnswerBytes: 100_000 }), { ...plain, path: "/predict", template });
      return { client, close: async () => { await client.close(); await served.close(); } };
    },
  };
  for (const { name, run } of servingConformance(harness)) it(name, run);
});
