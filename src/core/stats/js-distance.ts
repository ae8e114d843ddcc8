import { chiSquareQuantile, logGamma } from "./distributions.ts";

/**
 * Jensen-Shannon distance: the root of the divergence ½ KL(p | ½ (p + q)) + ½ KL(q | ½ (p + q)), logarithm of base 2, so that it lies in [0, 1]. A metric; empty bins need no smoothing.
 * When nothing differs the divergence is about (1/n + 1/m) chi-square(K - 1) / (8 ln 2): 4 % short at 5 rows per bin, below 1 % at 50. Source: Endres & Schindelin, IEEE Trans. Inf. Theory 49 (2003).
 */
export const jsDistance = (reference: readonly number[], candidate: readonly number[]): number => {
  const [m, n] = [reference, candidate].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [number, number];
  const part = (share: number, middle: number): number => (share === 0 ? 0 : share * Math.log2(share / middle));
  const divergence = reference.reduce((sum, count, bin) => {
    const q = count / m;
    const p = (candidate[bin] ?? 0) / n;
    return sum + (part(p, (p + q) / 2) + part(q, (p + q) / 2)) / 2;
  }, 0);
  return Math.sqrt(Math.max(0, divergence));
};

/** Mean and 95 % quantile of the distance between two samples of one distribution; the mean of the root of a chi-square is sqrt(2) Gamma((df + 1) / 2) / Gamma(df / 2). */
export const jsDistanceNull = (bins: number, n: number, m: number): { readonly mean: number; readonly q95: number } => {
  const scale = Math.sqrt((1 / n + 1 / m) / (8 * Math.LN2));
  const df = bins - 1;
  return { mean: scale * Math.SQRT2 * Math.exp(logGamma((df + 1) / 2) - logGamma(df / 2)), q95: scale * Math.sqrt(chiSquareQuantile(0.95, df)) };
};
