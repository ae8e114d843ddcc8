import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { type PlannedAnswer, servingConformance } from "../../../ports/serving.conformance.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer, type TestServer } from "../../../ports/serving.fixture.ts";
import type { InputRow, ModelClient, ServingOptions } from "../../../ports/serving.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { sagemaker } from "./index.ts";
import { readCsv } from "./read-csv.ts";
import { refuseLate } from "./sagemaker-client.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const plain: ServingOptions = { path: "/", model: null, version: null, template: null, replicaHeader: null };
const respond = (invoke: (request: ReceivedRequest) => ServedAnswer) => (request: ReceivedRequest): ServedAnswer => {
  if (request.url === "/ping") return { headers: {}, body: "\n" };
  if (!request.url.endsWith("/invocations")) return { status: 404 };
  return request.method === "POST" ? invoke(request) : { status: 405 };
};
async function open(invoke: string | ((request: ReceivedRequest) => ServedAnswer), options: Partial<ServingOptions> = {}, headers: Readonly<Record<string, string>> = {}): Promise<{ client: ModelClient; served: TestServer }> {
  const served = await serveForTest(respond(typeof invoke === "string" ? () => ({ body: invoke }) : invoke));
  const client = sagemaker.create(createTransport({ url: served.url, headers }), { ...plain, ...options });
  closing.push(() => client.close(), () => served.close());
  return { client, served };
}
const recognised = async (answer: (request: ReceivedRequest) => ServedAnswer, path = "/"): Promise<string | null> => {
  const served = await serveForTest(answer);
  closing.push(() => served.close());
  return sagemaker.recognise(createTransport({ url: served.url }), { ...plain, path });
};
const rowsOf = (...rows: Record<string, JsonValue>[]): InputRow[] => rows.map((row) => new Map(Object.entries(row)));
const two = rowsOf({ a: 1n, b: "x" }, { a: 2.5, b: null });
const shown = (rows: readonly ReadonlyMap<string, { readonly dtype: string; readonly value: unknown }>[]) => rows.map((row) => Object.fromEntries([...row].map(([name, { dtype, value }]) => [name, `${dtype} ${String(value)}`])));
const values = async (client: ModelClient, rows: readonly InputRow[]) => shown((await client.predict(rows)).rows);

describe("recognition", () => {
  it("wants ping and invocations, and no version of MLflow's", async () => {
    expect(await recognised(respond(() => ({})))).toBe("GET /ping answered 200, GET /invocations 405 and GET /version 404, so it is no MLflow server");
    expect(await recognised((request) => (request.url === "/version" ? { body: "2.14.1" } : respond(() => ({}))(request)))).toBeNull();
    expect(await recognised(({ url }) => ({ status: url === "/ping" ? 200 : 404 }))).toBeNull();
    expect(await recognised(({ url }) => ({ status: url === "/ping" ? 500 : 405 }))).toBeNull();
    expect(await recognised(() => ({ body: '{"status":"Healthy"}' }))).toBeNull();
    expect(await recognised(() => ({ headers: { "content-type": "text/html" }, body: "<!doctype html>" }))).toBeNull();
    await expect(recognised(() => ({ status: 403 }))).rejects.toMatchObject({ code: "LS304" });
  });

  it("leaves a container to its own document, where that says what invocations take", async () => {
    const document = (post: unknown) => recognised((request) => (request.url === "/openapi.json" ? { body: JSON.stringify({ paths: { "/invocations": { post } } }) } : respond(() => ({}))(request)));
    expect(await document({ requestBody: { content: {} } })).toBeNull();
    expect(await document({ operationId: "invocations" })).toContain("GET /ping answered 200");
  });

  it("takes the URL of an endpoint, and not that of another product", async () => {
    expect(await recognised(() => ({ status: 404 }), "/endpoints/credit/invocations")).toBe("the URL is that of an endpoint: /endpoints/credit/invocations");
    expect(await recognised(() => ({ status: 404 }), "/serving-endpoints/credit/invocations")).toBeNull();
  });
});

