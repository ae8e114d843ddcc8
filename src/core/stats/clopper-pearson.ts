import type { Interval } from "../domain/interval.ts";
import { betaQuantile } from "./distributions.ts";
import { requireCountOf, requireOpenUnit } from "./preconditions.ts";

/**
 * The largest share that k of n does not yet contradict: with `confidence` (0.95 = 95 %) the true share is at most this.
 * Exact for independent trials of equal chance: the error rate is never above 1 - confidence, whatever the share. No trials give 1.
 * Source: Clopper & Pearson, Biometrika 26 (1934); as a beta quantile, e.g. Brown, Cai & DasGupta, Statistical Science 16 (2001).
 */
export const shareUpperBound = (k: number, n: number, confidence: number): number => {
  requireCountOf(k, n);
  requireOpenUnit("confidence", confidence);
  return k === n ? 1 : betaQuantile(confidence, k + 1, n - k);
};

/** The mirror of `shareUpperBound`: with `confidence` the true share is at least this. */
export const shareLowerBound = (k: number, n: number, confidence: number): number => {
  requireCountOf(k, n);
  requireOpenUnit("confidence", confidence);
  return k === 0 ? 0 : betaQuantile(1 - confidence, k, n - k + 1);
};

/**
 * Exact two-sided interval of a share: each end holds with (1 + level) / 2. It covers at least `level` always, and more than
 * that for small n, since counts jump. Without a trial it is [0, 1].
 */
export const clopperPearson = (k: number, n: number, level = 0.95): Interval => {
  requireOpenUnit("level", level);
  const oneSided = (1 + level) / 2;
  return { low: shareLowerBound(k, n, oneSided), high: shareUpperBound(k, n, oneSided), level, method: "Clopper-Pearson (exact)" };
};
