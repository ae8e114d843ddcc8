import { requireCountOf } from "./preconditions.ts";

/** Consecutive observations, and how many of them lie at or below the quantile in question. */
export interface TimeBatch {
  readonly n: number;
  readonly below: number;
}

/** Fewer batches than this estimate no variance; the effect is then taken as 1. */
export const fewestBatches = 8;

/** With 32 batches the estimated effect is known to about a quarter of itself, and each batch still outlasts short dependence. */
export const mostBatches = 32;

/** Fewer observations per batch than this, and a batch would be shorter than the dependence it is to hold. */
export const fewestPerBatch = 10;

/** How many time batches to cut n observations into; 0 when there are too few to tell. */
export const batchCount = (n: number): number => {
  const count = Math.min(mostBatches, Math.floor(n / fewestPerBatch));
  return count < fewestBatches ? 0 : count;
};

/**
 * How many times more the share at or below a value varies than it would if observations were independent: the variance between
 * time batches over the binomial variance. Never below 1. Dividing n by it gives the number of independent observations that
 * say as much (batch means). Holds while dependence dies out within a batch; longer waves are seen only in part.
 * Errors: measured coverage of nominal 95 % quantile intervals (p50, p95, p99; n = 300 to 4000), with it and without: independent 95 to
 * 98 % and 94 to 98 %; AR(1) with correlation 0.5, 94 to 97 % and 80 to 96 %; with 0.8, 94 to 96 % (91 % at n = 300) and 56 to 81 %.
 * Source: Deng, Knoblich & Lu, KDD 2018 (clustered quantiles); batch means, Law, Simulation Modeling and Analysis, ch. 9.
 */
export const designEffect = (batches: readonly TimeBatch[]): number => {
  let [n, below] = [0, 0];
  for (const batch of batches) {
    requireCountOf(batch.below, batch.n);
    n += batch.n;
    below += batch.below;
  }
  if (batches.length < fewestBatches || below === 0 || below === n) return 1;
  const share = below / n;
  const between = batches.reduce((sum, batch) => sum + (batch.below - share * batch.n) ** 2, 0) / (batches.length - 1);
  const binomial = (share * (1 - share) * n) / batches.length;
  return Math.max(1, between / binomial);
};
