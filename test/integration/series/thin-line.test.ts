import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Measure, Series } from "../../../src/core/domain/measure.ts";
import type { Metric } from "../../../src/core/domain/metric.ts";
import type { PopulationRelation } from "../../../src/core/domain/population.ts";
import { metricValue } from "../../../src/core/measure/metric-value.ts";
import { dayLabel, localDayOf } from "../../../src/core/measure/window-time.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import { countSeries } from "../../../src/work/series/count-series.ts";
import { proposePlan, type PlanQuestion } from "../../../src/work/series/propose-plan.ts";
import { engineForTests, relationOf } from "../../../src/work/series/series.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-series-"));
let engine: Engine;
let log: PopulationRelation;

/** Eight predictions of two hours; two wait for their label, one has no score. */
beforeAll(async () => {
  engine = await engineForTests();
  const path = join(folder, "log.parquet");
  await engine.execute(`COPY (SELECT * FROM (VALUES
    (TIMESTAMP '2026-10-01 10:05:00', 0.9::DOUBLE, true, 'eu', 1, TIMESTAMP '2026-10-02 08:00:00'),
    (TIMESTAMP '2026-10-01 10:15:00', 0.8, true, 'eu', 0, TIMESTAMP '2026-10-03 08:00:00'),
    (TIMESTAMP '2026-10-01 10:25:00', 0.2, false, 'us', 1, TIMESTAMP '2026-10-02 21:59:59'),
    (TIMESTAMP '2026-10-01 10:35:00', 0.1, false, 'us', 0, TIMESTAMP '2026-10-02 22:00:00'),
    (TIMESTAMP '2026-10-01 11:05:00', 0.7, true, 'eu', 1, TIMESTAMP '2026-10-02 09:00:00'),
    (TIMESTAMP '2026-10-01 11:10:00', 0.3, false, NULL, NULL, NULL),
    (TIMESTAMP '2026-10-01 11:20:00', 'nan'::DOUBLE, true, 'eu', 1, TIMESTAMP '2026-10-02 09:00:00'),
    (TIMESTAMP '2026-10-01 13:00:00', 0.6, true, 'us', NULL, NULL),
    (NULL, 0.5, true, 'eu', 1, TIMESTAMP '2026-10-02 09:00:00')
  ) AS t(ts, score, approved, region, label, label_ts)) TO '${path}' (FORMAT parquet)`);
  log = await relationOf(engine, `read_parquet('${path}')`, { score: "score", approved: "decision", region: "segment", label: "label" });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const count = async (metrics: readonly Metric[], over: Partial<PlanQuestion> = {}): Promise<{ series: Series; measures: readonly Measure[] }> => {
  const plan = await proposePlan(engine, { metrics, segments: [], window: "hour", timeZone: "UTC", where: null, ...over }, log);
  return { series: await countSeries(engine, log, plan), measures: plan.measures };
};
const value = async (metric: Metric, over: Partial<PlanQuestion> = {}) => {
  const { series, measures: [measure] } = await count([metric], over);
  return measure === undefined ? null : metricValue(measure, series.statistics);
};
const hour = Date.UTC(2026, 9, 1, 10) / 3_600_000;

describe("a log, counted by the hour", () => {
  it("counts accuracy per hour and day of arrival, with what waits apart", async () => {
    const { series, measures: [accuracy] } = await count([{ name: "accuracy", output: "score", threshold: 0.5 }], { timeZone: "Europe/Vienna" });
    expect(series).toMatchObject({ rows: 9, untimed: 1, early: 0, firstTs: "2026-10-01T10:05:00.000Z", lastTs: "2026-10-01T13:00:00.000Z" });
    const seen = series.statistics.map(({ window, arrived, rows, labelled, sums }) => [window - hour, arrived === null ? null : dayLabel(arrived), rows, labelled, ...sums.slice(0, 3)]).sort();
    // 22:00 UTC is the next day in Vienna.
    expect(seen).toEqual([
      [0, "2026-10-02", 2, 2, 2, 1, 2], [0, "2026-10-03", 2, 2, 2, 1, 2], [1, "2026-10-02", 2, 2, 1, 1, 1], [1, null, 1, 0, 0, 0, 0], [3, null, 1, 0, 0, 0, 0],
    ].sort());
    expect(localDayOf("Europe/Vienna", Date.UTC(2026, 9, 2, 22))).toBe(localDayOf("Europe/Vienna", Date.UTC(2026, 9, 3, 12)));
    if (accuracy === undefined) throw new Error("no measure");
    // 3 of 5 right; variance 0.6 * 0.4 / 4.
    expect(metricValue(accuracy, series.statistics)).toEqual({ value: 0.6, variance: expect.closeTo(0.06, 12), n: 5, rows: 8, labelled: 6, events: 3, exposure: 5 });
  });

  it("cuts by segments, each value by itself and all rows whole", async () => {
    const { series } = await count([{ name: "rate", column: "approved" }], { segments: ["region"] });
    const rowsOf = (region: string | null): number => series.statistics.filter(({ segment }) => (segment?.value ?? null) === region).reduce((sum, { rows }) => sum + rows, 0);
    expect([rowsOf(null), rowsOf("eu"), rowsOf("us")]).toEqual([8, 4, 3]);
    expect(series.plan.segments).toEqual([{ column: "region", values: ["eu", "us"] }]);
  });

  it.each<[string, Metric, number, number]>([
    ["accuracy of decisions", { name: "accuracy", output: "approved" }, 4 / 6, 6],
    ["precision", { name: "precision", output: "approved" }, 3 / 4, 6],
    ["recall", { name: "recall", output: "approved" }, 3 / 4, 6],
    ["specificity", { name: "specificity", output: "approved" }, 1 / 2, 6],
    ["false positive rate", { name: "false-positive-rate", output: "approved" }, 1 / 2, 6],
    ["F1", { name: "f1", output: "approved" }, 6 / 8, 6],
    ["Brier", { name: "brier" }, (0.01 + 0.64 + 0.64 + 0.01 + 0.09) / 5, 5],
    ["log loss", { name: "log-loss" }, -(Math.log(0.9) + Math.log(0.2) + Math.log(0.2) + Math.log(0.9) + Math.log(0.7)) / 5, 5],
    ["calibration in the large", { name: "calibration-in-the-large" }, (2.7 - 3) / 5, 5],
    ["bias", { name: "bias" }, (2.7 - 3) / 5, 5],
    ["mean absolute error", { name: "mae" }, (0.1 + 0.8 + 0.8 + 0.1 + 0.3) / 5, 5],
    ["mean squared error", { name: "mse" }, (0.01 + 0.64 + 0.64 + 0.01 + 0.09) / 5, 5],
    ["its root", { name: "rmse" }, Math.sqrt(1.39 / 5), 5],
    ["a rate", { name: "rate", column: "approved" }, 5 / 8, 8],
    ["a rate of what came true", { name: "rate", column: "label" }, 4 / 6, 6],
    ["a mean", { name: "mean", column: "score" }, 3.6 / 7, 7],
    ["missing scores", { name: "missing-rate", column: "score" }, 1 / 8, 8],
    ["missing regions", { name: "missing-rate", column: "region" }, 1 / 8, 8],
    ["a ratio of sums", { name: "ratio", numerator: "score * approved::INT", denominator: "approved::INT", where: "score <= 1" }, 3 / 4, 7],
    ["a ratio by region", { name: "ratio", numerator: "approved::INT", group: "region", where: "region IS NOT NULL" }, 5 / 7, 4],
    ["an aggregate", { name: "sql", sql: "sum(score) FILTER (WHERE approved)", where: "score <= 1 AND ts < '2026-10-01 11:00:00'" }, 1.7, 4],
    ["only some rows", { name: "rate", column: "approved", where: "region = 'us'" }, 1 / 3, 3],
  ])("%s as by hand", async (_, metric, expected, n) => {
    const told = await value(metric);
    expect(told?.value).toBeCloseTo(expected, 12);
    expect(told?.n).toBe(n);
  });

  it("tells throughput over every hour from the first to the last, silent ones too, and totals per day", async () => {
    expect(await value({ name: "throughput" })).toMatchObject({ value: 8 / (4 * 3600), events: 8, exposure: 4 * 3600, rows: 8 });
    expect((await value({ name: "total", column: "score", where: "score <= 1" }))?.value).toBeCloseTo((3.6 / 4) * 24, 10);
  });

  it("tells AUC of the scores that came true", async () => {
    // Positives 0.9, 0.2, 0.7 against negatives 0.8, 0.1: 4 of 6 pairs are in order.
    const { series, measures: [auc] } = await count([{ name: "auc" }]);
    expect(auc?.edges).toEqual([0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.8]);
    if (auc === undefined) throw new Error("no measure");
    expect(metricValue(auc, series.statistics)).toMatchObject({ value: 4 / 6, n: 5, rows: 8, labelled: 6 });
  });

  it("keeps of every bin of scores what was decided, and how right it was", async () => {
    const { series } = await count([{ name: "auc", threshold: 0.5 }], { window: "week" });
    const bins = new Map(series.statistics.flatMap(({ arrived, bins: all }) => all.map(([bin, ...kept]) => [`${arrived === null ? "waits" : "came"} ${bin}`, kept.map((sum) => Number(sum.toPrecision(12)))])));
    // Score 0.9 came true, 0.8 did not, 0.2 came true undecided; 0.6 waits.
    expect(bins.get("came 7")).toEqual([1, 0.9, 0.81, 1, 1, 0.9, 1, 1, 0.9, 1, 1, 0.9, 0.81]);
    expect(bins.get("came 6")).toEqual([1, 0.8, 0.64, 1, 0, 0.8, 1, 0, 0.8, 1, 0, 0, 0.64]);
    expect(bins.get("came 1")).toEqual([1, 0.2, 0.04, 1, 1, 0.2, 0, 0, 0, 0, 0, 0.2, 0.04]);
    expect(bins.get("waits 4")).toEqual([1, 0.6, 0.36, 0, 0, 0, 1, 0, 0.6, 0, 0, 0, 0]);
  });
});

it("a label that is NaN has not come, for whatever metric", async () => {
  const missing = await relationOf(engine, "(SELECT TIMESTAMP '2026-10-01' + INTERVAL 1 MINUTE * range AS ts, range / 10.0::DOUBLE AS score, CASE WHEN range < 4 THEN (range % 2)::DOUBLE ELSE 'nan'::DOUBLE END AS label FROM range(10))", { score: "score", label: "label" });
  const metrics: Metric[] = [{ name: "accuracy", threshold: 0.15 }, { name: "recall", threshold: 0.15 }, { name: "brier" }, { name: "mae" }, { name: "auc" }, { name: "rate", column: "label" }, { name: "mean", column: "label" }];
  const plan = await proposePlan(engine, { metrics, segments: [], window: "hour", timeZone: "UTC", where: null }, missing);
  const { statistics } = await countSeries(engine, missing, plan);
  expect(plan.measures.map((measure) => { const told = metricValue(measure, statistics.filter((each) => each.measure === measure.id)); return [told?.n, told?.rows, told?.labelled]; })).toEqual(metrics.map(() => [4, 10, 4]));
});

it("what does not bind is LS250, with the place it was written at and the engine's own words", async () => {
  const refused = async (metric: Metric, over: Partial<PlanQuestion> = {}) => {
    const failure: unknown = await proposePlan(engine, { metrics: [metric], places: ["lockstep.yaml:7:3"], segments: [], window: "hour", timeZone: "UTC", where: null, ...over }, log).catch((cause: unknown) => cause);
    const { code, place, message } = failure as { code?: string; place?: string; message: string };
    return `${code} ${place} ${message.split("\n")[0]}`;
  };
  expect(await refused({ name: "ratio", numerator: "amuont" })).toMatch(/^LS250 lockstep\.yaml:7:3 ratio cannot be counted over the columns of log: .*amuont/);
  expect(await refused({ name: "sql", sql: "score" })).toMatch(/^LS250 lockstep\.yaml:7:3 sql cannot be counted .*GROUP BY/);
  expect(await refused({ name: "rate", column: "approved", where: "region ==" })).toMatch(/^LS250 lockstep\.yaml:7:3 rate cannot be counted/);
  expect(await refused({ name: "throughput" }, { where: "regoin = 'eu'" })).toMatch(/^LS250 regoin = 'eu' the population regoin = 'eu' cannot be cut/);
  expect(await refused({ name: "throughput" }, { segments: ["regoin"] })).toMatch(/^LS250 regoin no column is named regoin/);
  expect(await refused({ name: "throughput" }, { timeZone: "Europe/Wien" })).toMatch(/^LS250 .*Europe\/Wien is no time zone/);
});

it("a relation without times is one window, and all of it untimed", async () => {
  const timeless = await relationOf(engine, "(SELECT range / 10.0::DOUBLE AS score, (range % 2)::INT AS label FROM range(10))", { score: "score", label: "label" });
  const plan = await proposePlan(engine, { metrics: [{ name: "brier" }, { name: "throughput" }], segments: [], window: "day", timeZone: "UTC", where: null }, timeless);
  const { statistics, untimed, rows, firstTs } = await countSeries(engine, timeless, plan);
  expect([statistics.length, statistics[0]?.window, statistics[0]?.rows, untimed, rows, firstTs]).toEqual([1, 0, 10, 10, 10, null]);
});

it("a log that lacks what the plan was frozen over is LS253", async () => {
  const plan = await proposePlan(engine, { metrics: [{ name: "brier" }], segments: [], window: "hour", timeZone: "UTC", where: null }, log);
  const other = await relationOf(engine, "(SELECT TIMESTAMP '2026-10-01' AS ts, 0.5 AS probability, 1 AS label)", { probability: "score", label: "label" });
  await expect(countSeries(engine, other, plan)).rejects.toMatchObject({ code: "LS253", message: expect.stringContaining("score") as string });
});

it("a log's own columns may be called as the query's are", async () => {
  const rows = "SELECT TIMESTAMP '2026-10-01' + INTERVAL 1 MINUTE * range AS ts, ((range * 7) % 10) / 10.0::DOUBLE AS A, (range % 3 = 0)::INT AS B, (range % 2)::DOUBLE AS C, 'g' || range % 4 AS D FROM range(40)";
  const told = async (names: readonly [string, string, string, string]) => {
    const [a, b, c, d] = names.map((name) => `"${name}"`);
    const relation = await relationOf(engine, `(SELECT ts, A AS ${a}, B AS ${b}, C AS ${c}, D AS ${d} FROM (${rows}))`, { [names[0]]: "score", [names[1]]: "label", [names[2]]: "decision", [names[3]]: "segment" });
    const metrics: Metric[] = [
      { name: "auc" }, { name: "precision" }, { name: "ndcg", group: names[3], k: 3 }, { name: "ratio", numerator: `${a} * ${c}`, denominator: `${c}`, group: names[3], where: `${a} > 0.1` },
      { name: "sql", sql: `sum(${a} * ${b})`, where: `${c} = 1` }, { name: "latency-quantile", quantile: 0.5, column: names[0] }, { name: "brier", where: `${b} >= 0` },
    ];
    const plan = await proposePlan(engine, { metrics, segments: [names[3]], window: "day", timeZone: "UTC", where: `${a} < 2` }, relation);
    const { statistics } = await countSeries(engine, relation, plan);
    return plan.measures.map((measure) => metricValue(measure, statistics.filter((each) => each.measure === measure.id && (each.segment === null || each.segment.value === "g1"))));
  };
  const plainly = await told(["aa", "bb", "cc", "dd"]);
  expect(plainly.every((each) => each !== null)).toBe(true);
  expect(await told(["p", "y", "decision", "bin"])).toEqual(plainly);
  expect(await told(["m", "d", "rows", "unit"])).toEqual(plainly);
  expect(await told(["score", "gain", "known", "labelled"])).toEqual(plainly);
  expect(await told(["x", "code", "n", "place"])).toEqual(plainly);
});
