import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { resourceSampleFromPrometheus } from "../../../src/adapters/metrics/index.ts";
import { createTransport } from "../../../src/adapters/transport/undici/index.ts";
import { recogniseProtocol } from "../../../src/app/connect/recognise-protocol.ts";
import type { JsonValue } from "../../../src/core/json/json-value.ts";
import type { InputRow, ModelClient, ServingOptions } from "../../../src/ports/serving.ts";
import type { RunningServer } from "../servers/start-server.ts";
import { startBentoml, startKserve, startSagemaker } from "./protocol-servers.ts";

const clients: ModelClient[] = [];
afterEach(async () => { for (const client of clients.splice(0)) await client.close(); });

/** What a user gets who gives a URL and perhaps an option, and no protocol unless the server speaks two. */
async function connect(server: RunningServer, options: Partial<ServingOptions> & { readonly protocol?: string } = {}): Promise<ModelClient> {
  const transport = createTransport({ url: server.url });
  const serving: ServingOptions = { path: "/", model: null, version: null, template: null, replicaHeader: null, ...options };
  const { protocol } = await recogniseProtocol(options.protocol ?? null, transport, serving);
  const client = protocol.create(transport, serving);
  clients.push(client);
  return client;
}
const rowsOf = (...rows: Record<string, JsonValue>[]): InputRow[] => rows.map((row) => new Map(Object.entries(row)));
const answers = async (client: ModelClient, rows: readonly InputRow[]) => (await client.predict(rows)).rows.map((row) => Object.fromEntries([...row].map(([name, { value }]) => [name, value])));
const typed = async (client: ModelClient, rows: readonly InputRow[]) => (await client.predict(rows)).rows.map((row) => Object.fromEntries([...row].map(([name, { dtype, value }]) => [name, [dtype, value]])));

/** The models of all three servers, in the order in which Python computes it. */
const score = (age: number, income: number): number => age * 0.1 + income / 3;
const people = rowsOf({ age: 41n, income: 1234.5, job: "x" }, { age: 42n, income: 2500, job: null });
const numbers = rowsOf({ age: 41n, income: 1234.5 }, { age: 42n, income: 2500.25 });
const expected = [score(41, 1234.5), score(42, 2500.25)];

describe("BentoML", () => {
  let server: RunningServer;
  beforeAll(async () => { server = await startBentoml(); });
  afterAll(() => server.stop());

  test("is recognised, and asked as its schema says", async () => {
    const client = await connect(server, { columns: ["age", "income", "job"] });
    expect(client.protocol).toBe("bentoml");
    expect(await client.describe()).toMatchObject({ platform: "bentoml", batches: true, namedColumns: true, inputs: [{ name: "age", dtype: "int64" }, { name: "income", dtype: "float64" }, { name: "job", dtype: "string", nullable: true }] });
    expect(await answers(client, people)).toEqual([{ score: score(41, 1234.5), approved: false, job: "x" }, { score: score(42, 2500), approved: true, job: null }]);
  });

  test.each<[string, boolean, readonly Record<string, unknown>[]]>([
    ["/gathered", true, expected.map((prediction) => ({ prediction }))],
    ["/columns", true, expected.map((value) => ({ score: value }))],
    ["/root", true, expected.map((prediction) => ({ prediction }))],
    ["/array", true, [{ "prediction[0]": 41 * 0.1, "prediction[1]": 1234.5 * (1 / 3) }, { "prediction[0]": 42 * 0.1, "prediction[1]": 2500.25 * (1 / 3) }]],
    ["/typed", true, [{ prediction: 41 + 1234.5 }, { prediction: 42 + 2500.25 }]],
    ["/single", false, expected.map((prediction) => ({ prediction }))],
    ["/one", false, expected.map((value) => ({ score: value }))],
    ["/vector", false, expected.map((prediction) => ({ prediction }))],
  ])("POST %s takes several rows: %s", async (path, batches, predictions) => {
    const client = await connect(server, { path, columns: ["age", "income"] });
    expect((await client.describe()).batches).toBe(batches);
    const rows = batches ? await answers(client, numbers) : [...(await answers(client, numbers.slice(0, 1))), ...(await answers(client, numbers.slice(1)))];
    expect(rows).toEqual(predictions);
  });

  test("takes and gives text", async () => {
    const texts = await connect(server, { path: "/texts", columns: ["sentence"] });
    expect(await answers(texts, rowsOf({ sentence: "one" }, { sentence: "three" }))).toEqual([{ prediction: 3n }, { prediction: 5n }]);
    const text = await connect(server, { path: "/text", columns: ["sentence"] });
    expect(await answers(text, rowsOf({ sentence: "one" }))).toEqual([{ prediction: "ONE" }]);
  });

  test("says what was wrong", async () => {
    await expect((await connect(server, { path: "/broken" })).predict(rowsOf({ age: 1n }))).rejects.toMatchObject({ code: "LS405", message: expect.stringContaining("500") as string });
    await expect((await connect(server)).predict(rowsOf({ age: "x", income: 1 }))).rejects.toMatchObject({ code: "LS405", message: expect.stringContaining("400: 1 validation error") as string });
    await expect((await connect(server, { path: "/nothing" })).describe()).rejects.toMatchObject({ code: "LS305", message: expect.stringContaining("POST /predict") as string });
  });
});

