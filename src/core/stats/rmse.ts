import type { Interval } from "../domain/interval.ts";
import { normalQuantile } from "./distributions.ts";
import { requireOpenUnit } from "./preconditions.ts";

/** Sums over rows of the squared errors u (reference) and v (candidate), their squares and product; additive. */
export interface SquaredErrorSums {
  readonly n: number;
  readonly sumReference: number;
  readonly sumCandidate: number;
  readonly sumReferenceSquared: number;
  readonly sumCandidateSquared: number;
  readonly sumProduct: number;
}

/**
 * Root mean squared errors of two predictions of the same rows, in the label's unit, and the interval of candidate - reference by the delta
 * method: a row moves sqrt(mean u) by u / (2 sqrt(mean u)), and both moves belong to the same row. The interval is null below 2 rows,
 * and where one side has no error at all (its square root has no slope there). Null without rows.
 * Errors: near nominal from about 100 rows; short for heavy-tailed errors, whose fourth moment decides.
 */
export const compareRmse = (sums: SquaredErrorSums, level = 0.95): { readonly reference: number; readonly candidate: number; readonly difference: number; readonly interval: Interval | null } | null => {
  requireOpenUnit("level", level);
  const { n } = sums;
  if (n === 0) return null;
  const [u, v] = [sums.sumReference / n, sums.sumCandidate / n];
  const [reference, candidate] = [Math.sqrt(u), Math.sqrt(v)];
  const difference = candidate - reference;
  if (n < 2 || u === 0 || v === 0) return { reference, candidate, difference, interval: null };
  const [p, q] = [1 / (2 * reference), 1 / (2 * candidate)];
  const spread = q * q * (sums.sumCandidateSquared / n - v * v) + p * p * (sums.sumReferenceSquared / n - u * u) - 2 * p * q * (sums.sumProduct / n - u * v);
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(Math.max(0, spread) / (n - 1));
  return { reference, candidate, difference, interval: { low: difference - half, high: difference + half, level, method: "delta method (paired)" } };
};
