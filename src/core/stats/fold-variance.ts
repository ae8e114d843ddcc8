import { requireWhole } from "./preconditions.ts";

/** The mean of a metric over the folds of one cross-validation, with the variance of that mean. */
export interface FoldMean {
  readonly mean: number;
  readonly variance: number;
  readonly degrees: number;
}

/**
 * Mean over the k folds of a cross-validation without repeats, and its variance (1 / k + 1 / (k - 1)) s^2: folds share most of their training rows, so they differ less among one another than
 * from what a new sample would give; 1 / (k - 1) is the size of a test fold over that of its training rows. Student's t of k - 1 degrees of freedom. RangeError below 2 folds.
 * Source: Nadeau & Bengio, Inference for the generalization error, Machine Learning 52 (2003), (9).
 */
export const foldVariance = (folds: readonly number[]): FoldMean => {
  const k = folds.length;
  requireWhole("folds", k, 2);
  const mean = folds.reduce((sum, value) => sum + value, 0) / k;
  const spread = folds.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (k - 1);
  return { mean, variance: (1 / k + 1 / (k - 1)) * spread, degrees: k - 1 };
};
