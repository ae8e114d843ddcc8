import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import golden from "../../../../spec/stats/golden.json" with { type: "json" };
import { createDuckDbEngine } from "../../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { DType } from "../../../core/domain/dtype.ts";
import type { FeatureRelation, PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import { ReliabilityCurve } from "../../../core/domain/reliability-curve.ts";
import { MetricComparison } from "../../../core/domain/run.ts";
import { normal } from "../../../core/random/normal.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import type { Cell, Engine } from "../../../ports/engine.ts";
import { compareMetrics, type MetricsAnswer, type MetricsQuestion } from "./compare-metrics.ts";

const temporaryDirectory = mkdtempSync(join(tmpdir(), "lockstep-labels-"));
let engine: Engine;
beforeAll(async () => {
  engine = await createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 2, temporaryDirectory });
});
afterAll(async () => {
  await engine.close();
  rmSync(temporaryDirectory, { recursive: true, force: true });
});

type Column = readonly [name: string, dtype: DType, values: readonly Cell[]];

let tables = 0;
const load = async (columns: readonly Column[]): Promise<string> => {
  const table = `labelled_test_${++tables}`;
  const n = columns[0]?.[2].length ?? 0;
  await engine.load(table, [{ name: "key", dtype: "string" }, { name: "error_code", dtype: "string" }, ...columns.map(([name, dtype]) => ({ name, dtype }))],
    Array.from({ length: n }, (_, row) => [`k${row}`, null, ...columns.map(([, , values]) => values[row] ?? null)]));
  return table;
};
const predictions = async (environment: string, ...columns: readonly Column[]): Promise<PredictionRelation> => ({
  environment, sql: await load(columns), rows: columns[0]?.[2].length ?? 0, outputs: columns.map(([name, dtype]) => ({ name, column: name, dtype })),
});
const labels = async (...columns: readonly Column[]): Promise<FeatureRelation> => ({ sql: await load(columns), features: columns.map(([name, dtype]) => ({ name, column: name, dtype })) });
const ask = (question: Omit<MetricsQuestion, "label" | "threshold"> & { threshold?: number }): Promise<MetricsAnswer> => compareMetrics(engine, { label: "y", threshold: null, ...question });
const metric = (answer: MetricsAnswer, name: string, output?: string): MetricComparison => {
  const found = answer.metrics.find((of) => of.metric === name && (output === undefined || of.output === output));
  if (found === undefined) throw new Error(`no ${name} among ${answer.metrics.map((of) => of.metric).join(", ")}; skipped ${JSON.stringify(answer.skipped)}`);
  return found;
};

