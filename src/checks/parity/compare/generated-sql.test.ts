import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDuckDbEngine } from "../../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { DType } from "../../../core/domain/dtype.ts";
import type { Tolerance } from "../../../core/domain/tolerance.ts";
import { duckDbDialect as dialect } from "../../../core/sql/dialects/duckdb.ts";
import type { Engine } from "../../../ports/engine.ts";
import { classHistogramSql } from "./class-histogram.ts";
import { finitePairsSql } from "./classified-sql.ts";
import { flipsSql } from "./flips.ts";
import { momentsSql, rangeSql } from "./moments.ts";
import type { PairedOutput } from "./output-spec.ts";
import { pairPlan } from "./pair-plan.ts";
import type { OutputPairs } from "./pair-table.ts";
import { rankAgreementSql } from "./rank-agreement.ts";
import { scoreBinsSql } from "./score-bins.ts";
import { largestDifferencesSql, withoutDifferenceSql } from "./worst-pairs.ts";

let engine: Engine;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-sql-"));
  engine = await createDuckDbEngine({ memoryLimitBytes: 128 * 2 ** 20, threads: 1, temporaryDirectory: folder });
  const types = { float64: "DOUBLE", float32: "FLOAT", int64: "BIGINT", uint64: "UBIGINT", string: "VARCHAR", bool: "BOOLEAN", json: "VARCHAR" };
  for (const [dtype, type] of Object.entries(types)) await engine.execute(`CREATE TABLE pairs_${dtype} (p BIGINT, sampled BOOLEAN, error_a BOOLEAN, error_b BOOLEAN, length_a BIGINT, length_b BIGINT, v ${type})`);
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const tolerance: Tolerance = { mode: "either", absolute: 1e-6, relative: 1e-5, origin: "agreed", why: "" };

const given = (reference: DType, candidate: DType, role: PairedOutput["role"], guarded: boolean): OutputPairs => ({
  output: { output: "o", role, roleOrigin: "agreed", tolerance: role === "score" ? tolerance : null, reference: { name: "o", column: "o", dtype: reference }, candidate: { name: "o", column: "o", dtype: candidate } },
  from: `(SELECT r.*, r.v AS a, c.v AS b FROM pairs_${reference} AS r, pairs_${candidate} AS c)`,
  columns: { errors: guarded, lengths: guarded },
});

/** Every query about one output, by name. */
const queries = (pairs: OutputPairs): Readonly<Record<string, string>> => {
  const plan = pairPlan(dialect, pairs.output);
  const finite = finitePairsSql(dialect, pairs.output, plan, pairs.columns, pairs.from);
  return {
    classes: classHistogramSql(dialect, plan, pairs),
    without: withoutDifferenceSql(dialect, plan, pairs, 5),
    flips: flipsSql(dialect, plan, pairs),
    ...(plan.numeric ? {
      range: rangeSql(finite),
      moments: momentsSql(dialect, finite, { x: 0, y: 0, d: 0 }),
      scaled: momentsSql(dialect, finite, { x: 700, y: -700, d: -700 }),
      ranks: rankAgreementSql(finite),
      bins: scoreBinsSql(dialect, finite, { pairs: 2, minReference: 0, maxReference: 1, minCandidate: 0, maxCandidate: 1 }),
      worst: largestDifferencesSql(dialect, plan, pairs, 5),
    } : {}),
  };
};

describe("the queries of a comparison", () => {
  it("are spelled like this for two float64 columns", () => {
    expect(queries(given("float64", "float64", "score", false))).toMatchSnapshot();
  });

  it("are spelled like this where errors, lengths and types have to be told apart", () => {
    expect(classHistogramSql(dialect, pairPlan(dialect, given("float32", "float64", "score", true).output), given("float32", "float64", "score", true))).toMatchSnapshot();
    expect(classHistogramSql(dialect, pairPlan(dialect, given("int64", "float64", "score", true).output), given("int64", "float64", "score", true))).toMatchSnapshot();
    expect(classHistogramSql(dialect, pairPlan(dialect, given("string", "int64", "decision", true).output), given("string", "int64", "decision", true))).toMatchSnapshot();
  });

  const dtypes = ["float64", "float32", "int64", "uint64", "string", "bool", "json"] as const;
  it.each(dtypes.flatMap((a) => dtypes.map((b) => [a, b] as const)))("bind and run on the engine for %s against %s", async (a, b) => {
    for (const [role, guarded] of [["score", false], ["score", true], ["decision", true]] as const) {
      for (const sql of Object.values(queries(given(a, b, role, guarded)))) await engine.query(sql);
    }
  });
});
