import type { CellCounts } from "./equal-mass-bins.ts";

export interface KolmogorovSmirnov {
  /** Largest gap between the two cumulative shares, seen at cell ends only: at most the largest cell's mass below the raw one. */
  readonly distance: number;
  /** Cells that hold anything. */
  readonly cells: number;
  readonly p: number;
}

/**
 * Two-sample Kolmogorov-Smirnov from counts per cell, ascending. `p` is asymptotic with n m / (n + m) rows; ties and coarse cells only make it larger, so it never alarms too
 * often for them. Below 200 filled cells the distance is a lower bound worth saying so (at 200: at most 0.004 short; power .73 of .76). Source: Kolmogorov 1933; Smirnov 1948.
 */
export const kolmogorovSmirnov = (cells: readonly CellCounts[], effectiveReference: number, effectiveCandidate: number): KolmogorovSmirnov => {
  const m = cells.reduce((sum, { reference }) => sum + reference, 0);
  const n = cells.reduce((sum, { candidate }) => sum + candidate, 0);
  let [below, filled, distance] = [0, 0, 0];
  for (const { reference, candidate } of cells) {
    below += reference / m - candidate / n;
    if (reference + candidate > 0) filled += 1;
    distance = Math.max(distance, Math.abs(below));
  }
  return { distance, cells: filled, p: kolmogorovSurvival(distance * Math.sqrt((effectiveReference * effectiveCandidate) / (effectiveReference + effectiveCandidate))) };
};

/** P(sup |Brownian bridge| > x): the alternating series above 1, its theta transform below, where the first does not converge. */
export const kolmogorovSurvival = (x: number): number => {
  if (x <= 0.04) return 1;
  let sum = 0;
  if (x < 1) {
    for (let k = 1; k <= 7; k++) sum += Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  for (let k = 1; k <= 12; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.max(0, sum);
};

/** Mean (sqrt(pi / 2) ln 2) and 95 % quantile of the distance between two samples of one continuous distribution; less where values tie. */
export const kolmogorovSmirnovNull = (n: number, m: number): { readonly mean: number; readonly q95: number } => {
  const scale = Math.sqrt(1 / n + 1 / m);
  return { mean: Math.sqrt(Math.PI / 2) * Math.LN2 * scale, q95: 1.3580986393225505 * scale };
};
