import type { BinCount, OutputComparison } from "../../core/domain/comparison.ts";

type Differences = NonNullable<OutputComparison["differences"]>;

const merge = (bins: readonly BinCount[], factor: number): BinCount[] => {
  const counts = new Map<number, number>();
  for (const { bin, count } of bins) {
    const wider = Math.ceil(bin / factor);
    counts.set(wider, (counts.get(wider) ?? 0) + count);
  }
  return [...counts].map(([bin, count]) => ({ bin, count })).sort((a, b) => a.bin - b.bin);
};

/**
 * Whole groups of bins merged until about `perDecade` are left to a factor of ten. Exact: bin i = (g^(i-1), g^i] lies wholly in
 * bin ceil(i/k) of base g^k.
 */
export const coarsenHistogram = (differences: Differences, perDecade: number): Differences => {
  const factor = Math.max(1, Math.round(Math.LN10 / perDecade / Math.log(differences.gamma)));
  return { gamma: differences.gamma ** factor, zero: differences.zero, positive: merge(differences.positive, factor), negative: merge(differences.negative, factor) };
};
