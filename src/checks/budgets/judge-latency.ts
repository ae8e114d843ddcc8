import type { LatencySummary } from "../../core/domain/run.ts";
import type { Verdict } from "../../core/domain/verdict.ts";
import { alpha } from "../../core/judge/defaults.ts";
import { shareLowerBound, shareUpperBound } from "../../core/stats/clopper-pearson.ts";

export interface JudgedLatency {
  /** The quantile as observed, milliseconds; null when nothing was answered. */
  readonly measured: number | null;
  readonly verdict: Verdict;
}

/**
 * Whether a latency quantile keeps its limit: p99 <= 200 ms says that at most 1 request in 100 is slower than 200 ms, and that share has an exact bound, with
 * one-sided error `alpha` at either end. It needs no request beyond the quantile: 299 requests of which none is slower show p99 (0.99^299 = 5 %), where an
 * interval of the quantile itself would need over 400. The interval, which allows for slow spells, has a veto where there is one.
 */
export const judgeLatency = ({ requests, quantiles, curve }: LatencySummary, q: number, limit: number): JudgedLatency => {
  if (requests === 0) return { measured: null, verdict: "inconclusive" };
  const found = quantiles.find((each) => each.q === q);
  const measured = found?.ms ?? curve.find(({ share }) => share >= q)?.ms ?? null;
  // The curve has a point per percent and finer ones in the tail: between two of them the share is known to lie.
  const below = curve.findLast(({ ms }) => ms <= limit)?.share ?? 0;
  const above = curve.find(({ ms }) => ms > limit)?.share ?? 1;
  const [mostSlower, fewestSlower] = [requests - Math.round(below * requests), requests - Math.round(above * requests) + (above < 1 || below < 1 ? 1 : 0)];
  const interval = found?.interval ?? null;
  if (shareUpperBound(mostSlower, requests, 1 - alpha) <= 1 - q && (interval?.high ?? limit) <= limit) return { measured, verdict: "pass" };
  if (mostSlower > 0 && shareLowerBound(Math.max(1, fewestSlower), requests, 1 - alpha) > 1 - q && (interval?.low ?? Number.POSITIVE_INFINITY) > limit) return { measured, verdict: "fail" };
  return { measured, verdict: "inconclusive" };
};
