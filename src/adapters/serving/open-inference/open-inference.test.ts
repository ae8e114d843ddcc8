import { afterEach, describe, expect, it } from "vitest";
import type { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { type PlannedAnswer, servingConformance } from "../../../ports/serving.conformance.ts";
import { type ReceivedRequest, serveForTest, type ServedAnswer, type TestServer } from "../../../ports/serving.fixture.ts";
import type { InputRow, ModelClient, ServingOptions } from "../../../ports/serving.ts";
import { createTransport } from "../../transport/undici/index.ts";
import { openInference } from "./index.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

const json = (value: unknown): ServedAnswer => ({ body: JSON.stringify(value) });
const notFound: ServedAnswer = { status: 404, body: '{"error":"not found"}' };

interface Server {
  readonly metadata?: unknown;
  readonly models?: readonly string[];
  readonly index?: unknown;
  readonly serverName?: string;
  readonly routes?: (request: ReceivedRequest) => ServedAnswer | null;
  readonly infer?: (request: ReceivedRequest) => ServedAnswer;
}

function respond(server: Server, request: ReceivedRequest): ServedAnswer {
  const own = server.routes?.(request) ?? null;
  if (own !== null) return own;
  if (request.url === "/v2/health/ready") return { headers: {}, body: "" };
  if (request.url === "/v2") return json({ name: server.serverName ?? "kserve", version: "1", extensions: [] });
  if (request.url === "/v2/models" && server.models !== undefined) return json({ models: server.models });
  if (request.url === "/v2/repository/index" && request.method === "POST" && server.index !== undefined) return json(server.index);
  if (request.url === "/v2/models/m" && request.method === "GET") return json(server.metadata ?? { name: "m", versions: ["3"], platform: "sklearn", inputs: [], outputs: [] });
  if (request.url === "/v2/models/m/infer") return server.infer?.(request) ?? notFound;
  return notFound;
}

const plain: ServingOptions = { path: "/", model: null, version: null, template: null, replicaHeader: null };
async function open(server: Server, options: Partial<ServingOptions> = {}): Promise<{ client: ModelClient; served: TestServer }> {
  const served = await serveForTest((request) => respond(server, request));
  closing.push(() => served.close());
  return { client: openInference.create(createTransport({ url: served.url }), { ...plain, model: "m", ...options }), served };
}
const rowsOf = (...rows: Record<string, JsonValue>[]): InputRow[] => rows.map((row) => new Map(Object.entries(row)));
const failure = (promise: Promise<unknown>): Promise<LockstepError> => promise.then(() => { throw new Error("should have failed"); }, (error: LockstepError) => error);
const sent = (served: TestServer): Record<string, unknown> => JSON.parse(served.requests.find(({ url }) => url.endsWith("/infer"))?.body ?? "null") as Record<string, unknown>;
const outputs = (...list: unknown[]) => (): ServedAnswer => json({ model_name: "m", outputs: list });
const values = async (client: ModelClient, rows: readonly InputRow[]) => (await client.predict(rows)).rows.map((row) => Object.fromEntries([...row].map(([name, { dtype, value }]) => [name, `${dtype} ${String(value)}`])));

describe("finding the model", () => {
  it("takes the only model of either list, and lists several", async () => {
    expect((await (await open({ models: ["m"] }, { model: null })).client.describe()).model).toBe("m");
    expect((await (await open({ index: [{ name: "m", state: "READY" }, { name: "old", state: "UNAVAILABLE" }] }, { model: null })).client.describe()).model).toBe("m");
    const several = await failure((await open({ models: ["b", "a"] }, { model: null })).client.describe());
    expect([several.code, several.message]).toEqual(["LS306", "the server has 2 models: a, b"]);
    expect((await failure((await open({}, { model: null })).client.describe())).message).toContain("lists none");
    const unknown = await failure((await open({ models: ["m"] }, { model: "mm" })).client.describe());
    expect([unknown.code, unknown.message.includes("it has: m")]).toEqual(["LS306", true]);
  });

  it("reads model and version from the URL, with a prefix before them", async () => {
    const { client, served } = await open({ routes: ({ url, method }) => (url.startsWith("/gw/v2/models/a%20b/versions/7") && method === "GET" ? json({ name: "a b", platform: "p", inputs: [{ name: "x", datatype: "FP32", shape: [-1, 2] }] }) : null) }, { path: "/gw/v2/models/a%20b/versions/7/infer", model: null });
    expect(await client.describe()).toMatchObject({ model: "a b", version: "7", platform: "p", namedColumns: false, batches: true, inputs: [{ name: "x", dtype: "float32", shape: [-1, 2] }], outputs: null });
    expect(served.requests.some(({ url }) => url === "/gw/v2/models/a%20b/versions/7")).toBe(true);
    expect(() => openInference.create(createTransport({ url: served.url }), { ...plain, path: "/v2/models/a", model: "b" })).toThrow(/the URL names a/);
  });

  it("does without version paths where the server has none, and says so", async () => {
    const routes: Server["routes"] = ({ url }) => (url.includes("/versions/") ? { status: 501, body: '{"error":"not implemented"}' } : null);
    const { client, served } = await open({ routes, infer: outputs({ name: "y", shape: [1], datatype: "FP64", data: [1] }) }, { version: "3" });
    expect((await client.describe()).detection).toContain("no version paths");
    await client.predict(rowsOf({ a: 1n }));
    expect(served.requests.at(-1)?.url).toBe("/v2/models/m/infer");
    expect((await failure((await open({ routes }, { version: "4" })).client.describe())).message).toBe("the model m has the versions 3, not 4");
  });

  it.each<[string, ServedAnswer, boolean]>([
    ["{live}", json({ live: true }), true], ["{ready}", json({ ready: true }), true], ["no body", { body: "" }, true],
    ["not ready, but its metadata", { status: 503 }, true], ["a web page for every path", { headers: { "content-type": "text/html" }, body: "<!doctype html><html></html>" }, false],
  ])("recognises readiness by status alone: %s", async (_name, ready, yes) => {
    const served = await serveForTest((request) => (request.url === "/v2/health/ready" ? ready : request.url === "/v2" && yes ? json({ name: "s", version: "1" }) : ready));
    closing.push(() => served.close());
    expect(await openInference.recognise(createTransport({ url: served.url }), plain) !== null).toBe(yes);
  });

  it("does not recognise others, and does not ask on where access is refused", async () => {
    const other = await serveForTest(() => notFound);
    const closed = await serveForTest(() => ({ status: 401 }));
    closing.push(() => other.close(), () => closed.close());
    expect(await openInference.recognise(createTransport({ url: other.url }), plain)).toBeNull();
    expect((await failure(openInference.recognise(createTransport({ url: closed.url }), plain))).code).toBe("LS304");
  });
});

describe("the request", () => {
  const one = outputs({ name: "y", shape: [2], datatype: "FP64", data: [1, 2] });
  it("has one tensor of all columns where the model declares one", async () => {
    const { client, served } = await open({ metadata: { inputs: [{ name: "x", datatype: "FP32", shape: [-1, 3] }] }, infer: one });
    await client.predict(rowsOf({ b: 1n, a: 2.5, c: Number.NaN }, { b: 3n, a: 4.5, c: null }));
    expect(sent(served)).toEqual({ id: "lockstep-1", inputs: [{ name: "x", shape: [2, 3], datatype: "FP32", data: [1, 2.5, null, 3, 4.5, null] }] });
    const wide = await failure(client.predict(rowsOf({ a: 1n, b: 2n })));
    expect([wide.code, wide.message]).toEqual(["LS406", "the model wants 3 values a row (x [-1, 3]) and the rows have 2: a, b"]);
    expect((await failure(client.predict(rowsOf({ a: 1n, b: 2n, c: 3n, band: "x" })))).todo).toContain("--exclude; these hold text: band");
    expect((await failure(client.predict(rowsOf({ a: 1n, b: 2n, c: "red" })))).message).toBe('column a row holds "red", and the model wants FP32');
  });

  it("has one tensor per column where the model declares several, and leaves out the others", async () => {
    const metadata = { inputs: [{ name: "age", datatype: "INT64", shape: [-1, 1] }, { name: "job", datatype: "BYTES", shape: [-1] }, { name: "vec", datatype: "FP32", shape: [-1, 2] }] };
    const { client, served } = await open({ metadata, infer: one }, { columns: ["job", "id", "age", "vec"] });
    const described = await client.describe();
    expect([described.namedColumns, described.detection.includes("not sent, since the model does not declare them: id")]).toEqual([true, true]);
    await client.predict(rowsOf({ job: "x", id: 9n, age: 9007199254740993n, vec: [1, 2n] }, { job: "", id: 8n, age: 3, vec: [3, 4n] }));
    expect(served.requests.at(-1)?.body).toContain("[9007199254740993,3]");
    expect(sent(served)["inputs"]).toMatchObject([
      { name: "job", shape: [2], datatype: "BYTES", data: ["x", ""] },
      { name: "age", shape: [2, 1], datatype: "INT64" },
      { name: "vec", shape: [2, 2], datatype: "FP32", data: [1, 2, 3, 4] },
    ]);
    const missing = await failure((await open({ metadata }, { columns: ["age"] })).client.describe());
    expect([missing.code, missing.message]).toEqual(["LS406", "the model m wants the inputs job, vec, which the rows do not have; they have: age"]);
    expect((await failure(client.predict(rowsOf({ age: 1.5, job: "", vec: [1, 2] })))).message).toBe("column age holds 1.5, and the model wants INT64");
  });

  it("names a data frame's columns where the model declares nothing", async () => {
    const { client, served } = await open({ infer: one, serverName: "mlserver" });
    expect((await client.describe()).namedColumns).toBe(true);
    await client.predict(rowsOf({ age: 1n, job: "x", ok: true, f: 1n, gap: 1n, none: null }, { age: 2n, job: null, ok: false, f: 0.5, gap: null, none: null }));
    expect(sent(served)).toEqual({
      id: "lockstep-1",
      parameters: { content_type: "pd" },
      inputs: [
        { name: "age", shape: [2], datatype: "INT64", parameters: { content_type: "np" }, data: [1, 2] },
        { name: "job", shape: [2], datatype: "BYTES", parameters: { content_type: "str" }, data: ["x", null] },
        { name: "ok", shape: [2], datatype: "BOOL", parameters: { content_type: "np" }, data: [true, false] },
        { name: "f", shape: [2], datatype: "FP64", parameters: { content_type: "np" }, data: [1, 0.5] },
        { name: "gap", shape: [2], datatype: "FP64", parameters: { content_type: "np" }, data: [1, null] },
        { name: "none", shape: [2], datatype: "FP64", data: [null, null] },
      ],
    });
  });

  it("that is refused where nothing is declared comes with the other layout's name", async () => {
    const infer: Server["infer"] = () => ({ status: 500, body: '{"error":"feature names mismatch"}' });
    expect((await failure((await open({ infer })).client.predict(rowsOf({ a: 1n })))).todo).toContain("--template tensor");
    expect((await failure((await open({ infer, metadata: { inputs: [{ name: "a", datatype: "INT64", shape: [-1] }] } })).client.predict(rowsOf({ a: 1n })))).todo).not.toContain("--template");
  });

  it("can be told to send one tensor, and refuses what it does not know", async () => {
    const { client, served } = await open({ infer: one }, { template: "tensor" });
    expect((await client.describe()).namedColumns).toBe(false);
    await client.predict(rowsOf({ a: 1n, b: 2.5 }, { a: 3n, b: 4.5 }));
    expect(sent(served)["inputs"]).toEqual([{ name: "input-0", shape: [2, 2], datatype: "FP64", data: [1, 2.5, 3, 4.5] }]);
    expect((await failure((await open({}, { template: "{{row}}" })).client.describe())).code).toBe("LS102");
  });

  it("does not batch where the first dimension is fixed", async () => {
    const { client, served } = await open({ metadata: { inputs: [{ name: "x", datatype: "FP64", shape: [2] }] }, infer: outputs({ name: "y", shape: [3], datatype: "FP64", data: [1, 2, 3] }) });
    expect((await client.describe()).batches).toBe(false);
    expect(await values(client, rowsOf({ a: 1n, b: 2n }))).toEqual([{ "y[0]": "float64 1", "y[1]": "float64 2", "y[2]": "float64 3" }]);
    expect(sent(served)["inputs"]).toMatchObject([{ shape: [2], data: [1, 2] }]);
  });
});

describe("the answer", () => {
  const two = rowsOf({ a: 1n }, { a: 2n });
  it("is the same with nested and flat data, [n] and [n, 1], in any order, with extra outputs", async () => {
    const forms = [
      [{ name: "y", shape: [2], datatype: "FP64", data: [1, 2] }, { name: "p", shape: [2, 2], datatype: "FP64", data: [0.1, 0.9, 0.3, 0.7] }],
      [{ name: "p", shape: [2, 2], datatype: "FP64", data: [[0.1, 0.9], [0.3, 0.7]] }, { name: "y", shape: [2, 1], datatype: "FP64", data: [[1], [2]] }],
    ];
    for (const form of forms) {
      const [first, second] = await values((await open({ infer: outputs(...form) })).client, two);
      expect(first).toEqual({ y: "float64 1", "p[0]": "float64 0.1", "p[1]": "float64 0.9" });
      expect(second).toEqual({ y: "float64 2", "p[0]": "float64 0.3", "p[1]": "float64 0.7" });
    }
  });

  it("is typed by its datatype", async () => {
    const { client } = await open({ infer: () => ({ body: '{"outputs":[{"name":"f","shape":[1],"datatype":"FP32","data":[0.1]},{"name":"i","shape":[1],"datatype":"INT64","data":[9007199254740993]},{"name":"w","shape":[1],"datatype":"INT32","data":[3.0]},{"name":"s","shape":[1],"datatype":"BYTES","data":["yes"]},{"name":"b","shape":[1],"datatype":"BOOL","data":[1]},{"name":"n","shape":[1],"datatype":"FP64","data":[null]},{"name":"d","shape":[1],"datatype":"FP64","data":[3]}]}' }) });
    expect(await values(client, rowsOf({ a: 1n }))).toEqual([{ f: `float32 ${Math.fround(0.1)}`, i: "int64 9007199254740993", w: "int32 3", s: "string yes", b: "bool true", n: "float64 null", d: "float64 3" }]);
  });

  it("names the replica that sent it", async () => {
    const { client } = await open({ infer: () => ({ headers: { "x-pod-name": "pod-1" }, body: '{"outputs":[{"name":"y","shape":[1],"datatype":"FP64","data":[1]}]}' }) });
    expect((await client.predict(rowsOf({ a: 1n }))).replica).toBe("pod-1");
  });

  it.each<[string, unknown, string, RegExp]>([
    ["another element count", { outputs: [{ name: "y", shape: [2, 2], datatype: "FP64", data: [1, 2] }] }, "LS404", /2 values in the output y, and its shape \[2, 2\] holds 4/],
    ["other rows", { outputs: [{ name: "y", shape: [3], datatype: "FP64", data: [1, 2, 3] }] }, "LS404", /of shape \[3\] for 2 rows/],
    ["no data", { outputs: [{ name: "y", shape: [2], datatype: "FP64" }] }, "LS404", /without data/],
    ["binary data", { outputs: [{ name: "y", shape: [2], datatype: "FP64", parameters: { binary_data_size: 16 } }] }, "LS404", /binary data/],
    ["a datatype that is not true", { outputs: [{ name: "y", shape: [2], datatype: "INT64", data: [1.5, 2] }] }, "LS404", /has 1.5 in the output y, which is declared INT64/],
    ["an unknown datatype", { outputs: [{ name: "y", shape: [2], datatype: "XY", data: [1, 2] }] }, "LS404", /unknown datatype "XY"/],
    ["the answer to another request", { id: "other", outputs: [] }, "LS404", /belongs to another request/],
    ["an error with status 200", { error: "boom" }, "LS405", /boom/],
    ["a list", [1, 2], "LS404", /not an object/],
  ])("is refused with %s", async (_name, body, code, message) => {
    const error = await failure((await open({ infer: () => json(body) })).client.predict(two));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});

describe("conformance", () => {
  const datatype = (literal: string): string => (literal.startsWith('"') ? "BYTES" : literal === "true" || literal === "false" ? "BOOL" : /^-?\d+$/.test(literal) ? "INT64" : "FP64");
  const infer = (planned: PlannedAnswer) => (request: ReceivedRequest): ServedAnswer => {
    const { id, inputs } = JSON.parse(request.body) as { id: string; inputs: { shape: number[] }[] };
    const count = inputs[0]?.shape[0] ?? 0;
    const answer = (literals: readonly string[]) => ({ body: `{"id":"${id}","outputs":[{"name":"y","shape":[${literals.length}],"datatype":"${datatype(literals[0] ?? "1.0")}","data":[${literals.join(",")}]}]}` });
    if (planned.kind === "literals") return answer(planned.literals.slice(0, count));
    if (planned.kind === "text") return { status: planned.status, headers: { "content-type": planned.contentType }, body: planned.text };
    if (planned.kind === "fewer-rows") return answer(Array.from({ length: count - 1 }, () => "1.0"));
    if (planned.kind === "no-outputs") return { body: `{"id":"${id}","outputs":[]}` };
    return { fault: planned.kind };
  };
  const harness = {
    http: true,
    batches: true,
    open: async (planned: PlannedAnswer) => {
      const served = await serveForTest((request) => respond({ infer: infer(planned) }, request));
      const client = openInference.create(createTransport({ url: served.url, timeoutMs: 150, maxAnswerBytes: 100_000 }), { ...plain, model: "m" });
      return { client, close: async () => { await client.close(); await served.close(); } };
    },
  };
  for (const { name, run } of servingConformance(harness)) it(name, run);
});
