/** Sums over rows of a probability p and an outcome y that is 0 or 1; additive, so bins and segments merge. */
export interface BrierSums {
  readonly n: number;
  readonly sumScoreSquared: number;
  readonly sumScoreOfPositives: number;
  readonly positives: number;
}

/**
 * Mean squared distance of probability and outcome: (sum p^2 - 2 sum p y + sum y) / n, 0 perfect, 1 worst, 0.25 for always saying 0.5.
 * Exact from the sums. Null for no rows. Source: Brier, Monthly Weather Review 78 (1950).
 */
export const brierScore = ({ n, sumScoreSquared, sumScoreOfPositives, positives }: BrierSums): number | null =>
  n === 0 ? null : (sumScoreSquared - 2 * sumScoreOfPositives + positives) / n;
