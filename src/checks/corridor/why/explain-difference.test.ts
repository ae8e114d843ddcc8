import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Measure, WindowStatistic } from "../../../core/domain/measure.ts";
import { binCodes } from "../../../core/profile/bin-meaning.ts";
import { metricValue } from "../../../core/measure/metric-value.ts";
import { explainDifference } from "./explain-difference.ts";
import { explainDifferences } from "./explain-differences.ts";
import { plantedChange, plantedColumns, plantedMeasure, plantedPlan } from "../../../../bench/attribution/planted-change.ts";

const explain = (sides: ReturnType<typeof plantedChange>) => explainDifferences({ measure: plantedMeasure, plan: plantedPlan, columns: plantedColumns, ...sides, alpha: 0.05 });
const statistic = (segment: string | null, window: number, sums: readonly number[], over: Partial<WindowStatistic> = {}): WindowStatistic =>
  ({ measure: "planted", segment: segment === null ? null : { column: "region", value: segment }, window, arrived: null, rows: sums[0] ?? 0, labelled: sums[0] ?? 0, sums: [...sums], bins: [], ...over });
const counted = (m: number, d: number): number[] => [d, m, d, m, d, m];

describe("where a difference comes from", () => {
  it("is the one segment that moved, by its name, and not the largest one", () => {
    const [first, ...others] = explain(plantedChange({ seed: 3, rows: 16_000, days: 28, moved: (values) => (values[0] === 1 ? -0.3 : 0) }));
    expect(first?.column).toBe("region");
    expect(first?.smallestSet).toEqual([{ column: "region", value: "v1" }]);
    expect(first?.explained).toBeGreaterThan(0.7);
    expect(first?.sentence).toMatch(/^region = v1 tells .* of precision of score from .* to .*; precision of score there went from 39/);
    expect(others.every(({ smallestSet, explained }) => smallestSet.length === 0 && explained === null)).toBe(true);
    const rate = first?.contributions[0];
    expect(rate).toMatchObject({ kind: "rate", segment: { column: "region", value: "v1" }, significant: true });
    expect(rate?.interval?.low ?? 0).toBeLessThan(rate?.contribution ?? 0);
    expect(rate?.interval?.high).toBeLessThan(0);
    expect(rate?.interval?.method).toContain("production by days");
  });

  it("is a mix that moved, where every segment is as good as before", () => {
    const [first] = explain(plantedChange({ seed: 5, rows: 20_000, days: 28, moved: () => 0, weight: (column, value) => (column === 0 && value === 9 ? 10 : 1) }));
    expect(first?.smallestSet).toEqual([{ column: "region", value: "v9" }]);
    expect(first?.sentence).toContain("its share went from");
    expect(first?.contributions[0]?.kind).toBe("mix");
  });

  it("is told as a change of all where all moved alike", () => {
    for (const explanation of explain(plantedChange({ seed: 7, rows: 12_000, days: 28, moved: () => -0.1 }))) {
      expect(explanation.smallestSet).toEqual([]);
      expect(explanation.sentence).toContain("a change of all");
    }
  });

  it("names a cause in at most one of twenty populations of which nothing, or everything, moved", () => {
    let named = 0;
    for (let seed = 100; seed < 130; seed++) {
      for (const moved of [0, -0.12]) named += explain(plantedChange({ seed, rows: 2500, days: 20, moved: () => moved, daySpread: 0.1 })).some(({ smallestSet }) => smallestSet.length > 0) ? 1 : 0;
    }
    expect(named).toBeLessThanOrEqual(3);
  });
});

const cell = fc.record({ value: fc.constantFrom("a", "b", "c"), m: fc.integer({ min: 0, max: 50 }), d: fc.integer({ min: 50, max: 100 }) });
const sideOf = fc.record({ cells: fc.array(cell, { minLength: 1, maxLength: 6 }), rest: fc.record({ m: fc.integer({ min: 0, max: 40 }), d: fc.integer({ min: 40, max: 90 }) }) })
  .map(({ cells, rest }): WindowStatistic[] => cells.flatMap(({ value, m, d }, day) => [statistic(value, day, counted(m, d)), statistic(null, day, counted(m + rest.m, d + rest.d))]));

