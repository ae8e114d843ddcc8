import { chiSquareSurvival } from "./distributions.ts";
import type { BinnedPair } from "./chi-square-distance.ts";

export interface Homogeneity {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Test of "both samples come from one distribution": Pearson's X^2 = sum (observed - expected)^2 / expected over both rows of the table, or the likelihood ratio
 * G = 2 sum observed ln(observed / expected), chi-square with K - 1 degrees of freedom. Bins that neither has do not count. With dependent rows the shares are
 * taken as seen in the effective numbers of rows. A flag only: with enough rows everything differs.
 * Holds its level from about 5 expected rows per bin on. Source: Agresti, Categorical Data Analysis, 3rd ed., 3.2. Null where fewer than two bins are left.
 */
export const homogeneity = ({ reference, candidate, effectiveReference, effectiveCandidate }: BinnedPair, form: "pearson" | "likelihood-ratio" = "pearson"): Homogeneity | null => {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const [m, n] = [sum(reference), sum(candidate)];
  if (m === 0 || n === 0) return null;
  let [statistic, bins] = [0, 0];
  reference.forEach((count, bin) => {
    const inReference = (count / m) * effectiveReference;
    const inCandidate = ((candidate[bin] ?? 0) / n) * effectiveCandidate;
    const together = inReference + inCandidate;
    if (together === 0) return;
    bins += 1;
    for (const [observed, rows] of [[inReference, effectiveReference], [inCandidate, effectiveCandidate]] as const) {
      const expected = (together * rows) / (effectiveReference + effectiveCandidate);
      statistic += form === "pearson" ? (observed - expected) ** 2 / expected : observed === 0 ? 0 : 2 * observed * Math.log(observed / expected);
    }
  });
  if (bins < 2) return null;
  return { statistic: Math.max(0, statistic), df: bins - 1, p: chiSquareSurvival(Math.max(0, statistic), bins - 1) };
};