describe("KServe", () => {
  let server: RunningServer;
  let several: RunningServer;
  beforeAll(async () => { [server, several] = await Promise.all([startKserve("linear"), startKserve("echo", "typed")]); });
  afterAll(() => Promise.all([server.stop(), several.stop()]));

  test("speaks version 1 when asked by name or by URL", async () => {
    for (const options of [{ protocol: "kserve-v1" }, { path: "/v1/models/linear:predict" }]) {
      const client = await connect(server, options);
      expect([client.protocol, (await client.describe()).model]).toEqual(["kserve-v1", "linear"]);
      for (const [i, { prediction }] of (await answers(client, numbers)).entries()) expect(prediction).toBeCloseTo(expected[i] as number, 9);
    }
  });

  test("takes data frames as instances", async () => {
    const client = await connect(server, { protocol: "kserve-v1", template: "frames" });
    // A data frame lies in memory by columns, so NumPy may add in another order.
    for (const [i, { prediction }] of (await answers(client, numbers)).entries()) expect(prediction).toBeCloseTo(expected[i] as number, 9);
    await expect((await connect(server, { protocol: "kserve-v1", template: "records" })).predict(numbers)).rejects.toMatchObject({ code: "LS405", todo: expect.stringContaining("--template matrix or frames") as string });
  });

  test("passes on what version 1 can say, and lists its models", async () => {
    const client = await connect(several, { protocol: "kserve-v1", model: "echo" });
    expect(await typed(client, rowsOf({ a: 9007199254740993n, b: 0.1, c: "é", d: true, e: Number.NaN }))).toEqual([{ "prediction[0]": ["int64", 9007199254740993n], "prediction[1]": ["float64", 0.1], "prediction[2]": ["string", "é"], "prediction[3]": ["bool", true], "prediction[4]": ["null", null] }]);
    await expect((await connect(several, { protocol: "kserve-v1" })).describe()).rejects.toMatchObject({ code: "LS306", message: "the server has 2 models: echo, typed" });
    await expect((await connect(several, { protocol: "kserve-v1", model: "none" })).describe()).rejects.toMatchObject({ code: "LS306" });
  });

  test("is recognised by version 2, and answers in bytes what it answers in JSON", async () => {
    const json = await connect(server);
    const binary = await connect(server, { template: "binary" });
    expect([json.protocol, (await json.describe()).detection.includes("raw bytes"), (await binary.describe()).detection.includes("tensors travel as raw bytes, as asked")]).toEqual(["open-inference", false, true]);
    expect(await typed(binary, numbers)).toEqual(await typed(json, numbers));
    expect((await answers(binary, rowsOf({ a: Number.NaN, b: 1 })))[0]).toEqual({ "output-0": Number.NaN });
  });

  test("reads and writes every type in bytes, bit for bit", async () => {
    const client = await connect(several, { model: "typed", template: "binary" });
    const rows = rowsOf(
      { half: 0.1, single: 0.1, small: -128n, large: 2n ** 64n - 1n, flag: true, word: "é\n", pair: [Number.NaN, -0] },
      { half: Number.POSITIVE_INFINITY, single: -1e-40, small: 127n, large: 0n, flag: false, word: "", pair: [1e-320, 0.1] },
    );
    const [first, second] = await typed(client, rows);
    expect(first).toEqual({ half: ["float16", Math.f16round(0.1)], single: ["float32", Math.fround(0.1)], small: ["int8", -128n], large: ["uint64", 2n ** 64n - 1n], flag: ["bool", true], word: ["string", "é\n"], "pair[0]": ["float64", Number.NaN], "pair[1]": ["float64", -0] });
    expect(second).toEqual({ half: ["float16", Number.POSITIVE_INFINITY], single: ["float32", Math.fround(-1e-40)], small: ["int8", 127n], large: ["uint64", 0n], flag: ["bool", false], word: ["string", ""], "pair[0]": ["float64", 1e-320], "pair[1]": ["float64", 0.1] });
  });

  test("takes a data frame in bytes, where nothing is declared", async () => {
    const client = await connect(several, { model: "echo", template: "binary" });
    expect(await typed(client, rowsOf({ n: 9007199254740993n, f: Number.NaN, s: "x" }, { n: 2n, f: 0.5, s: "" }))).toEqual([{ n: ["int64", 9007199254740993n], f: ["float64", Number.NaN], s: ["string", "x"] }, { n: ["int64", 2n], f: ["float64", 0.5], s: ["string", ""] }]);
  });

  test("publishes what its process uses", async () => {
    const page = await (await fetch(`${server.url}/metrics`)).text();
    const before = resourceSampleFromPrometheus(page);
    expect(before).toMatchObject({ processes: 1, gpuMemoryBytes: null, source: "process_resident_memory_bytes, process_cpu_seconds_total" });
    // A Python process with NumPy takes tens of megabytes, and has worked to start.
    expect(before?.memoryBytes).toBeGreaterThan(20_000_000);
    expect(before?.cpuSeconds).toBeGreaterThan(0.1);
  });
});

