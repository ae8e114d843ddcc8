import { afterAll, beforeAll, describe, expect, it } from "vitest";
import golden from "../../../spec/stats/series-metrics.json" with { type: "json" };
import type { Metric } from "../../../src/core/domain/metric.ts";
import type { PopulationRelation } from "../../../src/core/domain/population.ts";
import { metricValue } from "../../../src/core/measure/metric-value.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import { countSeries } from "../../../src/work/series/count-series.ts";
import { proposePlan } from "../../../src/work/series/propose-plan.ts";
import { engineForTests, relationOf } from "../../../src/work/series/series.fixture.ts";

let engine: Engine;
let log: PopulationRelation;
let oneHour: PopulationRelation;
beforeAll(async () => {
  engine = await engineForTests();
  await engine.load("golden", [["hour", "int64"], ["list", "int64"], ["score", "float64"], ["label", "int64"], ["decision", "bool"], ["grade", "int64"], ["value", "float64"], ["truth", "float64"], ["latency_ms", "float64"]].map(([name = "", dtype = ""]) => ({ name, dtype: dtype as "int64" })),
    (golden.rows as (number | boolean)[][]).map((row) => row.map((cell, place) => (place === 0 || place === 1 || place === 3 || place === 5 ? BigInt(cell as number) : cell))));
  const roles = { score: "score", label: "label", decision: "decision" } as const;
  log = await relationOf(engine, "(SELECT TIMESTAMP '2026-10-01' + INTERVAL 1 HOUR * hour AS ts, * FROM golden)", roles);
  // Lists and groups lie whole in one window here.
  oneHour = await relationOf(engine, "(SELECT TIMESTAMP '2026-10-01' AS ts, * FROM golden)", roles);
});
afterAll(() => engine.close());

const expected = golden.expected as Record<string, { value: number; variance?: number; n?: number; sklearn?: number; maritzJarrett?: number }>;
const metrics: Metric[] = [
  { name: "accuracy", output: "decision" }, { name: "precision", output: "score", threshold: 0.5 }, { name: "recall" }, { name: "specificity" }, { name: "false-positive-rate" }, { name: "f1" },
  { name: "brier" }, { name: "log-loss" }, { name: "mae", output: "value", label: "truth" }, { name: "mse", output: "value", label: "truth" }, { name: "rmse", output: "value", label: "truth" }, { name: "bias", output: "value", label: "truth" },
  { name: "auc" }, { name: "calibration-error" }, { name: "calibration-in-the-large" },
];
const whole: Metric[] = [
  { name: "ndcg", label: "grade", group: "list", k: 5 }, { name: "reciprocal-rank", label: "grade", group: "list" }, { name: "hit-rate", label: "grade", group: "list", k: 5 },
  { name: "precision-at-k", label: "grade", group: "list", k: 5 }, { name: "ratio", numerator: "value", group: "list" },
];

const told = async (metric: Metric, relation: PopulationRelation) => {
  const plan = await proposePlan(engine, { metrics: [metric], segments: [], window: "hour", timeZone: "UTC", where: null }, relation);
  const { statistics } = await countSeries(engine, relation, plan);
  const [measure] = plan.measures;
  return { windows: statistics.length, value: measure === undefined ? null : metricValue(measure, statistics) };
};
const close = (value: number | null | undefined, to: number, relative: number): void => {
  expect(Math.abs((value ?? Number.NaN) - to), `${value} against ${to}`).toBeLessThanOrEqual(relative * Math.abs(to));
};

describe("as scikit-learn tells them, over hundreds of windows pooled", () => {
  it.each(metrics)("$name", async (metric) => {
    const { windows, value } = await told(metric, log);
    const { value: wanted, variance, n, sklearn = wanted } = expected[metric.name] ?? { value: Number.NaN };
    expect(windows).toBeGreaterThan(200);
    close(value?.value, wanted, 1e-12);
    close(value?.value, sklearn, 1e-12);
    if (variance !== undefined) close(value?.variance, variance, 1e-9);
    if (n !== undefined) expect(value?.n).toBe(n);
  });

  it.each(whole)("$name of whole lists", async (metric) => {
    const { value } = await told(metric, oneHour);
    const { value: wanted, variance = Number.NaN, n } = expected[metric.name] ?? { value: Number.NaN };
    close(value?.value, wanted, 1e-12);
    close(value?.variance, variance, 1e-9);
    expect(value?.n).toBe(n);
  });

  it("a quantile of latency, within a percent, with a variance like that of Maritz and Jarrett", async () => {
    const { value } = await told({ name: "latency-quantile", quantile: 0.9 }, log);
    close(value?.value, expected["latency-quantile"]?.value ?? 0, 0.01);
    close(value?.variance, expected["latency-quantile"]?.maritzJarrett ?? 0, 0.3);
    expect((await told({ name: "latency-quantile", quantile: 0.995 }, log)).value).toBeNull();
  });

  it("a label that is missing makes a list wait", async () => {
    const waiting = { ...oneHour, sql: "(SELECT * REPLACE (CASE WHEN list = 3 AND value = (SELECT min(value) FROM golden WHERE list = 3) THEN NULL ELSE grade END AS grade) FROM (SELECT TIMESTAMP '2026-10-01' AS ts, * FROM golden))" };
    const { value } = await told({ name: "precision-at-k", label: "grade", group: "list", k: 5 }, waiting);
    const rows = (golden.rows as unknown[][]).filter(([, list]) => list === 3).length;
    expect(value).toMatchObject({ n: (expected["precision-at-k"]?.n ?? 0) - 1, rows: 400, labelled: 400 - rows });
  });
});
