import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine, Row } from "../../ports/engine.ts";
import { fixturePaths, plainOptions } from "../../ports/log-format.fixture.ts";
import type { LogFormat, LogOptions, OpenedLog } from "../../ports/log-format.ts";
import { createDuckDbEngine } from "../engines/duckdb/create-duckdb-engine.ts";
import { bentomlLog } from "./bentoml/index.ts";
import { databricksLegacyLog } from "./databricks-legacy/index.ts";
import { kserveBlobLog } from "./kserve-blob/index.ts";
import { kserveEventsLog } from "./kserve-events/index.ts";
import { lockstepLog } from "./lockstep-log/index.ts";
import { sagemakerLog } from "./sagemaker/index.ts";

let engine: Engine;
const folder = mkdtempSync(join(tmpdir(), "lockstep-payloads-"));
let files = 0;

beforeAll(async () => {
  engine = await createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 2, temporaryDirectory: join(folder, "engine") });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A log of these lines, opened, with its rows in the order of the file. */
const openLines = async (format: LogFormat, lines: readonly string[], options: Partial<LogOptions> = {}, name = "log.jsonl"): Promise<OpenedLog & { readonly rows: readonly Row[] }> => {
  files += 1;
  const path = join(folder, String(files), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.join("\n"));
  const log = await format.open(engine, [path], { ...plainOptions, ...options });
  return { ...log, rows: await engine.query(`SELECT * FROM ${log.relation.sql}`) };
};

const call = (request: string, response: string, id = "c"): string => JSON.stringify({ databricks_request_id: id, timestamp_ms: 0, status_code: 200, execution_time_ms: 1, request, response });
const values = (rows: readonly Row[], ...names: readonly string[]): unknown[][] => rows.map((row) => names.map((name) => row[name]));

