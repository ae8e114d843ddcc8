import type { BinCount, OutputComparison } from "../../core/domain/comparison.ts";

export interface ScorePair {
  readonly reference: number;
  readonly candidate: number;
}

/** Base of the logarithmic histogram: 2 % relative error, as a real comparison makes it. */
const gamma = 1.02;
const scoreBinCount = 24;

const countBins = (bins: Iterable<number>): BinCount[] => {
  const counts = new Map<number, number>();
  for (const bin of bins) counts.set(bin, (counts.get(bin) ?? 0) + 1);
  return [...counts].map(([bin, count]) => ({ bin, count })).sort((a, b) => a.bin - b.bin);
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]): number => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / Math.max(1, values.length - 1));
};

const logBins = (sizes: readonly number[]): BinCount[] => countBins(sizes.map((size) => Math.ceil(Math.log(size) / Math.log(gamma))));

const heatCells = (pairs: readonly ScorePair[], low: number, high: number): { reference: number; candidate: number; count: number }[] => {
  const place = (value: number): number => Math.min(scoreBinCount - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * scoreBinCount)));
  const cells = new Map<string, { reference: number; candidate: number; count: number }>();
  for (const pair of pairs) {
    const cell = { reference: place(pair.reference), candidate: place(pair.candidate), count: 1 };
    const known = cells.get(`${cell.reference}/${cell.candidate}`);
    if (known === undefined) cells.set(`${cell.reference}/${cell.candidate}`, cell);
    else known.count += 1;
  }
  return [...cells.values()];
};

/** The aggregates of one numeric output, counted from made-up pairs, for examples and tests of the reports only. */
export const scoreOutput = (output: string, pairs: readonly ScorePair[], absolute: number, origin: "agreed" | "derived" = "derived"): OutputComparison => {
  const differences = pairs.map(({ reference, candidate }) => candidate - reference);
  const sizes = differences.map(Math.abs).sort((a, b) => a - b);
  const outside = sizes.filter((size) => size > absolute).length;
  const equal = sizes.filter((size) => size === 0).length;
  const references = pairs.map(({ reference }) => reference);
  const candidates = pairs.map(({ candidate }) => candidate);
  const low = Math.min(...references);
  const high = Math.max(...references) === low ? low + 1 : Math.max(...references);
  const [meanA, meanB, sdA, sdB] = [mean(references), mean(candidates), deviation(references), deviation(candidates)];
  const covariance = mean(pairs.map(({ reference, candidate }) => (reference - meanA) * (candidate - meanB)));
  const ratios = pairs.filter(({ reference }) => reference !== 0).map(({ reference, candidate }) => candidate / reference);
  return {
    output, role: "score", roleOrigin: "guessed", dtypeReference: "float64", dtypeCandidate: "float64",
    tolerance: { mode: "either", absolute, relative: 1e-7, origin, why: origin === "agreed" ? "given with --tolerance" : `twice the largest difference between two asks of the reference, at least the rounding of float64` },
    pairs: pairs.length,
    classes: { "one-sided-error": 0, "both-error": 0, missing: 0, extra: 0, shape: 0, dtype: 0, "non-finite": 0, value: outside, within: pairs.length - outside - equal, equal },
    outside,
    moments: {
      pairs: pairs.length, meanReference: meanA, meanCandidate: meanB, sdReference: sdA, sdCandidate: sdB,
      minReference: Math.min(...references), maxReference: Math.max(...references), minCandidate: Math.min(...candidates), maxCandidate: Math.max(...candidates),
      meanDifference: mean(differences), sdDifference: deviation(differences), maxAbsoluteDifference: sizes.at(-1) ?? null,
      maxRelativeDifference: Math.max(...pairs.map(({ reference, candidate }) => (reference === candidate ? 0 : Math.abs(candidate - reference) / Math.max(Math.abs(reference), Math.abs(candidate))))),
      correlation: sdA === 0 || sdB === 0 ? null : Math.min(1, covariance / (sdA * sdB)),
      ratioPairs: ratios.length, meanRatio: ratios.length === 0 ? null : mean(ratios), sdRatio: ratios.length === 0 ? null : deviation(ratios),
      distinctReference: new Set(references).size, distinctCandidate: new Set(candidates).size,
    },
    rank: { spearman: sdA === 0 || sdB === 0 ? 0 : Math.min(1, covariance / (sdA * sdB)), pairs: pairs.length, sampled: false },
    differences: {
      gamma, zero: equal,
      positive: logBins(differences.filter((difference) => difference > 0)),
      negative: logBins(differences.filter((difference) => difference < 0).map(Math.abs)),
    },
    ulp: countBins(pairs.map(({ reference, candidate }) => {
      const steps = Math.abs(candidate - reference) / (Number.EPSILON * 2 ** Math.floor(Math.log2(Math.max(Math.abs(reference), Number.MIN_VALUE))));
      return steps < 1 ? 0 : 1 + Math.floor(Math.log2(steps));
    })),
    scoreBins: { low, high, count: scoreBinCount, cells: heatCells(pairs, low, high) },
    smallestTolerance: sizes[Math.ceil(pairs.length * 0.999) - 1] ?? null,
    flips: null,
  };
};
