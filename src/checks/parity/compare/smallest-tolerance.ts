import type { BinCount } from "../../../core/domain/comparison.ts";
import type { ClassHistogram } from "./class-histogram.ts";

/**
 * The absolute tolerance (relative 0) under which no more than the allowed share of all pairs would be outside. Exact when no
 * finite pair may be outside, otherwise the upper edge of a histogram bin, at most 2 % above the exact value. Null when pairs
 * that no tolerance can excuse already exceed the share.
 */
export const smallestTolerance = (histogram: ClassHistogram, allowedShare: number, maxAbsoluteDifference: number | null): number | null => {
  const { differences, classes, pairs } = histogram;
  if (differences === null || pairs === 0) return null;
  const excusable = classes.value;
  const never = histogram.outside - excusable;
  let left = Math.floor(allowedShare * pairs) - never;
  if (left < 0) return null;
  if (left === 0) return maxAbsoluteDifference ?? 0;
  const bins = new Map<number, number>();
  for (const { bin, count } of [...differences.positive, ...differences.negative] satisfies BinCount[]) bins.set(bin, (bins.get(bin) ?? 0) + count);
  for (const [bin, count] of Array.from(bins).sort((a, b) => b[0] - a[0])) {
    left -= count;
    if (left < 0) return Math.min(differences.gamma ** bin, maxAbsoluteDifference ?? Number.POSITIVE_INFINITY);
  }
  return 0;
};
