import type { Interval } from "../domain/interval.ts";
import { binomialQuantile } from "./distributions.ts";
import { requireOpenUnit, requireWhole } from "./preconditions.ts";

/**
 * Fewest observations that must be expected on each side of a quantile. Below 4 the order statistics that bound it leave the sample:
 * P(no observation beyond) = e^-4 = 1.8 % must stay under the 2.5 % of one end of a 95 % interval. Measured without the rule: 63 %
 * coverage of a nominal 95 % for p99.9 of 1000.
 */
export const fewestBeyond = 4;

/** Ranks in the sorted sample, from 1. */
export interface QuantileRanks {
  readonly low: number;
  readonly estimate: number;
  readonly high: number;
}

/** A quantile with its interval, from a sample or from bins. */
export interface QuantileEstimate {
  readonly q: number;
  readonly n: number;
  readonly estimate: number;
  readonly interval: Interval & { readonly low: number; readonly high: number };
}

/**
 * Which order statistics bound the q-quantile of n observations with at least `level`: the number of observations below the
 * quantile is Binomial(n, q), whatever their distribution. Null (refused) when fewer than `fewestBeyond` are expected on a side.
 *
 * `designEffect` (>= 1) is how many times more the observations vary together than independent ones would; the ranks are then
 * those of n / designEffect independent observations. Assumes nothing else. n = 1000, q = 0.99 at 95 %: ranks 983 and 997.
 * Source: David & Nagaraja, Order Statistics, 3rd ed., 7.1; the design effect as in Deng, Knoblich & Lu, KDD 2018.
 */
export const quantileRanks = (n: number, q: number, level = 0.95, designEffect = 1): QuantileRanks | null => {
  requireWhole("n", n, 0);
  requireOpenUnit("q", q);
  requireOpenUnit("level", level);
  if (!(designEffect >= 1)) throw new RangeError(`designEffect must be at least 1, got ${designEffect}`);
  const independent = Math.floor(n / designEffect);
  // n (1 - q) in floating point: 400 * (1 - 0.99) is 4.0000000000000036 and 4000 * (1 - 0.999) is 4.0000000000000036, both meant as 4.
  const slack = 1e-9;
  if (Math.min(q, 1 - q) * independent < fewestBeyond - slack) return null;
  const tail = (1 - level) / 2;
  const low = binomialQuantile(tail, independent, q);
  const high = binomialQuantile(1 - tail, independent, q) + 1;
  if (low < 1 || high > independent) return null;
  return {
    low: Math.floor((low - 1) * designEffect) + 1,
    estimate: quantileRank(n, q),
    high: Math.min(n, Math.ceil(high * designEffect)),
  };
};

/** The rank whose value is the sample quantile: the first at which the share of observations so far reaches q. */
export const quantileRank = (n: number, q: number): number => Math.min(n, Math.max(1, Math.ceil(n * q - 1e-9)));

/** The quantile of a sample in ascending order, with its interval; null where it is refused. Units are those of the sample. */
export const quantileInterval = (sorted: ArrayLike<number>, q: number, level = 0.95, designEffect = 1): QuantileEstimate | null => {
  const ranks = quantileRanks(sorted.length, q, level, designEffect);
  if (ranks === null) return null;
  const at = (rank: number): number => sorted[rank - 1] ?? Number.NaN;
  return { q, n: sorted.length, estimate: at(ranks.estimate), interval: { low: at(ranks.low), high: at(ranks.high), level, method: orderStatistics } };
};

/** How such intervals call themselves. */
export const orderStatistics = "order statistics";
