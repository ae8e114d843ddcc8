import { chiSquareQuantile } from "./distributions.ts";
import { lagOneCorrelation } from "./lag-one-correlation.ts";

/** What a first-order autoregression says of the mean of a series. */
export interface AutoregressiveVariance {
  readonly longRun: number;
  readonly degrees: number;
  /** Of the mean: the root of longRun / T. */
  readonly standardError: number;
  readonly correlation: number;
}

/** Below this the cosines cover as they should, and nothing need be assumed. */
const strong = 0.5;

/** T values that hang together more than this are not taken for fewer than a nineteenth of T. */
const strongest = 0.9;

/** Values that vary no more than errors alone would once in a hundred series have no levels that errors could hide: what is left of their variance is then chance, and to divide by it would make any correlation strong. */
const byErrorsAlone = 0.99;

/** Where fewer would be left: t of 1 or 2 has limits that say nothing. */
const fewestDegrees = 3;

/**
 * Long-run variance of a series whose neighbours hang together strongly, as of an AR(1) of levels seen with independent errors of variance `sampling`: (s^2 - sampling) (1 + rho) / (1 - rho) + sampling. rho is the bias-corrected lag-1 correlation times
 * s^2 / (s^2 - sampling), since errors hide a part of it, where s^2 is clearly above `sampling`; t has as many degrees as independent values would say as much, less one. `lost`: degrees that the values' mean, or means of a season, took from s^2. For such series the cosines reach over too few waves. Null below 28 values, where the seen correlation is not clearly
 * above 0 (2 / sqrt(T)), and for rho up to 0.5, where `cosineVariance` needs no model.
 * Errors: measured coverage of a nominal 95 % of the mean, the wider of both: 93 to 95 % for an AR(1) of 0.8, 90 to 94 % of 0.9 (T = 28 to 180, without errors); by cosines alone 89 to 92 % and 80 to 85 %.
 * Source: Priestley, Spectral Analysis and Time Series (1981), 5.3.2, for the mean's variance.
 */
export const autoregressiveVariance = (values: readonly number[], sampling = 0, lost = 1): AutoregressiveVariance | null => {
  const T = values.length;
  const seen = lagOneCorrelation(values);
  if (seen === null || seen < 2 / Math.sqrt(T)) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / T;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (T - 1);
  const differ = variance * (T - 1) > sampling * chiSquareQuantile(byErrorsAlone, T - lost);
  // What hangs together is at least the part that neighbours share.
  const levels = differ ? Math.max(variance - sampling, seen * variance) : variance;
  const correlation = Math.min(strongest, (seen * variance) / levels);
  if (correlation <= strong) return null;
  const longRun = levels * ((1 + correlation) / (1 - correlation)) + variance - levels;
  return { longRun, degrees: Math.max(fewestDegrees, (T * variance) / longRun - 1), standardError: Math.sqrt(longRun / T), correlation };
};