describe("payloads", () => {
  it.each([
    ["records", '{"dataframe_records":[{"a":1,"b":"x"},{"a":2,"b":"y"}]}'],
    ["a split frame", '{"dataframe_split":{"columns":["a","b"],"data":[[1,"x"],[2,"y"]]}}'],
    ["instances that are objects", '{"instances":[{"a":1,"b":"x"},{"a":2,"b":"y"}]}'],
    ["inputs by column", '{"inputs":{"a":[1,2],"b":["x","y"]}}'],
    ["tensors", '{"inputs":[{"name":"a","shape":[2],"datatype":"INT64","data":[1,2]},{"name":"b","shape":[2,1],"datatype":"BYTES","data":[["x"],["y"]]}]}'],
    ["a bare list", '[{"a":1,"b":"x"},{"a":2,"b":"y"}]'],
  ])("gives the same rows from %s", async (_name, request) => {
    const { rows, relation } = await openLines(databricksLegacyLog, [call(request, '{"predictions":[0.5,0.25]}')]);
    expect(values(rows, "id", "a", "prediction")).toEqual([["c#0", 1n, 0.5], ["c#1", 2n, 0.25]]);
    expect(relation.columns.map(({ name }) => name)).toContain("b");
    expect(String(rows[1]?.["b"])).toContain("y");
  });

  it("takes a tensor apart by its shape, nested or flat", async () => {
    const flat = '{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP64","data":[1.5,2.5,3.5,4.5,5.5,6.5]}]}';
    const nested = '{"inputs":[{"name":"x","shape":[2,3],"datatype":"FP64","data":[[1.5,2.5,3.5],[4.5,5.5,6.5]]}]}';
    const answer = '{"outputs":[{"name":"p","shape":[2,2],"datatype":"FP64","data":[0.25,0.75,0.5,0.5]},{"name":"class","shape":[2],"datatype":"BYTES","data":["a","b"]}]}';
    for (const request of [flat, nested]) {
      const { rows } = await openLines(databricksLegacyLog, [call(request, answer)]);
      expect(values(rows, "f0", "f1", "f2", "p[0]", "p[1]", "class")).toEqual([[1.5, 2.5, 3.5, 0.25, 0.75, "a"], [4.5, 5.5, 6.5, 0.5, 0.5, "b"]]);
    }
  });

  it("reads other lists beside predictions as outputs of the same rows", async () => {
    const { rows, relation } = await openLines(databricksLegacyLog, [call("[[1],[2]]", '{"predictions":["a","b"],"probabilities":[[0.75,0.25],[0.5,0.5]]}')]);
    expect(values(rows, "prediction", "probabilities[0]")).toEqual([["a", 0.75], ["b", 0.5]]);
    expect(relation.columns.filter(({ role }) => role === "score").map(({ name }) => name)).toEqual(["probabilities[0]", "probabilities[1]"]);
  });

  it("takes many numbers for one row as the parts of one output", async () => {
    const { rows } = await openLines(databricksLegacyLog, [call('[{"a":1}]', "[0.125,0.875]")]);
    expect(values(rows, "prediction[0]", "prediction[1]")).toEqual([[0.125, 0.875]]);
  });

  it("keeps the bits of integers and floats, and NaN and the infinities", async () => {
    const written = (float: number): string => (Object.is(float, -0) ? "-0.0" : Number.isInteger(float) && Math.abs(float) < 1e21 ? `${float}.0` : String(float));
    const pair = fc.tuple(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.double({ noNaN: true }));
    // One file of many rows: opening is what costs.
    await fc.assert(fc.asyncProperty(fc.array(pair, { minLength: 200, maxLength: 200 }), async (pairs) => {
      const { rows } = await openLines(databricksLegacyLog, pairs.map(([integer, float]) => call(`[{"i":${integer},"x":${written(float)},"y":NaN},{"i":1,"x":0.5,"y":0.5}]`, "[1,2]")));
      for (const [place, [integer, float]] of pairs.entries()) expect(values(rows.slice(place * 2, place * 2 + 1), "i", "x", "y")).toEqual([[integer, float, Number.NaN]]);
    }), { numRuns: 2 });
  });

  it("writes integers beyond 64 bits as they are, and numbers in quotes as text unless they are NaN", async () => {
    const { rows, relation } = await openLines(databricksLegacyLog, [call('[{"h":18446744073709551616,"s":"007","n":"NaN"},{"h":1,"s":"5","n":2.5}]', "[1,2]")]);
    expect(values(rows, "h", "s", "n")).toEqual([[18446744073709551616n, "007", Number.NaN], [1n, "5", 2.5]]);
    expect(relation.columns.map(({ type }) => type)).toEqual(["HUGEINT", "VARCHAR", "DOUBLE", "BIGINT"]);
  });

  it("gives columns their own names where a feature, an output and a standard column share one", async () => {
    const { rows, relation } = await openLines(databricksLegacyLog, [call('[{"id":7,"age":34,"AGE":35,"a.b":1,"a":{"b":2}}]', '[{"age":0.5}]')]);
    expect(relation.columns.map(({ name, column }) => `${name}=${column}`)).toEqual(["id=feature.id", "age=age", "AGE=feature.AGE", "a.b=a.b", "output.age=output.age"]);
    expect(values(rows, "id", "feature.id", "age", "feature.AGE", "output.age")).toEqual([["c", 7n, 34n, 35n, 0.5]]);
  });

  it("names features in order as people say", async () => {
    const named = await openLines(databricksLegacyLog, [call("[[1,2.5]]", "[1]")], { featureNames: ["age", "income"] });
    expect(values(named.rows, "age", "income")).toEqual([[1n, 2.5]]);
    expect(named.relation.gaps.some(({ what }) => what === "feature names")).toBe(false);
    const short = await openLines(databricksLegacyLog, [call("[[1,2.5]]", "[1]")], { featureNames: ["age"] });
    expect(values(short.rows, "age", "f1")).toEqual([[1n, 2.5]]);
    expect(short.relation.gaps.find(({ what }) => what === "feature names")?.why).toContain("2 values, and 1 name was");
  });

  it("leaves out a batch whose answer has other rows, and says where", async () => {
    const { read, rows } = await openLines(databricksLegacyLog, [call("[[1],[2]]", "[1,2,3]"), "", call("[[3]]", "[4]", "d"), call("[]", "[]", "e")]);
    expect(read).toMatchObject({ recordsRead: 3, rowsParsed: 1, dropped: [{ rows: 1, reason: "holds a batch without rows", example: "log.jsonl, record 3" }, { rows: 1, example: "log.jsonl, record 1" }] });
    expect(values(rows, "id", "source_ref")).toEqual([["d", "log.jsonl, record 2"]]);
  });
});