describe("its terms", () => {
  it("add up to the difference exactly, rows of no frozen segment included as a cell of their own", () => {
    fc.assert(fc.property(sideOf, sideOf, (offline, production) => {
      const ratio = (side: readonly WindowStatistic[]): number => { const all = side.filter(({ segment }) => segment === null); return all.reduce((sum, { sums }) => sum + (sums[1] ?? 0), 0) / all.reduce((sum, { sums }) => sum + (sums[2] ?? 0), 0); };
      const found = explainDifference({ measure: plantedMeasure, plan: plantedPlan, column: "region", offline, production, alpha: 0.05 });
      expect(found?.difference).toBeCloseTo(ratio(production) - ratio(offline), 12);
      expect(Math.abs((found?.contributions.reduce((sum, { contribution }) => sum + contribution, 0) ?? 1) - (found?.difference ?? 0))).toBeLessThanOrEqual(1e-12);
      expect(found?.contributions.some(({ segment }) => segment?.value === "(other)")).toBe(true);
    }));
  });

  it("add up to the difference of a root, too", () => {
    const measure: Measure = { ...plantedMeasure, metric: { name: "rmse", output: "score", label: "bad" } };
    const side = (a: number, b: number): WindowStatistic[] => [statistic("a", 0, [100, a, 100, a * a, 100, a]), statistic(null, 0, [300, a + b, 300, a * a + b * b, 300, a + b])];
    const found = explainDifference({ measure, plan: plantedPlan, column: "region", offline: side(400, 900), production: side(1600, 900), alpha: 0.05 });
    expect(found?.difference).toBeCloseTo(Math.sqrt(2500 / 300) - Math.sqrt(1300 / 300), 12);
    expect(found?.contributions.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(found?.difference ?? 0, 12);
    expect(found?.contributions[0]).toMatchObject({ kind: "rate", segment: { value: "a" }, rateOffline: 2, rateProduction: 4 });
  });

  it("of a quantile add up to how far it moved, by the share of rows beyond the offline one", () => {
    const measure: Measure = { ...plantedMeasure, shape: "quantile", metric: { name: "latency-quantile", quantile: 0.9 }, labelled: false };
    // Bins of latency: slow ones have higher codes. Only b got slower.
    const [fast, slow, slower] = [10, 60, 80].map((bin) => binCodes.away + bin) as [number, number, number];
    const side = (ofB: number): WindowStatistic[] => {
      const a = [[fast, 900], [slow, 100]];
      const b = ofB === 0 ? [[fast, 890], [slow, 110]] : [[fast, 890 - ofB], [slow, 110], [slower, ofB]];
      const all = ofB === 0 ? [[fast, 1790], [slow, 210]] : [[fast, 1790 - ofB], [slow, 210], [slower, ofB]];
      return [statistic("a", 1, [], { rows: 1000, bins: a }), statistic("b", 1, [], { rows: 1000, bins: b }), statistic(null, 1, [], { rows: 2000, bins: all })];
    };
    const found = explainDifference({ measure, plan: plantedPlan, column: "region", offline: side(0), production: side(500), alpha: 0.05 });
    const value = (statistics: WindowStatistic[]): number => metricValue(measure, statistics.filter(({ segment }) => segment === null))?.value ?? Number.NaN;
    expect(found?.difference).toBeCloseTo(value(side(500)) - value(side(0)), 9);
    expect(found?.difference).toBeGreaterThan(0);
    expect(found?.contributions.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(found?.difference ?? 0, 9);
    expect(found?.smallestSet).toEqual([{ column: "region", value: "b" }]);
    expect(found?.contributions[0]?.interval?.method).toContain("the quantile taken as known");
    expect(found?.sentence).toContain("share of rows beyond the offline p90 there went from 0 % to 50 %");
    expect(explainDifference({ measure, plan: plantedPlan, column: "region", offline: side(0), production: side(0), alpha: 0.05 })).toBeNull();
  });

  it("rest on rows where there are few days, and say so; one day's scatter shows where there are many", () => {
    const even = (days: number, m: (day: number) => number): WindowStatistic[] => Array.from({ length: days }, (_, day) => day).flatMap((day) => [statistic("a", day, counted(m(day), 100)), statistic(null, day, counted(m(day) + 50, 200))]);
    const widthOf = (production: WindowStatistic[]) => {
      const interval = explainDifference({ measure: plantedMeasure, plan: plantedPlan, column: "region", offline: even(5, () => 50), production, alpha: 0.05 })?.contributions.find(({ kind, segment }) => kind === "rate" && segment?.value === "a")?.interval;
      return { width: (interval?.high ?? 0) - (interval?.low ?? 0), method: interval?.method };
    };
    const [few, calm, loud] = [widthOf(even(10, () => 40)), widthOf(even(40, () => 40)), widthOf(even(40, (day) => (day % 9 < 4 ? 10 : 70)))];
    expect(few.method).toBe("delta method; offline by rows, production by rows");
    expect(loud.method).toBe("delta method; offline by rows, production by days");
    expect(loud.width).toBeGreaterThan(calm.width * 1.1);
  });

  it("put hours of one side together to days, whatever the other is cut by", () => {
    const side = (windows: number): WindowStatistic[] => Array.from({ length: windows }, (_, window) => window).flatMap((window) => [statistic("a", window, counted(40 + (window % 7), 100)), statistic(null, window, counted(90 + (window % 7), 200))]);
    const of = (offlinePlan: { window: "hour" | "day"; timeZone: string }) => explainDifference({ measure: plantedMeasure, plan: plantedPlan, offlinePlan, column: "region", offline: side(48), production: side(20), alpha: 0.05 })?.contributions[0]?.interval?.method;
    expect(of({ window: "hour", timeZone: "UTC" })).toBe("delta method; offline by rows, production by days");
    expect(of({ window: "day", timeZone: "UTC" })).toBe("delta method; offline by days, production by days");
  });

  it("are refused for what does not add, and for a side of nothing", () => {
    expect(explainDifference({ measure: { ...plantedMeasure, shape: "value" }, plan: plantedPlan, column: "region", offline: [], production: [], alpha: 0.05 })).toBeNull();
    expect(explainDifference({ measure: plantedMeasure, plan: plantedPlan, column: "region", offline: [], production: [statistic(null, 0, counted(1, 2))], alpha: 0.05 })).toBeNull();
  });
});
