import type { Measure, WindowStatistic } from "../../../core/domain/measure.ts";
import { metricValue } from "../../../core/measure/metric-value.ts";
import { quantileRank } from "../../../core/stats/quantile-interval.ts";
import type { CellSums, SumsOf } from "./cells-of-statistics.ts";

/** How a metric is read as one ratio of sums, so that its difference falls into parts. */
export interface Reading {
  readonly sumsOf: SumsOf;
  /** From the two ratios to what a difference of 1 between them is worth in the metric's unit. */
  readonly scale: (before: number, after: number) => number;
  /** A cell's own ratio as it is shown. */
  readonly shown: (ratio: number) => number;
  /** What a cell's ratio is; null for the metric itself. */
  readonly ratio: string | null;
}

const asCounted: SumsOf = ({ sums }): CellSums => [sums[0] ?? 0, sums[1] ?? 0, sums[2] ?? 0, sums[3] ?? 0, sums[4] ?? 0, sums[5] ?? 0];

/**
 * Ratios as they stand; the root of one by the mean slope between both roots, which keeps the sum exact. A quantile by the share of rows beyond the offline one: the recentred
 * influence function with the density between both quantiles in place of that at the first (Firpo, Fortin & Lemieux, Econometrics 6 (2018)), so that the parts
 * add up to the whole difference and not to its first order. Null for what has no such parts (ranks of all rows against all, numbers that do not add, counts in time), and for a quantile that did not move.
 */
export const readingOfMeasure = (measure: Measure, offline: readonly WindowStatistic[], production: readonly WindowStatistic[]): Reading | null => {
  if (measure.shape === "ratio") {
    if (measure.metric.name !== "rmse") return { sumsOf: asCounted, scale: () => 1, shown: (ratio) => ratio, ratio: null };
    return { sumsOf: asCounted, scale: (before, after) => { const sum = Math.sqrt(before) + Math.sqrt(after); return sum === 0 ? 1 : 1 / sum; }, shown: (ratio) => Math.sqrt(Math.max(0, ratio)), ratio: null };
  }
  if (measure.shape !== "quantile") return null;
  const all = (statistics: readonly WindowStatistic[]): WindowStatistic[] => statistics.filter(({ segment }) => segment === null);
  const q = measure.metric.quantile ?? 0.99;
  const [before, after] = [all(offline), all(production)];
  const [codeBefore, codeAfter] = [codeAt(before, q), codeAt(after, q)];
  const [valueBefore, valueAfter] = [metricValue(measure, before)?.value, metricValue(measure, after)?.value];
  if (codeBefore === null || codeAfter === null || valueBefore === undefined || valueAfter === undefined || codeBefore === codeAfter) return null;
  const isBeyond = (code: number): boolean => (codeAfter > codeBefore ? code > codeBefore : code >= codeBefore);
  return {
    sumsOf: ({ bins }) => {
      let [n, beyond] = [0, 0];
      for (const [code = 0, count = 0] of bins) {
        n += count;
        if (isBeyond(code)) beyond += count;
      }
      return [n, beyond, n, beyond, n, beyond];
    },
    scale: (shareBefore, shareAfter) => (shareAfter === shareBefore ? 0 : (valueAfter - valueBefore) / (shareAfter - shareBefore)),
    shown: (share) => share, ratio: `share of rows beyond the offline p${Number((q * 100).toFixed(4))}`,
  };
};

/** The bin in which the quantile lies. Codes of bins ascend with their values. */
const codeAt = (statistics: readonly WindowStatistic[], q: number): number | null => {
  const counts = new Map<number, number>();
  for (const { bins } of statistics) for (const [code, count] of bins) if (code !== undefined && count !== undefined) counts.set(code, (counts.get(code) ?? 0) + count);
  const n = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (n === 0) return null;
  let left = quantileRank(n, q);
  for (const [code, count] of [...counts].sort(([a], [b]) => a - b)) {
    left -= count;
    if (left <= 0) return code;
  }
  return null;
};