describe("the request", () => {
  it.each<[string | null, string, string]>([
    [null, '[[1,"x"],[2.5,null]]', "application/json"],
    ["records", '[{"a":1,"b":"x"},{"a":2.5,"b":null}]', "application/json"],
    ["instances", '{"instances":[[1,"x"],[2.5,null]]}', "application/json"],
    ["features", '{"instances":[{"features":[1,"x"]},{"features":[2.5,null]}]}', "application/json"],
    ["csv", "1,x\n2.5,\n", "text/csv"],
  ])("as %s is exact", async (template, body, type) => {
    const { client, served } = await open("[1,2]", { template });
    expect(await client.describe()).toMatchObject({ batches: true, namedColumns: template === "records" });
    await client.predict(two);
    expect(served.requests.at(-1)).toMatchObject({ url: "/invocations", body, headers: { "content-type": type, accept: type, "x-amzn-sagemaker-custom-attributes": "lockstep-1" } });
  });

  it("quotes what CSV must quote, and takes no list", async () => {
    const { client, served } = await open("[1]", { template: "csv" });
    await client.predict(rowsOf({ a: 'say "hi", you', b: " x", c: "two\nlines", d: true, e: Number.NaN, f: 9007199254740993n, g: -0, h: "plain" }));
    expect(served.requests.at(-1)?.body).toBe('"say ""hi"", you"," x","two\nlines",true,nan,9007199254740993,-0.0,plain\n');
    await client.predict(rowsOf({ v: [1n, 2n] }));
    expect(served.requests.at(-1)?.body).toBe("1,2\n");
    await expect(client.predict(rowsOf({ a: 1n, v: [1n] }))).rejects.toMatchObject({ code: "LS406" });
  });

  it("goes to the endpoint of the URL, with the user's own headers above ours", async () => {
    const { client, served } = await open("[1]", { path: "/endpoints/credit/invocations" }, { "X-Amzn-SageMaker-Custom-Attributes": "trace=1", Accept: "application/jsonlines" });
    await client.predict(rowsOf({ v: [1n, 2n] }));
    expect(served.requests.at(-1)).toMatchObject({ url: "/endpoints/credit/invocations", body: "[[1,2]]", headers: { accept: "application/jsonlines", "x-amzn-sagemaker-custom-attributes": "trace=1" } });
  });

  it("refuses a model's name and unknown formats, and a refused one comes with the others", async () => {
    const transport = createTransport({ url: "http://127.0.0.1:9" });
    expect(() => sagemaker.create(transport, { ...plain, model: "m" })).toThrow(/one model/);
    expect(() => sagemaker.create(transport, { ...plain, template: "json" })).toThrow(/no request format "json"/);
    const { client } = await open(() => ({ status: 415, headers: { "content-type": "text/plain" }, body: "This predictor only supports CSV data" }));
    await expect(client.predict(two)).rejects.toMatchObject({ code: "LS405", message: "answered 415: This predictor only supports CSV data", todo: expect.stringContaining("--template records, instances, features, csv") as string });
  });
});

describe("the container", () => {
  it("is not asked while it is not healthy; an endpoint is not pinged", async () => {
    const { served } = await open("[1]");
    const sick = await serveForTest(() => ({ status: 503 }));
    closing.push(() => sick.close());
    await expect(sagemaker.create(createTransport({ url: sick.url }), plain).describe()).rejects.toMatchObject({ code: "LS306", message: "the container is not healthy: GET /ping answered 503" });
    await sagemaker.create(createTransport({ url: served.url }), { ...plain, path: "/endpoints/credit/invocations" }).describe();
    expect(served.requests).toEqual([]);
  });
});

