import type { NumericProfile, ProfileCell } from "../../../core/domain/profile.ts";
import type { PopulationMargins } from "../../../core/judge/population-settings.ts";
import type { Estimate } from "../../../core/stats/estimate.ts";
import { binAtRank, histogramCount, type LogHistogram, quantileIntervalFromBins } from "../../../core/stats/log-histogram.ts";
import { quantileRank } from "../../../core/stats/quantile-interval.ts";
import type { Measured } from "../measured/measured.ts";

const quantiles = [{ q: 0.5, name: "p50" }, { q: 0.95, name: "p95" }, { q: 0.99, name: "p99" }] as const;

/** How many claims latency can make. */
export const latencyClaims: number = quantiles.length;

/** Ratios of the same quantile of latency; a warning at most, for machines differ and answers need not. Empty where either log has no latency. */
export const latencyMetrics = (reference: ProfileCell, candidate: ProfileCell, gamma: number, margins: PopulationMargins): Measured[] => {
  const [a, b] = [reference.operations.latency, candidate.operations.latency];
  if (a === null || b === null || a.n === 0 || b.n === 0) return [];
  const [before, after] = [histogramOf(a, gamma), histogramOf(b, gamma)];
  return quantiles.map(({ q, name }): Measured => {
    const tail = quantileIntervalFromBins(before, q) !== null && quantileIntervalFromBins(after, q) !== null;
    return {
      check: "population.operations.latency", kind: "latency", metric: `latency-${name}`, words: `latency ${name} (ms)`, of: name, segment: null, reference: quantileEstimate(before, q), candidate: quantileEstimate(after, q), nReference: a.n, nCandidate: b.n,
      scale: "ratio", worse: "higher", margin: margins.latencyRatio, marginName: "latencyRatio", primary: name === "p95", mode: "warn", unit: "ratio",
      refused: tail ? null : `${Math.min(a.n, b.n)} rows hold too few beyond ${name}`, action: "Look at load, machine and batch size of both, and whether rows or models grew.", evidence: {},
    };
  });
};

const histogramOf = ({ zero, positive, negative }: NumericProfile, gamma: number): LogHistogram => ({ gamma, zero, positive, negative });

/** Order statistics to the edges of their bins; without enough of a tail at a level the end is open. */
const quantileEstimate = (histogram: LogHistogram, q: number): Estimate => ({
  value: binAtRank(histogram, quantileRank(histogramCount(histogram), q)).middle, method: "order statistics, to bin edges",
  at: (level) => quantileIntervalFromBins(histogram, q, level)?.interval ?? { low: 0, high: Infinity },
});
