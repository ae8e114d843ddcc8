import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDuckDbEngine } from "../../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import { openSqliteJournal } from "../../../src/adapters/journal/sqlite/sqlite-journal.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import type { OutputValue } from "../../../src/ports/serving.ts";
import { callAt } from "../../../src/work/replay/call-plan.ts";
import { planCalls } from "../../../src/work/replay/plan-calls.ts";
import { plainRows, planOptions } from "../../../src/work/replay/replay-plan.fixture.ts";
import { type RecordingFacts, writeRecordings } from "../../../src/work/replay/write-recording.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-recording-"));
let engine: Engine;
beforeAll(async () => {
  engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 1, temporaryDirectory: folder });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

type Answer = Readonly<Record<string, readonly [OutputValue["dtype"], OutputValue["value"]]>> | "failed";

/** Writes the recordings of a replay of some rows, each answered as told. */
const record = async (name: string, rows: number, answer: (row: number, side: string, repeat: number) => Answer, batchSize = 1): Promise<{ reference: RecordingFacts; candidate: RecordingFacts }> => {
  const plan = planCalls(planOptions({ rows: plainRows(rows), probes: [], warmUpCalls: 0, batchSize }));
  const journal = openSqliteJournal(join(folder, `${name}.journal`));
  journal.begin(name);
  for (let index = plan.calls - 1; index >= 0; index -= 1) {
    const call = callAt(plan, index);
    const answers = call.rows.map((row) => answer(row, call.side, call.repeat));
    const failed = answers.includes("failed");
    journal.append({
      call: index, sentAt: 1000 + index, latencyMs: failed ? null : 2.5, status: failed ? null : 200, replica: failed ? null : `pod-${index % 2}`,
      errorCode: failed ? "LS301" : null, errorMessage: failed ? "refused" : null,
      rows: failed ? [] : answers.map((values) => new Map(Object.entries(values).map(([path, [dtype, value]]) => [path, { dtype, value } as OutputValue]))),
    });
  }
  const place = (side: string) => ({ temporaryPath: join(folder, `${name}-${side}.part`), finalPath: join(folder, `${name}-${side}.parquet`) });
  const facts = await writeRecordings({ engine, journal, plan, keys: Array.from({ length: rows }, (_, row) => `key ${row}`), rename, places: { reference: place("reference"), candidate: place("candidate") } });
  journal.close();
  expect(existsSync(place("reference").temporaryPath)).toBe(false);
  return facts as { reference: RecordingFacts; candidate: RecordingFacts };
};

describe("writeRecordings", () => {
  it("writes what was asked, answered and not answered, one row per asked row", async () => {
    const { reference, candidate } = await record("plain", 10, (row, side, repeat) => (side === "candidate" && row === 3 && repeat === 1 ? "failed" : { score: ["float64", row / 3], label: ["string", `l${row}`] }), 4);
    expect(reference).toMatchObject({ side: "reference", rows: 20, calls: 6, failedCalls: 0, replicas: ["pod-0", "pod-1"], mixed: [], outputs: [{ name: "score", column: "output.score", dtype: "float64" }, { name: "label", column: "output.label", dtype: "string" }] });
    expect(candidate).toMatchObject({ rows: 20, calls: 6, failedCalls: 1 });
    expect(candidate.lastSentAt as number - (candidate.firstSentAt as number)).toBeGreaterThan(5);
    const rows = await engine.query(`SELECT * FROM '${candidate.path}' WHERE repeat = 1 ORDER BY row`);
    expect(rows.length).toBe(10);
    expect(rows[3]).toMatchObject({ row: 3n, key: "key 3", arm: "main", repeat: 1, replica: null, latency_ms: null, batch_size: 4, status: null, error_code: "LS301", error_message: "refused", "output.score": null, "output.label": null });
    expect(rows[9]).toMatchObject({ row: 9n, key: "key 9", latency_ms: 2.5, batch_size: 2, status: 200, error_code: null, "output.score": 3, "output.label": "l9" });
  });

  it("keeps every number to the bit", async () => {
    const values = { a: ["float64", -0], b: ["float64", Number.NaN], c: ["float32", Number.NEGATIVE_INFINITY], d: ["int64", 2n ** 53n + 1n], e: ["uint64", 2n ** 64n - 1n], f: ["int8", -128n], g: ["bool", false], h: ["string", ""], i: ["json", "[1]"], j: ["float64", 5e-324] } as const;
    const { reference } = await record("bits", 1, () => values);
    const [row] = await engine.query(`SELECT * FROM '${reference.path}'`);
    expect(reference.outputs.map(({ dtype }) => dtype)).toEqual(Object.values(values).map(([dtype]) => dtype));
    expect(row).toMatchObject({ "output.b": Number.NaN, "output.c": Number.NEGATIVE_INFINITY, "output.d": 2n ** 53n + 1n, "output.e": 2n ** 64n - 1n, "output.f": -128, "output.g": false, "output.h": "", "output.i": "[1]", "output.j": 5e-324 });
    expect(Object.is(row?.["output.a"], -0)).toBe(true);
  });

  it("widens mixed types only where nothing is lost, and tells of it", async () => {
    const { reference } = await record("mixed", 2, (row) => (row === 0
      ? { exact: ["int64", 1n], inexact: ["int64", 2n ** 53n + 1n], floats: ["float32", 0.5], text: ["string", "x"], beyond: ["int64", 2n ** 63n], huge: ["int64", 10n ** 30n], widths: ["int8", 1n], none: ["null", null], gap: ["float64", 1], zero: ["float64", -0], A: ["bool", true], a: ["bool", false] }
      : { exact: ["float64", 0.5], inexact: ["float64", 0.5], floats: ["float64", 0.1], text: ["float64", 0.1], beyond: ["int64", 1n], huge: ["int64", 1n], widths: ["int32", 70_000n], none: ["null", null], gap: ["null", null], zero: ["string", "s"] }));
    const dtypes = Object.fromEntries(reference.outputs.map(({ name, dtype }) => [name, dtype]));
    expect(dtypes).toEqual({ exact: "float64", inexact: "string", floats: "float64", text: "string", beyond: "uint64", huge: "string", widths: "int64", none: "null", gap: "float64", zero: "string", A: "bool", a: "bool" });
    expect(Object.fromEntries(reference.mixed.map(({ name, dtypes: seen }) => [name, seen]))).toEqual({
      exact: { int64: 2, float64: 2 }, inexact: { int64: 2, float64: 2 }, floats: { float32: 2, float64: 2 }, text: { string: 2, float64: 2 }, widths: { int8: 2, int32: 2 }, zero: { float64: 2, string: 2 },
    });
    const [first, second] = await engine.query(`SELECT * FROM '${reference.path}' WHERE repeat = 0 ORDER BY row`);
    expect(first).toMatchObject({ "output.exact": 1, "output.inexact": "9007199254740993", "output.text": "x", "output.beyond": 2n ** 63n, "output.huge": (10n ** 30n).toString(), "output.widths": 1n, "output.none": null, "output.zero": "-0", "output.A": true, "output.a#2": false });
    expect(second).toMatchObject({ "output.exact": 0.5, "output.inexact": "0.5", "output.floats": 0.1, "output.text": "0.1", "output.gap": null, "output.A": null });
  });
});
