import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Measure, WindowStatistic } from "../domain/measure.ts";
import type { Metric } from "../domain/metric.ts";
import type { Random } from "../random/random.ts";
import { xoshiro128 } from "../random/xoshiro-128.ts";
import { logBinIndex } from "../stats/log-histogram.ts";
import { mergeStatistics } from "./merge-statistics.ts";
import { metricValue } from "./metric-value.ts";
import { rollUp } from "./roll-up.ts";

const measureOf = (shape: Measure["shape"], metric: Metric, sql: Measure["sql"] = {}): Measure => ({ id: "m", shape, metric, sql, labelled: false, edges: null });
const statistic = (sums: number[], over: Partial<WindowStatistic> = {}): WindowStatistic => ({ measure: "m", segment: null, window: 0, arrived: null, rows: 10, labelled: 10, sums, bins: [], ...over });
const mean = measureOf("ratio", { name: "mean" });

describe("a ratio", () => {
  test("of values 1, 2, 3 and 6 has mean 3 and variance 14 / 3 / 4, whatever windows they lie in", () => {
    const parts = [statistic([2, 3, 2, 5, 2, 3]), statistic([2, 9, 2, 45, 2, 9], { window: 7, arrived: 3 })];
    expect(metricValue(mean, parts)).toEqual({ value: 3, variance: expect.closeTo(14 / 3 / 4, 14), n: 4, rows: 20, labelled: 20, events: null, exposure: 4 });
  });
  test("says nothing without a denominator, and no variance of one unit; the root of 0 has none", () => {
    expect(metricValue(mean, [statistic([0, 0, 0, 0, 0, 0])])).toBeNull();
    expect(metricValue(mean, [])).toBeNull();
    expect(metricValue(mean, [statistic([1, 5, 1, 25, 1, 5])])).toMatchObject({ value: 5, variance: null });
    expect(metricValue(measureOf("ratio", { name: "rmse" }), [statistic([3, 0, 3, 0, 3, 0])])).toMatchObject({ value: 0, variance: null });
    expect(metricValue(measureOf("ratio", { name: "rmse" }), [statistic([2, 8, 2, 64, 2, 8])])).toMatchObject({ value: 2, variance: expect.closeTo((32 / 4) * 2 / 16, 14) });
  });
  test("counts events only where they are 0 or 1", () => {
    expect(metricValue(measureOf("ratio", { name: "rate" }), [statistic([10, 3, 10, 3, 10, 3])])).toMatchObject({ events: 3, exposure: 10 });
    const clicks = measureOf("ratio", { name: "ratio", numerator: "clicks" });
    expect(metricValue(clicks, [statistic([10, 3, 10, 3, 10, 3])])?.events).toBe(3);
    expect(metricValue(clicks, [statistic([10, 3, 10, 5, 10, 3])])?.events).toBeNull();
    expect(metricValue({ ...clicks, sql: { group: "person" } }, [statistic([10, 3, 10, 3, 10, 3])])?.events).toBeNull();
  });
});

test("a count is per second, a total per day; a window counts its time once, however many parts it came in", () => {
  const throughput = measureOf("count", { name: "throughput" });
  const parts = [statistic([100, 3600, 100]), statistic([80, 3600, 80]), statistic([0, 3600, 0], { window: 1, rows: 0 })];
  expect(metricValue(throughput, parts)).toMatchObject({ value: 180 / 7200, variance: expect.closeTo(180 / 7200 ** 2, 14), events: 180, exposure: 7200 });
  expect(metricValue(throughput, rollUp(parts, () => 0))).toMatchObject({ value: 180 / 7200, exposure: 7200 });
  expect(metricValue(measureOf("count", { name: "total", column: "amount" }), [statistic([50, 3600, 900])])).toMatchObject({ value: 1200, variance: expect.closeTo(900 * 24 ** 2, 8), events: null });
});

test("a value weighs by its rows, and has no variance of its own", () => {
  const value = measureOf("value", { name: "sql", sql: "median(x)" });
  expect(metricValue(value, [statistic([2, 10]), statistic([8, 30], { window: 1 }), statistic([], { window: 2 })])).toMatchObject({ value: 6.5, variance: null, n: 40, rows: 30 });
  expect(metricValue(value, [statistic([])])).toBeNull();
});

