import { absoluteGapNull } from "./absolute-gap-null.ts";

/** Total variation: half the sum of |p_k - q_k|, the share of rows that would have to move to another bin. In [0, 1]. */
export const totalVariation = (reference: readonly number[], candidate: readonly number[]): number => {
  const [m, n] = [reference, candidate].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [number, number];
  return reference.reduce((sum, count, bin) => sum + Math.abs((candidate[bin] ?? 0) / n - count / m) / 2, 0);
};

/** What it shows between samples of n and m rows of one distribution whose shares are those of `counts`. Source: Berend & Kontorovich 2013 for the mean's rate; the normal limit here. */
export const totalVariationNull = (counts: readonly number[], n: number, m: number): { readonly mean: number; readonly q95: number } => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => count / total);
  const scale = Math.sqrt(1 / n + 1 / m);
  return absoluteGapNull(shares.map((q) => scale * Math.sqrt(q * (1 - q))), shares.map(() => 0.5), (i, j) => {
    const [a, b] = [shares[i] ?? 0, shares[j] ?? 0];
    return -Math.sqrt((a * b) / ((1 - a) * (1 - b)));
  });
};