describe("files that cannot be read on", () => {
  const row = (id: string, more = ""): string => `{"v":1,"id":"${id}","features":{"a":1${more}},"outputs":{"p":0.5}}`;

  it("are told with their line and without what stands in it", async () => {
    const tooLong = openLines(lockstepLog, [row("a"), row("b", `,"t":"secret${"x".repeat(9 * 2 ** 20)}"`)]);
    await expect(tooLong).rejects.toMatchObject({ code: "LS203", message: expect.stringMatching(/^Line 2 of .*log\.jsonl is longer than 8 MiB$/) });
    const path = join(folder, "latin.jsonl");
    writeFileSync(path, Buffer.concat([Buffer.from(`${row("a")}\n{"v":1,"id":"secret`), Buffer.from([0xe9]), Buffer.from('"}\n')]));
    await expect(lockstepLog.open(engine, [path], plainOptions)).rejects.toMatchObject({ code: "LS203", message: expect.stringMatching(/^Line 2 of .*latin\.jsonl is not UTF-8$/) });
  });

  it("do not trip over odd keys, deep values and wide rows", async () => {
    const { relation, rows } = await openLines(lockstepLog, [row("a", ',"":3,"x/y~z":4,"*":5,"n\\u0000l":6,"l":[1,[2]],"d":{"a":{"b":{"c":{"e":1}}}}')]);
    expect(relation.columns.map(({ name }) => name)).toEqual(["a", '""', "x/y~z", "*", "l[0]", "l[1][0]", "d.a.b.c", "p"]);
    expect(values(rows, '""', "x/y~z", "*", "l[1][0]", "d.a.b.c")).toEqual([[3n, 4n, 5n, 2n, '{"e":1}']]);
    const wide = await openLines(lockstepLog, [row("a", `,"w":[${Array.from({ length: 1500 }, (_, place) => place).join()}]`)]);
    expect(wide.relation.columns.filter(({ role }) => role === "feature")).toHaveLength(1024);
    expect(wide.relation.gaps.some(({ what }) => what === "feature columns")).toBe(true);
  });
});

describe("SageMaker data capture", () => {
  const capture = (data: string, answer: string, encoding = "CSV"): string => JSON.stringify({
    captureData: { endpointInput: { data, encoding }, endpointOutput: { data: answer, encoding } }, eventMetadata: { eventId: "e", inferenceTime: "2026-03-01T10:00:00Z" }, eventVersion: "0",
  });

  it("reads CSV with quotes, empty fields and line ends of both kinds", async () => {
    const { rows } = await openLines(sagemakerLog, [capture('"a,""b""",,1\r\nc,2.5,007\r\n', "0.5,0.25")]);
    expect(values(rows, "f0", "f1", "f2", "prediction")).toEqual([['a,"b"', null, "1", 0.5], ["c", 2.5, "007", 0.25]]);
  });

  it("does not guess at CSV whose quoted field spans lines", async () => {
    const { read } = await openLines(sagemakerLog, [capture('"a\nb",1\n', "0.5"), capture("1,2", "0.5")]);
    expect(read.dropped).toMatchObject([{ rows: 1, reason: "its request can be read neither as JSON nor as CSV" }]);
  });

  it("keeps requests alone where answers were not captured", async () => {
    const { relation, rows } = await openLines(sagemakerLog, [JSON.stringify({ captureData: { endpointInput: { data: "1,2", encoding: "CSV" } }, eventMetadata: { eventId: "e" } })]);
    expect(values(rows, "f0", "f1")).toEqual([[1n, 2n]]);
    expect(relation.gaps.map(({ what }) => what)).toEqual(expect.arrayContaining(["outputs", "ts"]));
  });
});