describe("variants and attributes", () => {
  const invoked = (variant: string | null) => (): ServedAnswer => ({ headers: { "content-type": "application/json", ...(variant === null ? {} : { "x-amzn-invoked-production-variant": variant }) }, body: "[1]" });
  it("name the variant that answered as the replica, unless another header is named", async () => {
    expect((await (await open(invoked("blue"))).client.predict(rowsOf({ a: 1n }))).replica).toBe("blue");
    expect((await (await open(invoked("blue"), { replicaHeader: "x-pod" })).client.predict(rowsOf({ a: 1n }))).replica).toBeNull();
    expect((await (await open(invoked(null))).client.predict(rowsOf({ a: 1n }))).replica).toBeNull();
  });

  it("take an answer from the variant asked for alone", async () => {
    const { client, served } = await open(invoked("blue"), { version: "blue" });
    await client.predict(rowsOf({ a: 1n }));
    expect(served.requests.at(-1)?.headers["x-amzn-sagemaker-target-variant"]).toBe("blue");
    expect((await client.describe()).version).toBe("blue");
    await expect((await open(invoked("green"), { version: "blue" })).client.predict(rowsOf({ a: 1n }))).rejects.toMatchObject({ code: "LS404", message: "the variant blue was asked for, and the answer is of green" });
    await expect((await open(invoked(null), { version: "blue" })).client.predict(rowsOf({ a: 1n }))).rejects.toMatchObject({ code: "LS404", message: expect.stringContaining("does not say which one") as string });
  });

  it.each<[string, boolean]>([["", true], ["lockstep-1", true], ["anything", true], ["lockstep-2", false]])("echoed as %j: accepted %s", async (echo, accepted) => {
    const { client } = await open(() => ({ headers: { "content-type": "application/json", "x-amzn-sagemaker-custom-attributes": echo }, body: "[1]" }));
    const asked = client.predict(rowsOf({ a: 1n }));
    if (accepted) expect((await asked).rows).toHaveLength(1);
    else await expect(asked).rejects.toMatchObject({ code: "LS404", message: expect.stringContaining("belongs to another request") as string });
  });

  it("do not make an answer after 60 s one of SageMaker's", () => {
    expect(refuseLate(60_000, "x")).toBeNull();
    expect(refuseLate(61_500, "x")).toMatchObject({ code: "LS302", message: "the answer took 61.5 s, and SageMaker fails a request after 60 s" });
  });
});

