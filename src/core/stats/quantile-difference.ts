import type { Interval } from "../domain/interval.ts";
import type { QuantileEstimate } from "./quantile-interval.ts";

/**
 * Difference candidate - reference of the same quantile in two independent samples, in the column's unit: the distances from each estimate to its own order-statistic limits, squared
 * and added, as in `quantileRatio` but for values of any sign. Null when either quantile was refused. Source: Zou & Donner, Statistics in Medicine 27 (2008) 1693.
 */
export const quantileDifference = (reference: QuantileEstimate | null, candidate: QuantileEstimate | null): { readonly estimate: number; readonly interval: Interval & { readonly low: number; readonly high: number } } | null => {
  if (reference === null || candidate === null) return null;
  if (reference.q !== candidate.q || reference.interval.level !== candidate.interval.level) throw new RangeError(`a difference needs the same quantile and level, got ${reference.q} and ${candidate.q}`);
  const estimate = candidate.estimate - reference.estimate;
  const below = Math.hypot(candidate.estimate - candidate.interval.low, reference.interval.high - reference.estimate);
  const above = Math.hypot(candidate.interval.high - candidate.estimate, reference.estimate - reference.interval.low);
  return { estimate, interval: { low: estimate - below, high: estimate + above, level: reference.interval.level, method: "square and add of order statistics" } };
};