describe("KServe's logger", () => {
  const event = (kind: string, id: string, body: unknown, more: object = {}): string =>
    JSON.stringify({ headers: { "Ce-Id": id, "Ce-Type": `org.kubeflow.serving.inference.${kind}`, "Content-Type": "application/json", ...more }, body });

  it("joins an id that callers use again turn by turn, not all with all", async () => {
    const { rows, read } = await openLines(kserveEventsLog, [event("request", "same", [[1]]), event("response", "same", [10]), event("request", "same", [[2]]), event("response", "same", [20])]);
    expect(values(rows, "f0", "prediction")).toEqual(expect.arrayContaining([[1n, 10n], [2n, 20n]]));
    expect(read).toMatchObject({ recordsRead: 4, rowsParsed: 2, dropped: [] });
  });

  it("takes the status of a logger that writes all answers, and then misses no failures", async () => {
    const { rows, read, relation } = await openLines(kserveEventsLog, [
      event("request", "a", [[1]]), event("response", "a", [10], { "ce-statuscode": "200" }), event("request", "b", [[2]]), event("response", "b", { error: "no" }, { "ce-statuscode": "500" }),
    ]);
    expect(values(rows, "status", "error", "prediction")).toEqual(expect.arrayContaining([[200, null, 10n], [500, "HTTP 500", null]]));
    expect(read.nonSuccess).toEqual({ records: 1, of: 2 });
    expect(relation.gaps.some(({ what }) => what === "non-200")).toBe(false);
  });

  it("reads the Parquet of older and of newer loggers", async () => {
    for (const [id, kind, bytes] of [["id", "req_type", "'[[1]]'::BLOB"], ["id", "reqType", "'W1sxXV0='"]] as const) {
      files += 1;
      const path = join(folder, `blob-${files}.parquet`);
      await engine.execute(`COPY (SELECT 'x' AS ${id}, 'org.kubeflow.serving.inference.' || k AS "${kind}", ${bytes} AS bytes, NULL::VARCHAR AS metadata FROM (VALUES ('request'), ('response')) AS t(k)) TO '${path}'`);
      const { relation } = await kserveBlobLog.open(engine, [path], plainOptions);
      expect(values(await engine.query(`SELECT * FROM ${relation.sql}`), "id", "f0", "prediction[0]")).toEqual([["x", 1n, 1n]]);
      expect(relation.gaps.find(({ what }) => what === "ts")).toMatchObject({ bends: true });
    }
  });
});

describe("BentoML's monitor", () => {
  const data = fixturePaths({ paths: ["spec/logs/bentoml/churn/data/data.0.log"] });

  it("takes local times in the zone that people name", async () => {
    const { relation } = await bentomlLog.open(engine, data, { ...plainOptions, name: "zoned", zone: "Europe/Berlin" });
    const [first] = await engine.query(`SELECT min(ts)::VARCHAR AS first FROM ${relation.sql}`);
    expect(first?.["first"]).toBe("2026-07-01 10:00:00.000001");
    expect(relation.gaps.some(({ what }) => what === "time zone")).toBe(false);
  });

  it("gives rows of one request ids of their own", async () => {
    const { relation } = await bentomlLog.open(engine, data, plainOptions);
    expect(values(await engine.query(`SELECT id FROM ${relation.sql} ORDER BY source_ref`), "id")).toEqual([["70001"], ["70002"], ["70003#0"], ["70003#1"]]);
  });

  it("says that roles are unknown where the schema is not beside the data", async () => {
    const { relation } = await openLines(bentomlLog, ['{"age":1,"risk":0.5,"timestamp":"2026-07-01T12:00:00","request_id":"1","trace_id":"0"}']);
    expect(relation.columns.map(({ role }) => role)).toEqual(["feature", "feature"]);
    expect(relation.gaps.find(({ what }) => what === "roles")).toMatchObject({ bends: true });
  });

  it("finds its schema from the folder's files, and refuses the schema alone", async () => {
    const schema = fixturePaths({ paths: ["spec/logs/bentoml/churn/schema/schema.0.log"] });
    const { relation, read } = await bentomlLog.open(engine, [...data, ...schema], { ...plainOptions, name: "folder" });
    expect(read.recordsRead).toBe(5);
    expect(relation.columns.find(({ name }) => name === "choice")).toMatchObject({ role: "decision", origin: "agreed" });
    await expect(bentomlLog.open(engine, schema, plainOptions)).rejects.toMatchObject({ code: "LS202" });
  });
});

describe("Lockstep's own log", () => {
  it("weighs, keeps failures and takes the writer's word for roles", async () => {
    const { relation, read } = await lockstepLog.open(engine, fixturePaths({ paths: ["spec/logs/lockstep-log/log.jsonl"] }), plainOptions);
    expect(values(await engine.query(`SELECT id, status, error, risk, leaves, weight, label FROM ${relation.sql} ORDER BY id`), "id", "status", "error", "risk", "leaves", "weight", "label")).toEqual([
      ["p-1", 200, null, 0.25, 0n, 10, 0n], ["p-2", 200, null, 0.75, 1n, 10, null], ["p-4", 500, "ValueError", null, null, 10, null], ["p-5", 200, null, 0.5, 0n, 10, 1n],
    ]);
    expect(read.sampling).toEqual({ low: 0.1, high: 0.1 });
    expect(relation.columns.find(({ name }) => name === "leaves")).toMatchObject({ role: "decision", origin: "agreed" });
  });
});
