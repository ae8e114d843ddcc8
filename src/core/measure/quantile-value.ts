import type { Measure } from "../domain/measure.ts";
import { meaningOfCode } from "../profile/bin-meaning.ts";
import { normalQuantile } from "../stats/distributions.ts";
import { logBin } from "../stats/log-histogram.ts";
import { quantileRanks } from "../stats/quantile-interval.ts";
import type { ShapeValue } from "./shape-value.ts";

/** The ranks whose distance tells the variance: two standard errors to either side. */
const level = 0.95;

/**
 * A quantile to within 1 % of itself. Its variance is the squared distance of the order statistics that bound it, over that of the normal: nothing is assumed of the
 * distribution but that values lie evenly within a bin. Null (refused) where fewer than four values are expected beyond the quantile.
 */
export const quantileValue = ({ metric }: Measure, bins: readonly (readonly number[])[]): ShapeValue | null => {
  const cells = bins.map(([code = 0, count = 0]) => { const { low, middle, high } = extentOf(code); return { low, middle, high, count }; }).sort((a, b) => a.low - b.low);
  const n = cells.reduce((sum, { count }) => sum + count, 0);
  const ranks = quantileRanks(n, metric.quantile ?? 0.99, level);
  if (ranks === null) return null;
  const distance = valueAtRank(cells, ranks.high) - valueAtRank(cells, ranks.low);
  return { value: cellAt(cells, ranks.estimate).cell.middle, variance: (distance / (2 * normalQuantile((1 + level) / 2))) ** 2, n, events: null, exposure: null };
};

interface Extent {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

type Cells = readonly (Extent & { readonly count: number })[];

const extents = new Map<number, Extent>();

/** Powers are dear, and the same few hundred codes come with every window. */
const extentOf = (code: number): Extent => {
  let extent = extents.get(code);
  if (extent === undefined) extents.set(code, (extent = extentOfCode(code)));
  return extent;
};

const extentOfCode = (code: number): Extent => {
  const meaning = meaningOfCode(code);
  if (meaning.kind !== "value" || meaning.side === "zero" || meaning.side === "one") return { low: 0, middle: 0, high: 0 };
  const { low, middle, high } = logBin(meaning.bin);
  return meaning.side === "positive" ? { low, middle, high } : { low: -high, middle: -middle, high: -low };
};

/** The cell in which the value of a rank (from 1) lies, and how many values lie before it. */
const cellAt = (cells: Cells, rank: number): { readonly cell: Cells[number]; readonly before: number } => {
  let before = 0;
  for (const cell of cells) {
    if (before + cell.count >= rank) return { cell, before };
    before += cell.count;
  }
  throw new RangeError(`rank ${rank} lies beyond the ${before} values counted`);
};

/** The value of a rank as if those of its bin lay evenly in it. */
const valueAtRank = (cells: Cells, rank: number): number => {
  const { cell, before } = cellAt(cells, rank);
  return cell.low + ((rank - before - 0.5) / cell.count) * (cell.high - cell.low);
};