describe("the answer", () => {
  it.each<[string, string, Record<string, string>[]]>([
    ["a list", "[0.5,1]", [{ prediction: "float64 0.5" }, { prediction: "int64 1" }]],
    ["lists", "[[0.1,0.9],[NaN,1.0]]", [{ "prediction[0]": "float64 0.1", "prediction[1]": "float64 0.9" }, { "prediction[0]": "float64 NaN", "prediction[1]": "float64 1" }]],
    ["the built-in algorithms' predictions", '{"predictions":[{"score":0.5,"predicted_label":1},{"score":0.25,"predicted_label":0}]}', [{ score: "float64 0.5", predicted_label: "int64 1" }, { score: "float64 0.25", predicted_label: "int64 0" }]],
    ["columns", '{"outputs":{"score":[0.5,0.25]}}', [{ score: "float64 0.5" }, { score: "float64 0.25" }]],
  ])("in JSON as %s", async (_name, body, rows) => {
    expect(await values((await open(body)).client, two)).toEqual(rows);
  });

  it.each<[string, string, Record<string, string>[]]>([
    ["a line for each row", "0.5\n1\n", [{ prediction: "float64 0.5" }, { prediction: "int64 1" }]],
    ["several values in a line", "0.1,0.9\r\nnan,-inf", [{ "prediction[0]": "float64 0.1", "prediction[1]": "float64 0.9" }, { "prediction[0]": "float64 NaN", "prediction[1]": "float64 -Infinity" }]],
    ["one line for all", "0.5,0.25", [{ prediction: "float64 0.5" }, { prediction: "float64 0.25" }]],
    ["text and truths", 'yes,True,"7"\n"a ""b"", c",False,', [{ "prediction[0]": "string yes", "prediction[1]": "bool true", "prediction[2]": "string 7" }, { "prediction[0]": 'string a "b", c', "prediction[1]": "bool false", "prediction[2]": "null null" }]],
    ["a header", "score,label\n0.5,a\n0.25,b\n", [{ score: "float64 0.5", label: "string a" }, { score: "float64 0.25", label: "string b" }]],
  ])("in CSV as %s", async (_name, body, rows) => {
    const { client } = await open(() => ({ headers: { "content-type": "text/csv; charset=utf-8" }, body }), { template: "csv" });
    expect(await values(client, two)).toEqual(rows);
  });

  it("in CSV has one name alone and among many, and fits its rows", () => {
    expect(shown(readCsv("0.5\n", 1, "x"))).toEqual([{ prediction: "float64 0.5" }]);
    expect(shown(readCsv("0.1,0.9", 1, "x"))).toEqual([{ "prediction[0]": "float64 0.1", "prediction[1]": "float64 0.9" }]);
    expect(shown(readCsv('"not closed', 1, "x"))).toEqual([{ prediction: 'string "not closed' }]);
    expect(shown(readCsv("0.5,\r\n,0.25\r\n", 2, "x"))).toEqual([{ "prediction[0]": "float64 0.5", "prediction[1]": "null null" }, { "prediction[0]": "null null", "prediction[1]": "float64 0.25" }]);
    expect(shown(readCsv('"a\nb", 1 \n"c" ,2', 2, "x"))).toEqual([{ "prediction[0]": "string a\nb", "prediction[1]": "int64 1" }, { "prediction[0]": "string c", "prediction[1]": "int64 2" }]);
    for (const [text, rows] of [["1\n2\n3", 2], ["1,2,3", 2], ["1", 2], ["1\n2", 1]] as const) expect(() => readCsv(text, rows, "x")).toThrow(/lines of CSV for/);
  });

  it("in CSV gives as many rows as were asked or says what is wrong, whatever comes", () => {
    const text = fc.array(fc.constantFrom('"', ",", "\n", "\r\n", "1", "-0.5", "x", " ", "nan", '""')).map((parts) => parts.join(""));
    fc.assert(fc.property(fc.oneof(text, fc.string()), fc.integer({ min: 1, max: 4 }), (any, rows) => {
      try {
        expect(readCsv(any, rows, "x")).toHaveLength(rows);
      } catch (error) {
        expect(error).toMatchObject({ code: "LS404" });
      }
    }));
  });

  it.each<[string, ServedAnswer, string, RegExp]>([
    ["too many predictions", { body: "[1,2,3]" }, "LS404", /3 predictions for 2 rows/],
    ["an empty reply in CSV", { headers: { "content-type": "text/csv" }, body: "\n" }, "LS401", /no content/],
    ["the endpoint's word for a model that failed", { status: 424, body: '{"ErrorCode":"CLIENT_ERROR","Message":"Received client error (500) from primary","OriginalStatusCode":500}' }, "LS405", /424: .*Received client error \(500\)/],
    ["an error with status 200", { body: '{"error":"boom"}' }, "LS405", /boom/],
  ])("is refused: %s", async (_name, answer, code, message) => {
    await expect((await open(() => answer)).client.predict(two)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });
});

describe.each([[null, "application/json"], ["csv", "text/csv"]] as const)("conformance with %s", (template, type) => {
  const csv = (literal: string): string => (literal.startsWith('"') ? `"${(JSON.parse(literal) as string).replaceAll('"', '""')}"` : literal);
  const list = (literals: readonly string[]): ServedAnswer => ({ headers: { "content-type": type }, body: template === "csv" ? literals.map((literal) => `${csv(literal)}\n`).join("") : `[${literals.join(",")}]` });
  const invoke = (planned: PlannedAnswer) => ({ body }: ReceivedRequest): ServedAnswer => {
    const count = template === "csv" ? body.split("\n").length - 1 : (JSON.parse(body) as unknown[]).length;
    if (planned.kind === "literals") return list(planned.literals.slice(0, count));
    if (planned.kind === "text") return { status: planned.status, headers: { "content-type": planned.contentType }, body: planned.text };
    if (planned.kind === "fewer-rows") return list(Array.from({ length: count - 1 }, () => "1"));
    if (planned.kind === "no-outputs") return list([]);
    return { fault: planned.kind };
  };
  const harness = {
    http: true,
    batches: true,
    codes: template === "csv" ? { "no-outputs": ["LS401"] as const } : {},
    open: async (planned: PlannedAnswer) => {
      const served = await serveForTest(respond(invoke(planned)));
      const client = sagemaker.create(createTransport({ url: served.url, timeoutMs: 150, maxAnswerBytes: 100_000 }), { ...plain, template });
      return { client, close: async () => { await client.close(); await served.close(); } };
    },
  };
  for (const { name, run } of servingConformance(harness)) it(name, run);
});
