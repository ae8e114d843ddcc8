import type { Interval } from "../domain/interval.ts";
import { tQuantile } from "./distributions.ts";
import { requireOpenUnit, requireWhole } from "./preconditions.ts";

/** Count, sum and sum of squares of a quantity per row: all that a mean and its interval need, and additive. */
export interface Sums {
  readonly n: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/**
 * Interval of a mean of independent rows (differences of paired losses, for one) by Student's t; null below 2 rows.
 * The variance is taken from the two sums, which is exact enough while the spread is not tiny against the mean (a relative
 * variance under 1e-12 comes out as 0); differences of losses are of that kind.
 */
export const meanInterval = ({ n, sum, sumOfSquares }: Sums, level = 0.95): (Interval & { readonly low: number; readonly high: number }) | null => {
  requireWhole("n", n, 0);
  requireOpenUnit("level", level);
  if (n < 2) return null;
  const mean = sum / n;
  const variance = Math.max(0, (sumOfSquares - sum * mean) / (n - 1));
  const half = tQuantile((1 + level) / 2, n - 1) * Math.sqrt(variance / n);
  return { low: mean - half, high: mean + half, level, method: "paired t" };
};
