import { brierScore } from "./brier.ts";
import { isotonic } from "./isotonic.ts";
import type { ProbabilityBin } from "./losses-of-bins.ts";

/** Brier score = miscalibration - discrimination + uncertainty. All are at least 0, and of the Brier score's unit. */
export interface Corp {
  readonly brier: number;
  readonly miscalibration: number;
  readonly discrimination: number;
  readonly uncertainty: number;
  /** The probability that each bin would have after the best rising recalibration. */
  readonly recalibrated: readonly number[];
}

/**
 * What part of a Brier score recalibration would remove, and what part of the outcomes' own variance the score explains: S - S_pav, S_mean - S_pav and S_mean, where
 * S_pav is the score after isotonic regression of outcomes on scores and S_mean that of the share of positives. No bin has to be chosen: the fine bins stand
 * for scores. Exact where each holds one score. Miscalibration is biased up, for isotonic regression also follows noise: hold it against `consistencyBand`.
 * Bins ascending; null without rows. Source: Dimitriadis, Gneiting & Jordan, PNAS 118 (2021).
 */
export const corp = (ascending: readonly ProbabilityBin[]): Corp | null => {
  const sum = (of: (bin: ProbabilityBin) => number): number => ascending.reduce((total, bin) => total + of(bin), 0);
  const n = sum((bin) => bin.n);
  const positives = sum((bin) => bin.positives);
  const brier = brierScore({ n, sumScoreSquared: sum((bin) => bin.sumSquaredScore), sumScoreOfPositives: sum((bin) => bin.sumScorePositives), positives });
  if (brier === null) return null;
  const recalibrated = isotonic(ascending.map((bin) => ({ value: bin.n === 0 ? 0 : bin.positives / bin.n, weight: bin.n })));
  const after = ascending.reduce((total, bin, index) => {
    const p = recalibrated[index] ?? 0;
    return bin.n === 0 ? total : total + bin.n * p * p - 2 * p * bin.positives + bin.positives;
  }, 0) / n;
  const uncertainty = (positives / n) * (1 - positives / n);
  return { brier, miscalibration: brier - after, discrimination: uncertainty - after, uncertainty, recalibrated };
};
