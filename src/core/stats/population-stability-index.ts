import { chiSquareQuantile } from "./distributions.ts";

/**
 * Population stability index: sum of (p_k - q_k) ln(p_k / q_k), natural logarithm, with half a row added to every bin of both sides, so that an empty bin does not make it infinite.
 * When nothing differs it is about (1/n + 1/m) chi-square(K - 1), which is why a fixed limit such as 0.1 alarms at small n and sleeps at large.
 * Errors: the smoothing leaves the index 9 % below that null at 5 rows per bin, 4 % at 10, 1 % at 50. Source: Yurdakul & Naranjo, J. Risk Model Validation 14 (2020).
 */
export const populationStabilityIndex = (reference: readonly number[], candidate: readonly number[]): number => {
  const [m, n] = [reference, candidate].map((counts) => counts.reduce((sum, count) => sum + count, counts.length / 2)) as [number, number];
  return reference.reduce((sum, count, bin) => {
    const q = (count + 0.5) / m;
    const p = ((candidate[bin] ?? 0) + 0.5) / n;
    return sum + (p - q) * Math.log(p / q);
  }, 0);
};

/** Mean and 95 % quantile of the index between two samples of one distribution. */
export const stabilityIndexNull = (bins: number, n: number, m: number): { readonly mean: number; readonly q95: number } => {
  const scale = 1 / n + 1 / m;
  return { mean: scale * (bins - 1), q95: scale * chiSquareQuantile(0.95, bins - 1) };
};
