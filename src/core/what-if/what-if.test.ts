import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WindowStatistic } from "../domain/measure.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { xoshiro128 } from "../random/xoshiro-128.ts";
import { reweightStatistics } from "./reweight-statistics.ts";
import { shiftSeason } from "./shift-season.ts";
import { thinLabels } from "./thin-labels.ts";

const statistic = (over: Partial<WindowStatistic> & { m: number; d: number }): WindowStatistic => {
  const { m, d, ...rest } = over;
  return { measure: "a", segment: null, window: 1, arrived: 3, rows: 100, labelled: 100, sums: [100, m, d, m, d, m], bins: [], ...rest };
};

describe("labels that come too late", () => {
  it("leave every row in its place, and thin numerator and denominator together", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 60, max: 100 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer(), (m, d, share, seed) => {
      const thinned = thinLabels([statistic({ m, d })], share, xoshiro128(seed));
      const sum = (of: (each: WindowStatistic) => number): number => thinned.reduce((all, each) => all + of(each), 0);
      expect(sum(({ rows }) => rows)).toBe(100);
      expect(sum(({ labelled }) => labelled)).toBeLessThanOrEqual(100);
      expect(sum(({ sums }) => sums[1] ?? 0)).toBeLessThanOrEqual(Math.min(m, sum(({ sums }) => sums[2] ?? 0)));
      expect(thinned.every(({ arrived, labelled, rows }) => (arrived === null ? labelled === 0 : labelled === rows))).toBe(true);
    }));
  });
  it("take about the share that was asked for, of counts and of other sums", () => {
    const many = Array.from({ length: 400 }, (_, window) => statistic({ m: 40, d: 80, window }));
    const kept = (of: readonly WindowStatistic[], part: number): number => of.reduce((sum, { sums }) => sum + (sums[part] ?? 0), 0);
    const thinned = thinLabels(many, 0.3, xoshiro128(1));
    expect(kept(thinned, 1) / (400 * 40)).toBeCloseTo(0.7, 1.5);
    expect(kept(thinned, 1) / kept(thinned, 2)).toBeCloseTo(0.5, 1.5);
    const amounts = thinLabels([statistic({ m: 0, d: 0, sums: [100, 1234.5, 100, 99_999, 100, 1234.5], arrived: null })], 0.3, xoshiro128(2));
    expect(amounts).toHaveLength(1);
    expect(amounts[0]?.rows).toBe(100);
    expect((amounts[0]?.sums[1] ?? 0) / 1234.5).toBeCloseTo((amounts[0]?.labelled ?? 0) / 100, 12);
    expect(thinLabels(many, 0, xoshiro128(1))).toEqual(many);
    expect(() => thinLabels(many, 1.2, xoshiro128(1))).toThrow(RangeError);
  });
});

describe("another mix", () => {
  const of = (value: string, window: number, m: number, d: number): WindowStatistic => statistic({ m, d, window, segment: { column: "region", value }, rows: d, labelled: d, sums: [d, m, d, m, d, m] });
  const all = (window: number, m: number, d: number): WindowStatistic => statistic({ m, d, window, rows: d, labelled: d, sums: [d, m, d, m, d, m] });
  const seen = [of("EU", 1, 90, 100), of("US", 1, 30, 60), all(1, 120, 160), of("EU", 2, 80, 100), of("US", 2, 20, 40), all(2, 110, 150)];
  const ratio = (statistics: readonly WindowStatistic[]): number => statistics.reduce((sum, { sums }) => sum + (sums[1] ?? 0), 0) / statistics.reduce((sum, { sums }) => sum + (sums[2] ?? 0), 0);

  it("is the mean of the values' own ratios with the shares that were asked for", () => {
    fc.assert(fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (share) => {
      const { statistics, unseen } = reweightStatistics(seen, "region", [{ value: "EU", share }, { value: "US", share: 1 - share }]);
      expect(ratio(statistics)).toBeCloseTo(share * 0.85 + (1 - share) * 0.5, 12);
      expect(unseen).toEqual([]);
    }));
  });
  it("that is the one there is changes nothing", () => {
    const { statistics } = reweightStatistics(seen, "region", [{ value: "EU", share: 200 / 300 }, { value: "US", share: 100 / 300 }]);
    statistics.forEach((each, index) => { each.sums.forEach((sum, part) => { expect(sum).toBeCloseTo(seen.filter(({ segment }) => segment !== null).sort((a, b) => ((a.segment?.value ?? "") < (b.segment?.value ?? "") ? -1 : 1))[index]?.sums[part] ?? Number.NaN, 9); }); });
  });
  it("names what there is nothing of, and how much of the rows it is about", () => {
    expect(reweightStatistics([...seen, all(3, 10, 90)], "region", [{ value: "EU", share: 0.5 }, { value: "JP", share: 0.5 }])).toMatchObject({ unseen: ["JP"], covered: 0.5 });
  });
});

describe("a season that comes later", () => {
  const offline = { season: { dayOfWeek: [0, 1, 2, 3, 4, 5, 6], hourOfDay: null } } as unknown as OfflineEstimate;
  it("has Monday's on Tuesday, and is back after a week", () => {
    expect(shiftSeason(offline, 1, 0).season.dayOfWeek).toEqual([6, 0, 1, 2, 3, 4, 5]);
    expect(shiftSeason(shiftSeason(offline, 3, 0), -3, 5).season).toEqual(offline.season);
    expect(shiftSeason(offline, 14, 0).season.dayOfWeek).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
