import type { Interval } from "../domain/interval.ts";
import type { QuantileEstimate } from "./quantile-interval.ts";

export interface QuantileRatio {
  readonly q: number;
  /** candidate / reference */
  readonly ratio: number;
  readonly interval: Interval & { readonly low: number; readonly high: number };
}

/**
 * Ratio of the same quantile in two independent samples of positive values, with an interval. On the log scale the distances
 * from each estimate to its own order-statistic limits are squared and added ("square and add"), so no density is
 * estimated and the skewness of a tail is kept. Works the same on samples and on histograms. Null when either
 * quantile was refused or a limit is not positive.
 * Errors: measured coverage of a nominal 95 % is 95 to 99 % for log-normal samples of 200 to 4000, p50 to p99.
 * When the two samples rise and fall together (interleaved requests) it covers more, never less.
 * Source: Zou & Donner, Statistics in Medicine 27 (2008) 1693, with the order-statistic limits of each quantile.
 */
export const quantileRatio = (reference: QuantileEstimate | null, candidate: QuantileEstimate | null): QuantileRatio | null => {
  if (reference === null || candidate === null) return null;
  if (reference.q !== candidate.q || reference.interval.level !== candidate.interval.level) {
    throw new RangeError(`a ratio needs the same quantile and level: ${reference.q} at ${reference.interval.level}, ${candidate.q} at ${candidate.interval.level}`);
  }
  if (!(reference.interval.low > 0 && candidate.interval.low > 0)) return null;
  const log = Math.log(candidate.estimate / reference.estimate);
  const below = Math.hypot(Math.log(candidate.estimate / candidate.interval.low), Math.log(reference.interval.high / reference.estimate));
  const above = Math.hypot(Math.log(candidate.interval.high / candidate.estimate), Math.log(reference.estimate / reference.interval.low));
  return {
    q: reference.q,
    ratio: candidate.estimate / reference.estimate,
    interval: { low: Math.exp(log - below), high: Math.exp(log + above), level: reference.interval.level, method: "square and add of log order statistics" },
  };
};