describe("SageMaker", () => {
  let server: RunningServer;
  beforeAll(async () => { server = await startSagemaker(); });
  afterAll(() => server.stop());

  test("is recognised, and not taken for MLflow", async () => {
    const client = await connect(server);
    expect(client.protocol).toBe("sagemaker");
    const { rows, replica } = await client.predict(numbers);
    expect([rows.map((row) => row.get("score")?.value), replica]).toEqual([expected, "AllTraffic"]);
    expect(await answers(client, rowsOf({ age: 1n, income: null }))).toEqual([{ score: Number.NaN }]);
  });

  test("speaks CSV, to the same numbers", async () => {
    const client = await connect(server, { template: "csv" });
    expect(await answers(client, numbers)).toEqual(expected.map((prediction) => ({ prediction })));
    expect(await answers(client, rowsOf({ age: 1n, income: null }, { age: Number.NaN, income: 1 }))).toEqual([{ prediction: Number.NaN }, { prediction: Number.NaN }]);
  });

  test("answers of the variant asked for, and says what it does not take", async () => {
    expect((await (await connect(server, { version: "blue" })).predict(numbers)).replica).toBe("blue");
    await expect((await connect(server, { template: "records" })).predict(numbers)).rejects.toMatchObject({ code: "LS405", message: "answered 400: a list of lists is wanted", todo: expect.stringContaining("--template matrix") as string });
  });
});
