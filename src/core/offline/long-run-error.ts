import type { SeriesPlan } from "../domain/measure.ts";
import { autoregressiveVariance } from "../stats/autoregressive-variance.ts";
import { cosineVariance, fewCosines, fewestForCosines } from "../stats/cosine-variance.ts";
import { chiSquareQuantile, tQuantile } from "../stats/distributions.ts";
import { lagOneCorrelation } from "../stats/lag-one-correlation.ts";
import { countOf } from "../wording/count-of.ts";
import { shortNumber } from "../wording/short-number.ts";
import type { RowError } from "./row-error.ts";

/** The standard error of a long-run mean, and how it was made. */
export interface LongRunError {
  readonly standardError: number;
  readonly degrees: number | null;
  readonly method: string;
}

/** Independent events make days vary so many times more than exact limits say once in a thousand sources of 56 days. */
const clumped = 2;

/** Weeks are few and hang together little: their own spread is taken, from this many on. */
const fewestWeeks = 4;

/** Days that vary no more than rows alone make seven of ten sources, and whose neighbours are correlated by less than one standard error, are taken for independent rows. */
const ordinary = 0.7;

/**
 * What rows tell where days show nothing beyond them; else the larger of what rows tell and what days tell (by the width of a 95 % interval), since rows of a day share the day. (The larger always would cover 97 to 98 % of
 * independent rows.) Days: contributions with the season removed, by the cosine long-run variance, from 14 on, or that of an AR(1) where it is larger and they hang together strongly; weeks, where nothing finer was kept, by their own
 * variance from 4 on. Of 2 to 13 days the one or two slowest cosines are taken, with a t of as many degrees: very wide, but what rows of so few days say by themselves is not wide enough (measured: 52 to 97 % at 10 days). Exact limits of rare events stand by themselves, unless days vary twice as much: then events come in clumps (an outage), and days are what counts. `lost`: degrees that the mean, or a season, took from the
 * residuals. Null where neither rows nor days can tell.
 */
export const longRunError = (rows: RowError | null, residuals: readonly number[], unit: SeriesPlan["window"], timed: boolean, lost = 1): LongRunError | null => {
  const days = unit === "week" ? ofWeeks(residuals) : ofDays(residuals, rows, lost);
  if (rows?.exact === true) {
    return days !== null && days.standardError > clumped * rows.standardError ? { ...days, method: `${days.method}: few events, but they come in clumps` } : { standardError: rows.standardError, degrees: null, method: rows.method };
  }
  if (rows === null) return days;
  if (days === null) {
    const needed = unit === "week" ? `${countOf(residuals.length, "week")}, ${fewestWeeks} are needed` : "2 days that can be told apart are needed";
    return { standardError: rows.standardError, degrees: null, method: `${rows.method} over rows; ${timed ? `how days differ is not in it (${needed})` : "without times how days differ cannot be told"}` };
  }
  if (unit !== "week" && likeRows(residuals, rows.variance * residuals.length, lost)) return { standardError: rows.standardError, degrees: null, method: `${rows.method} over rows (${countOf(residuals.length, "day")} differ no more than rows make them)` };
  return width({ ...rows, degrees: null }) > width(days) ? { standardError: rows.standardError, degrees: null, method: `${rows.method} over rows (wider than the ${days.method})` } : days;
};

const likeRows = (residuals: readonly number[], sampling: number, lost: number): boolean => {
  const T = residuals.length;
  const correlation = lagOneCorrelation(residuals);
  if (correlation === null || correlation > 1 / Math.sqrt(T)) return false;
  const mean = residuals.reduce((sum, value) => sum + value, 0) / T;
  return residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) <= sampling * chiSquareQuantile(ordinary, T - lost);
};

const ofDays = (residuals: readonly number[], rows: RowError | null, lost: number): LongRunError | null => {
  const waves = residuals.length >= fewestForCosines ? cosineVariance(residuals) : rows === null || rows.exact ? null : fewCosines(residuals);
  if (waves === null) return null;
  const days = countOf(residuals.length, "day");
  // Of few events two on neighbouring days would look like dependence.
  const strong = rows?.exact === true ? null : autoregressiveVariance(residuals, (rows?.variance ?? 0) * residuals.length, lost);
  if (strong !== null && width(strong) > width(waves)) return { standardError: strong.standardError, degrees: strong.degrees, method: `AR(1) variance of ${days} that hang together strongly (${shortNumber(strong.correlation)})` };
  return { standardError: waves.standardError, degrees: waves.degrees, method: `cosine long-run variance of ${days}` };
};

/** Half of a 95 % interval. */
const width = ({ standardError, degrees }: { readonly standardError: number; readonly degrees: number | null }): number => tQuantile(0.975, degrees ?? Infinity) * standardError;

const ofWeeks = (residuals: readonly number[]): LongRunError | null => {
  const T = residuals.length;
  if (T < fewestWeeks) return null;
  const mean = residuals.reduce((sum, value) => sum + value, 0) / T;
  return { standardError: Math.sqrt(residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (T - 1) / T), degrees: T - 1, method: `spread of ${countOf(T, "week")}` };
};