describe("a quantile", () => {
  const measure = (quantile: number): Measure => measureOf("quantile", { name: "latency-quantile", quantile });
  const histogram = (values: readonly number[]): WindowStatistic => {
    const bins = new Map<number, number>();
    for (const value of values) bins.set(100_000 + logBinIndex(value), (bins.get(100_000 + logBinIndex(value)) ?? 0) + 1);
    return statistic([], { rows: values.length, bins: [...bins].map(([code, count]) => [code, count]) });
  };
  test("is refused below four values beyond it", () => {
    const values = Array.from({ length: 100 }, (_, place) => place + 1);
    expect(metricValue(measure(0.97), [histogram(values)])).toBeNull();
    expect(metricValue(measure(0.95), [histogram(values)])?.value).toBeCloseTo(95, -0.5);
  });
  test("has the variance that quantiles of many samples show", () => {
    const random = xoshiro128(5);
    const told = Array.from({ length: 300 }, () => metricValue(measure(0.95), [histogram(Array.from({ length: 800 }, () => Math.exp(2 * random.unit())))]));
    const values = told.map((each) => each?.value ?? Number.NaN);
    const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
    const seen = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
    const stated = told.reduce((sum, each) => sum + (each?.variance ?? Number.NaN), 0) / told.length;
    expect(stated / seen).toBeGreaterThan(0.75);
    expect(stated / seen).toBeLessThan(1.4);
  });
});

describe("a calibration error", () => {
  const measure = measureOf("scored", { name: "calibration-error" });
  /** Rows whose scores lie `off` above their true chance, in forty bins. */
  const drawn = (random: Random, rows: number, off: number): WindowStatistic => {
    const bins = new Map<number, number[]>();
    for (let row = 0; row < rows; row += 1) {
      const p = 0.1 + 0.8 * random.unit();
      const bin = Math.floor(p * 50);
      const kept = bins.get(bin) ?? [bin, 0, 0, 0, 0, 0, 0, 0, 0];
      const y = random.unit() < p - off ? 1 : 0;
      bins.set(bin, [bin, (kept[1] ?? 0) + 1, (kept[2] ?? 0) + p, 0, (kept[4] ?? 0) + 1, (kept[5] ?? 0) + y, (kept[6] ?? 0) + p, 0, 0]);
    }
    return statistic([], { rows, labelled: rows, bins: [...bins.values()].toSorted(([a = 0], [b = 0]) => a - b) });
  };
  test("of scores that are off by 0.1 is 0.1, with the variance that samples show", () => {
    const random = xoshiro128(11);
    const told = Array.from({ length: 200 }, () => metricValue(measure, [drawn(random, 2000, 0.1)]));
    const values = told.map((each) => each?.value ?? Number.NaN);
    const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
    const seen = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
    expect(middle).toBeCloseTo(0.1, 2);
    expect(told.reduce((sum, each) => sum + (each?.variance ?? Number.NaN), 0) / told.length / seen).toBeGreaterThan(0.75);
    expect(told.reduce((sum, each) => sum + (each?.variance ?? Number.NaN), 0) / told.length / seen).toBeLessThan(1.5);
  });
  test("of calibrated scores is near 0, and its variance covers that in nearly all samples", () => {
    const random = xoshiro128(12);
    const told = Array.from({ length: 200 }, () => metricValue(measure, [drawn(random, 2000, 0)]));
    const outside = told.filter((each) => (each?.value ?? 1) > 2.5 * Math.sqrt(each?.variance ?? 0));
    expect(outside.length).toBeLessThanOrEqual(10);
  });
});

test("adding up is the same in any order and grouping, to 1e-12", () => {
  const one = fc.record({ window: fc.integer({ min: 0, max: 2 }), arrived: fc.constantFrom(null, 1), m: fc.double({ min: -1e6, max: 1e6, noNaN: true }), d: fc.double({ min: 0.001, max: 10, noNaN: true }) })
    .map(({ window, arrived, m, d }) => statistic([1, m, d, m * m, d * d, m * d], { window, arrived, rows: 1, labelled: 1 }));
  fc.assert(fc.property(fc.array(one, { minLength: 1, maxLength: 60 }), fc.integer({ min: 0, max: 60 }), (all, cut) => {
    const shuffled = [...all.slice(cut).toReversed(), ...all.slice(0, cut)];
    const twice = mergeStatistics([...mergeStatistics(all.slice(0, cut)), ...mergeStatistics(all.slice(cut))]);
    const [a, b, c] = [all, shuffled, twice].map((each) => metricValue(mean, each));
    const scale = all.reduce((sum, { sums }) => sum + Math.abs(sums[1] ?? 0), 0) / (a?.exposure ?? 1);
    for (const other of [b, c]) {
      expect(Math.abs((other?.value ?? Number.NaN) - (a?.value ?? 0))).toBeLessThanOrEqual(1e-12 * scale);
      expect([other?.n, other?.rows]).toEqual([a?.n, a?.rows]);
    }
    expect(mergeStatistics(twice)).toEqual(twice);
  }));
});
