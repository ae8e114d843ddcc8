import type { BinCount } from "../domain/comparison.ts";
import { type QuantileEstimate, quantileRank, quantileRanks } from "./quantile-interval.ts";
import { requireOpenUnit } from "./preconditions.ts";

/**
 * Counts per logarithmic bin. Bin i holds (gamma^(i-1), gamma^i], so that answering with the bin's middle is never off by more than
 * the relative error that gamma was made for, for every quantile of every distribution. Zeros are counted apart; `negative` bins
 * hold magnitudes. Histograms of the same gamma merge by adding, exactly, in any order.
 * Source: Masson, Rim & Lee, DDSketch, PVLDB 12 (2019).
 */
export interface LogHistogram {
  readonly gamma: number;
  readonly zero: number;
  readonly positive: readonly BinCount[];
  readonly negative: readonly BinCount[];
}

/** The ratio between neighbouring bin edges that keeps the middle within `relativeError` of everything in the bin. */
export const gammaFor = (relativeError: number): number => {
  requireOpenUnit("relativeError", relativeError);
  return (1 + relativeError) / (1 - relativeError);
};

/** 1 %: finer than anybody reads a latency or a difference, and about 900 bins for nine decades. */
export const gammaOfOnePercent: number = gammaFor(0.01);

/** The bin of a positive finite value. The same formula in SQL: ceil(ln(x) / ln(gamma)). */
export const logBinIndex = (value: number, gamma = gammaOfOnePercent): number => {
  if (!(value > 0 && value < Infinity)) throw new RangeError(`a logarithmic bin needs a positive finite value, got ${value}`);
  return Math.ceil(Math.log(value) / Math.log(gamma)) + 0;
};

/** The bin's edges, low excluded and high included, and the value that answers for it. */
export const logBin = (index: number, gamma = gammaOfOnePercent): { readonly low: number; readonly middle: number; readonly high: number } => {
  const high = gamma ** index;
  return { low: gamma ** (index - 1), middle: (2 * high) / (1 + gamma), high };
};

/** How many values were counted. */
export const histogramCount = ({ zero, positive, negative }: LogHistogram): number => zero + total(positive) + total(negative);

/** The bin in which the value of this rank (from 1, ascending) lies. */
export const binAtRank = (histogram: LogHistogram, rank: number): { readonly low: number; readonly middle: number; readonly high: number } => {
  let left = rank;
  for (const { bin, count } of [...histogram.negative].sort((a, b) => b.bin - a.bin)) {
    left -= count;
    if (left <= 0) {
      const { low, middle, high } = logBin(bin, histogram.gamma);
      return { low: -high, middle: -middle, high: -low };
    }
  }
  left -= histogram.zero;
  if (left <= 0 && histogram.zero > 0) return { low: 0, middle: 0, high: 0 };
  for (const { bin, count } of [...histogram.positive].sort((a, b) => a.bin - b.bin)) {
    left -= count;
    if (left <= 0) return logBin(bin, histogram.gamma);
  }
  throw new RangeError(`rank ${rank} lies beyond the ${histogramCount(histogram)} values counted`);
};

/** The q-quantile to within the histogram's relative error; null when nothing was counted. */
export const quantileFromBins = (histogram: LogHistogram, q: number): number | null => {
  requireOpenUnit("q", q);
  const n = histogramCount(histogram);
  return n === 0 ? null : binAtRank(histogram, quantileRank(n, q)).middle;
};

/**
 * The q-quantile with an order-statistic interval widened to the edges of the bins its ends fall in: it covers at least what the
 * exact one would, and somewhat more once sampling error is smaller than a bin. Null where it is refused.
 */
export const quantileIntervalFromBins = (histogram: LogHistogram, q: number, level = 0.95): QuantileEstimate | null => {
  const n = histogramCount(histogram);
  const ranks = quantileRanks(n, q, level);
  if (ranks === null) return null;
  return {
    q, n,
    estimate: binAtRank(histogram, ranks.estimate).middle,
    interval: { low: binAtRank(histogram, ranks.low).low, high: binAtRank(histogram, ranks.high).high, level, method: "order statistics, to bin edges" },
  };
};

/** Adds two histograms of the same gamma. */
export const mergeLogHistograms = (a: LogHistogram, b: LogHistogram): LogHistogram => {
  if (a.gamma !== b.gamma) throw new RangeError(`histograms of different gamma do not merge: ${a.gamma} and ${b.gamma}`);
  return { gamma: a.gamma, zero: a.zero + b.zero, positive: merge(a.positive, b.positive), negative: merge(a.negative, b.negative) };
};

const total = (bins: readonly BinCount[]): number => bins.reduce((sum, { count }) => sum + count, 0);

const merge = (a: readonly BinCount[], b: readonly BinCount[]): BinCount[] => {
  const counts = new Map<number, number>();
  for (const { bin, count } of [...a, ...b]) counts.set(bin, (counts.get(bin) ?? 0) + count);
  return [...counts].map(([bin, count]) => ({ bin, count })).sort((x, y) => x.bin - y.bin);
};