describe("yes/no labels and a probability", () => {
  const g = golden.scored;
  test("agree with scikit-learn and DeLong by hand, and are valid parts of a run", async () => {
    const answer = await ask({
      reference: await predictions("staging", ["p", "float64", g.a]),
      candidate: await predictions("production", ["p", "float64", g.b]),
      features: await labels(["y", "int64", g.y.map(BigInt)]),
      outputs: [{ name: "p", role: "score" }], threshold: 0.5,
    });
    expect(answer.skipped).toEqual([]);
    expect(answer.positive).toBe("1");
    MetricComparison.array().parse(answer.metrics);
    ReliabilityCurve.array().parse(answer.reliability);
    expect(metric(answer, "auc").reference).toBeCloseTo(g.aucA, 12);
    expect(metric(answer, "auc").difference).toBeCloseTo(g.delong.difference, 12);
    expect(metric(answer, "auc").interval?.low).toBeCloseTo(g.delong.low, 10);
    expect(metric(answer, "brier score").reference).toBeCloseTo(g.brier, 12);
    expect(metric(answer, "log loss").reference).toBeCloseTo(g.logLoss, 12);
    expect(metric(answer, "accuracy").reference).toBeCloseTo(g.confusion.accuracy, 12);
    expect(metric(answer, "precision").reference).toBeCloseTo(g.confusion.precision, 12);
    expect(metric(answer, "precision").candidate).toBeCloseTo(g.confusion.precisionB, 12);
    expect(metric(answer, "recall").reference).toBeCloseTo(g.confusion.recall, 12);
    expect(metric(answer, "f1", "p >= 0.5").candidate).toBeCloseTo(g.confusion.f1B, 12);
    expect(answer.reliability.map(({ environment }) => environment)).toEqual(["staging", "production"]);
    for (const { bins } of answer.reliability) expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(g.y.length);
  });

  test("text labels, two-element vectors, booleans and types that differ meet; failed and unlabelled rows stay out", async () => {
    const n = 400;
    const random = streamOf(31, "vector");
    const yes = Array.from({ length: n }, () => random.unit() < 0.4);
    const p = yes.map((of) => Math.min(1, Math.max(0, (of ? 0.6 : 0.4) + 0.2 * normal(random))));
    const reference = await predictions("a", ["p[0]", "float64", p.map((of) => 1 - of)], ["p[1]", "float64", p], ["flag", "string", p.map((of) => (of >= 0.5 ? "yes" : "no"))]);
    const answer = await ask({
      reference: { ...reference, sql: `(SELECT * REPLACE (CASE WHEN key = 'k7' THEN 'LS402' END AS error_code) FROM ${reference.sql})` },
      candidate: await predictions("b", ["p[0]", "float64", p.map((of) => 1 - of)], ["p[1]", "float64", p.map((of, row) => (row === 9 ? Number.NaN : of))], ["flag", "string", p.map((of) => (of >= 0.5 ? "yes" : "no"))]),
      features: await labels(["y", "string", yes.map((of, row) => (row === 8 ? null : of ? "yes" : "no"))]),
      outputs: [{ name: "p[0]", role: "score" }, { name: "p[1]", role: "score" }, { name: "flag", role: "decision" }], threshold: 0.5,
    });
    expect(answer.positive).toBe("yes");
    expect(answer.skipped).toEqual([{ metric: "all", output: "p[0]", why: expect.stringContaining("negative class") }]);
    expect(metric(answer, "auc", "p[1]")).toMatchObject({ n: n - 3, difference: 0 });
    expect(metric(answer, "auc", "p[1]").reference).toBeGreaterThan(0.6);
    const bins = answer.reliability[0]?.bins ?? [];
    expect(bins.length).toBe(20);
    for (const bin of bins) expect(Math.abs(bin.n - (n - 3) / 20)).toBeLessThanOrEqual(2);
    const accuracy = metric(answer, "accuracy", "flag");
    expect(accuracy).toMatchObject({ n: n - 2, difference: 0 });
    expect(accuracy.interval?.high).toBeGreaterThan(0);
    expect(answer.metrics.some(({ output }) => output.includes(">="))).toBe(false);
  });

  test("a decision of another type than the label is still the same class", async () => {
    const y = Array.from({ length: 60 }, (_, row) => row % 3 === 0);
    const answer = await ask({
      reference: await predictions("a", ["d", "int64", y.map((of) => (of ? 1n : 0n))]),
      candidate: await predictions("b", ["d", "float64", y.map((of, row) => (of && row > 5 ? 1 : 0))]),
      features: await labels(["y", "bool", y]),
      outputs: [{ name: "d", role: "decision" }],
    });
    expect(metric(answer, "accuracy")).toMatchObject({ reference: 1, candidate: 58 / 60 });
    expect(metric(answer, "recall").candidate).toBeCloseTo(0.9, 12);
    expect(metric(answer, "precision").candidate).toBe(1);
  });

  test("margins rank but are no probabilities; too few of a class and constant labels are refused with a reason", async () => {
    const random = streamOf(32, "margin");
    const y = Array.from({ length: 200 }, (_, row) => row % 2);
    const margin = y.map((of) => 3 * (of - 0.5) + normal(random));
    const [reference, candidate] = [await predictions("a", ["m", "float32", margin]), await predictions("b", ["m", "float32", margin.map((of) => 2 * of)])];
    const of = async (values: readonly number[]): Promise<MetricsAnswer> => ask({ reference, candidate, features: await labels(["y", "float64", values]), outputs: [{ name: "m", role: "score" }] });
    const ranked = await of(y);
    expect(ranked.metrics.map((found) => found.metric)).toEqual(["auc"]);
    expect(metric(ranked, "auc").difference).toBe(0);
    expect(ranked.skipped.map((skipped) => skipped.metric)).toEqual(["brier score", "log loss", "calibration error squared"]);
    expect(ranked.skipped[0]?.why).toContain("no probabilities");
    const rare = await of(y.map((_, row) => (row < 9 ? 1 : 0)));
    expect(rare.metrics).toEqual([]);
    expect(rare.skipped[0]?.why).toContain("9 rows of the rarer class");
    expect(await of(y.map(() => 1))).toEqual({ metrics: [], reliability: [], positive: null, skipped: [{ metric: "all", output: "y", why: "every label in y is 1" }] });
    expect((await of(y.map(() => Number.NaN))).skipped[0]?.why).toContain("no row has a label");
    await expect(compareMetrics(engine, { reference, candidate, features: await labels(["z", "float64", y]), label: "y", outputs: [], threshold: null })).rejects.toThrow(RangeError);
  });
});

