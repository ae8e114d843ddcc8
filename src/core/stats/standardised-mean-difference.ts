import type { Interval } from "../domain/interval.ts";
import { normalQuantile } from "./distributions.ts";
import { requireOpenUnit } from "./preconditions.ts";

/** Rows (effective ones where they depend on one another), mean and standard deviation. */
export interface SampleMoments {
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  /** Third and fourth standardised moments; 0 and 3, those of a normal, where they are not given. */
  readonly skewness?: number;
  readonly kurtosis?: number;
}

/**
 * (candidate mean - reference mean) / s with s^2 the mean of both variances, which need not be equal; in standard deviations. Delta method:
 *   Var d = d^2 (v_r^2 / (m - 1) + v_c^2 / (n - 1)) / (8 s^4) + (v_r / (m - 1) + v_c / (n - 1)) / s^2.
 * With skewness and kurtosis, the first term's v^2 is (kurtosis - 1) v^2 / 2, and d v (skewness_r sd_r / (m - 1) - skewness_c sd_c / (n - 1)) / (2 s^3) is added, for a mean and a variance of one skewed
 * sample err together.
 * Covers 95 % of nominal 95 % for normal samples of 50 rows and more, 91 to 97 % for skewed ones (exponential, log-normal; 91 % where sizes are 1 to 10). With their skewness and kurtosis 88 to 91 % of nominal 90 % for a log-normal
 * of sigma 1 that moved, from 100 rows on, and 91 % for 300 rows against 100,000 (76 % without). Null where nothing varies or a side has fewer than 2 rows.
 * Source: Bonett, Psychological Methods 13 (2008) 99.
 */
export const standardisedMeanDifference = (reference: SampleMoments, candidate: SampleMoments, level = 0.95): { readonly estimate: number; readonly interval: Interval & { readonly low: number; readonly high: number } } | null => {
  requireOpenUnit("level", level);
  const [vr, vc] = [reference.sd ** 2, candidate.sd ** 2];
  const s2 = (vr + vc) / 2;
  const [dr, dc] = [reference.n - 1, candidate.n - 1];
  if (!(s2 > 0 && dr > 0 && dc > 0) || s2 === Infinity) return null;
  const estimate = (candidate.mean - reference.mean) / Math.sqrt(s2);
  const spread = ({ kurtosis = 3 }: SampleMoments, v: number): number => ((kurtosis - 1) * v ** 2) / 2;
  const together = ({ skewness = 0, sd }: SampleMoments): number => skewness * sd ** 3;
  const ofMeans = (vr / dr + vc / dc) / s2;
  const ofSpread = ((estimate / s2) ** 2 * (spread(reference, vr) / dr + spread(candidate, vc) / dc)) / 8;
  // Never less than the means' own part: an estimated third moment can claim more than there is.
  const variance = Math.max(ofMeans, ofMeans + ofSpread + (estimate * (together(reference) / dr - together(candidate) / dc)) / (2 * s2 ** 1.5));
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { estimate, interval: { low: estimate - half, high: estimate + half, level, method: "delta method, unequal variances" } };
};
