import type { QuantileEstimate } from "../../../core/stats/quantile-interval.ts";
import { quantileRank, quantileRanks } from "../../../core/stats/quantile-interval.ts";
import type { NumericCell } from "./numeric-cells.ts";

/** Answers quantiles of one side of a column's cells: the value within the histogram's relative error, and the order-statistic interval to cell edges. */
export interface CellQuantiles {
  /** Null without values. */
  readonly value: (q: number) => number | null;
  /** Null where too few rows lie beyond; `designEffect` as in `quantileRanks`. */
  readonly estimate: (q: number, level: number, designEffect: number) => QuantileEstimate | null;
}

/** `min` and `max` of the side keep answers inside what was seen. */
export const quantilesOfCells = (cells: readonly NumericCell[], side: "reference" | "candidate", min: number | null, max: number | null): CellQuantiles => {
  const ends = new Float64Array(cells.length);
  let n = 0;
  cells.forEach((cell, index) => { ends[index] = n += cell[side]; });
  const at = (rank: number): NumericCell | undefined => {
    let [low, high] = [0, cells.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) >= rank) high = middle;
      else low = middle + 1;
    }
    return cells[low];
  };
  const inside = (value: number): number => (Number.isFinite(value) ? Math.min(max ?? value, Math.max(min ?? value, value)) : value);
  const value = (q: number): number | null => (n === 0 ? null : inside(at(quantileRank(n, q))?.value ?? Number.NaN));
  return {
    value,
    estimate: (q, level, designEffect) => {
      const ranks = quantileRanks(n, q, level, designEffect);
      const estimate = value(q);
      if (ranks === null || estimate === null) return null;
      return { q, n, estimate, interval: { low: inside(at(ranks.low)?.low ?? Number.NaN), high: inside(at(ranks.high)?.high ?? Number.NaN), level, method: "order statistics, to bin edges" } };
    },
  };
};