describe("above the exact limit", () => {
  test("binned AUC is as near as it says, and calibration still sees a shift", async () => {
    const n = 120_000;
    await engine.execute(`CREATE TABLE big AS SELECT CAST(i AS VARCHAR) AS key, CAST(NULL AS VARCHAR) AS error_code, (hash(i) % 1000003) / 1000003.0 AS p, hash(i + 10000000) % 1000003 / 1000003.0 < (hash(i) % 1000003) / 1000003.0 AS y FROM range(${n}) AS t(i)`);
    const output = { name: "p", column: "p", dtype: "float64" } as const;
    const side = (environment: string, p: string): PredictionRelation => ({ environment, sql: `(SELECT key, error_code, CAST(${p} AS DOUBLE) AS p FROM big)`, rows: n, outputs: [output] });
    const answer = await ask({ reference: side("a", "p"), candidate: side("b", "p * 0.9"), features: { sql: "big", features: [{ name: "y", column: "y", dtype: "bool" }] }, outputs: [{ name: "p", role: "score" }] });
    const [exact] = await engine.query("SELECT (sum(r) FILTER (WHERE y) - count(*) FILTER (WHERE y) * (count(*) FILTER (WHERE y) + 1) / 2.0) / count(*) FILTER (WHERE y) / count(*) FILTER (WHERE NOT y) AS auc FROM (SELECT y, row_number() OVER (ORDER BY p) AS r FROM big)");
    const auc = metric(answer, "auc");
    const said = Number(/within ([\d.e-]+) of/.exec(auc.interval?.method ?? "")?.[1]);
    expect(said).toBeLessThan(0.002);
    expect(Math.abs((auc.reference ?? 0) - Number(exact?.["auc"]))).toBeLessThan(said);
    expect(Math.abs((auc.reference ?? 0) - Number(exact?.["auc"]))).toBeLessThan(1e-5);
    expect(auc.difference).toBeCloseTo(0, 12);
    const calibration = metric(answer, "calibration error squared");
    expect(Math.abs(calibration.reference ?? 1)).toBeLessThan(1e-4);
    expect(calibration.candidate).toBeCloseTo(0.01 / 3, 3);
    expect(calibration.interval?.low).toBeGreaterThan(0.002);
    expect(metric(answer, "brier score").interval?.low).toBeGreaterThan(0);
    // Equal scores never part, so a bin may be one or two off its share.
    for (const bin of answer.reliability[0]?.bins ?? []) expect(Math.abs(bin.n - n / 20)).toBeLessThanOrEqual(3);
  });
});

describe("several classes and numbers", () => {
  test("accuracy and macro F1 agree with scikit-learn; scores of single classes are left out", async () => {
    const { label, prediction, macroF1, accuracy } = golden.scored.multiclass;
    const answer = await ask({
      reference: await predictions("a", ["d", "int64", prediction.map(BigInt)], ["p[0]", "float64", label.map(() => 0.5)]),
      candidate: await predictions("b", ["d", "int64", label.map(BigInt)], ["p[0]", "float64", label.map(() => 0.5)]),
      features: await labels(["y", "int64", label.map(BigInt)]),
      outputs: [{ name: "d", role: "decision" }, { name: "p[0]", role: "score" }],
    });
    expect(metric(answer, "macro f1").reference).toBeCloseTo(macroF1, 12);
    expect(metric(answer, "accuracy").reference).toBeCloseTo(accuracy, 12);
    expect(metric(answer, "accuracy").candidate).toBe(1);
    expect(metric(answer, "accuracy").interval?.low).toBeGreaterThan(0);
    expect(answer.skipped.map(({ output }) => output)).toEqual(["p[0]"]);
    expect(answer.positive).toBeNull();
  });

  test("bias, MAE and RMSE in the label's unit, each with a paired interval", async () => {
    const random = streamOf(33, "regression");
    const y = Array.from({ length: 500 }, () => 100 * random.unit());
    const a = y.map((of) => of + normal(random));
    const answer = await ask({
      reference: await predictions("a", ["value", "float64", a]),
      candidate: await predictions("b", ["value", "float64", a.map((of) => of + 2)], ["note", "string", a.map(() => "x")]),
      features: await labels(["y", "float64", y]),
      outputs: [{ name: "value", role: "score" }, { name: "note", role: "text" }],
    });
    const sum = (of: (row: number) => number): number => y.reduce((total, _, row) => total + of(row), 0);
    const error = (row: number): number => (a[row] ?? 0) - (y[row] ?? 0);
    expect(metric(answer, "bias").reference).toBeCloseTo(sum(error) / 500, 10);
    expect(metric(answer, "bias").difference).toBeCloseTo(2, 10);
    expect(metric(answer, "bias").interval?.high).toBeCloseTo(2, 6);
    expect(metric(answer, "mae").candidate).toBeCloseTo(sum((row) => Math.abs(error(row) + 2)) / 500, 10);
    expect(metric(answer, "mae").difference).toBeCloseTo((metric(answer, "mae").candidate ?? 0) - (metric(answer, "mae").reference ?? 0), 10);
    expect(metric(answer, "rmse").reference).toBeCloseTo(Math.sqrt(sum((row) => error(row) ** 2) / 500), 10);
    expect(metric(answer, "rmse").interval?.low).toBeGreaterThan(1);
    expect(answer.skipped).toEqual([{ metric: "all", output: "note", why: "one environment does not have this output" }]);
  });
});
