import type { Interval } from "../../../core/domain/interval.ts";
import { meanInterval } from "../../../core/stats/paired-mean.ts";

/** What came of giving one row another row's value. */
export interface PermutedCell {
  readonly row: number;
  readonly donor: number;
  readonly value: number;
}

/**
 * Mean over cells with a t-interval over rows. A row takes part twice, with its own values and as the donor of one: its influence is the sum of both, so
 * that rows of which the mean hangs on either way count as what they are. Leaving out the donor's part would give intervals half as wide as they must be
 * when there are many repeats. With few repeats this interval is somewhat too wide. Null below 2 rows.
 * `unseen` is added to the sum of squares of the rows' influence: for what a count of few rows has not shown.
 * Source: Hajek projection of a statistic of pairs (van der Vaart, Asymptotic Statistics, ch. 12).
 */
export const permutationMean = (cells: readonly PermutedCell[], rows: number, unseen = 0): { readonly mean: number; readonly at: (level: number) => Interval & { readonly low: number; readonly high: number } } | null => {
  if (cells.length === 0 || rows < 2) return null;
  const mean = cells.reduce((sum, { value }) => sum + value, 0) / cells.length;
  const influence = new Float64Array(rows);
  for (const { row, donor, value } of cells) {
    influence[row] = (influence[row] as number) + (value - mean);
    influence[donor] = (influence[donor] as number) + (value - mean);
  }
  const scale = rows / cells.length;
  let sumOfSquares = unseen;
  for (const each of influence) sumOfSquares += (each * scale) ** 2;
  // About the mean: the influences add up to 0, and nothing cancels in their squares.
  return {
    mean,
    at: (level) => {
      const about = meanInterval({ n: rows, sum: 0, sumOfSquares }, level);
      if (about === null) throw new Error("two rows have an interval");
      return { low: mean + about.low, high: mean + about.high, level, method: "t over rows, as receiver and donor" };
    },
  };
};
