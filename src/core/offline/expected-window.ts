import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { betaBinomialQuantile } from "../stats/beta-binomial.ts";
import { tQuantile } from "../stats/distributions.ts";
import { gammaPoissonQuantile } from "../stats/gamma-poisson.ts";
import { requireOpenUnit } from "../stats/preconditions.ts";
import { daysVariance } from "./days-variance.ts";

/** A window of production as it is asked about. */
export interface WindowAsked {
  /** Usable units of the window: `n` of its `metricValue`, rows or groups of rows as offline counted them. */
  readonly rows: number;
  /** 0 Monday … 6 Sunday; null for a window of whole weeks. */
  readonly dayOfWeek: number | null;
  /** 0 … 23 for windows of an hour; null for longer ones. */
  readonly hourOfDay: number | null;
  /** Local days in the window; left out: 7 where `dayOfWeek` is null, else 1. */
  readonly days?: number;
  /** Of counts (throughput, totals): how long the window is; its events are then those that offline would have in it, not those that came. */
  readonly seconds?: number;
  /** Between which values the metric can lie (`metricRange`); left out: anywhere. */
  readonly range?: { readonly low: number | null; readonly high: number | null };
}

/** Fewer expected events than this, and a share's distribution is not told by its variance. */
const fewEvents = 20;

/** A chance known as if from so many trials is as good as known; of more, logarithms of factorials have too few digits. */
const asGoodAsKnown = 1e8;

/** Clopper and Pearson's limit of 0 of n is 3.69 / n; over 1.96 it is the standard error that an estimate without events bears. */
const errorOfNone = 3.69 / 1.96;

/**
 * Where a window of production lies with probability `level` if production is as offline was: a predictive interval. Mean: the estimate and what the season adds. Variance: that of the estimate, of day levels
 * (dependence inside, for windows of several days), of `rows` rows, and of a season that was learned from few weeks. Student's t with Satterthwaite's degrees. Shares stay inside [0, 1]: on the logit scale, or where fewer
 * than 20 events are expected by the beta-binomial law of as many trials as would vary like that; rare counts by the gamma-Poisson law. `low` and `high` are null where nothing is known of how rows vary (draws, folds without rows) or how days do (a backtest of fewer than 7): such a window has no expected range.
 */
export const expectedWindow = (offline: OfflineEstimate, asked: WindowAsked, level: number): { mean: number; low: number | null; high: number | null } => {
  requireOpenUnit("level", level);
  const { dayOfWeek, hourOfDay } = offline.season;
  const [onDay, atHour] = [asked.dayOfWeek === null ? null : dayOfWeek?.[asked.dayOfWeek] ?? null, asked.hourOfDay === null ? null : hourOfDay?.[asked.hourOfDay] ?? null];
  const range = asked.range ?? { low: null, high: null };
  const mean = within(range, offline.estimate + (onDay ?? 0) + (atHour ?? 0));
  const rows = asked.seconds === undefined || offline.days === 0 ? asked.rows : (Math.max(offline.n, 0.5) * asked.seconds) / (offline.days * 86_400);
  const ofRows = offline.varianceOfARow === null ? (offline.betweenDays === null ? null : 0) : offline.varianceOfARow / rows;
  // A backtest of too few days to tell how they differ: a range of rows alone would be too narrow.
  const unknownDays = offline.kind === "backtest" && offline.days > 0 && offline.betweenDays === null;
  if (ofRows === null || unknownDays || !(rows > 0)) return { mean, low: null, high: null };
  const ofDays = daysVariance(offline, asked.days ?? (asked.dayOfWeek === null ? 7 : 1));
  // The mean of a weekday seen in c weeks is itself off by a c-th of what single days vary.
  const rowsOfADay = offline.days > 0 ? offline.n / offline.days : 0;
  const ofSeason = onDay === null || offline.days === 0 ? 0 : (((offline.betweenDays ?? 0) ** 2 + (rowsOfADay > 0 ? (offline.varianceOfARow ?? 0) / rowsOfADay : 0)) * 7) / offline.days;
  const known = offline.standardError ** 2 + ofDays + ofSeason;
  const variance = known + ofRows;
  if (range.low === 0 && range.high === 1) {
    const few = betaBinomialRange(mean, offline, known, ofRows, level);
    if (few !== null) return { mean, ...few };
  }
  if (asked.seconds !== undefined && rows < fewEvents && offline.estimate > 0) {
    const at = (q: number): number => (gammaPoissonQuantile(q, rows, known > 0 ? mean ** 2 / known : Infinity) * mean) / rows;
    return { mean, low: at((1 - level) / 2), high: at((1 + level) / 2) };
  }
  const degrees = variance ** 2 / (offline.standardError ** 4 / (offline.degrees ?? Infinity) + (ofDays + ofSeason) ** 2 / Math.max(1, offline.days - 1));
  const half = variance === 0 ? 0 : tQuantile((1 + level) / 2, degrees > 0 ? degrees : Infinity) * Math.sqrt(variance);
  if (range.low === 0 && range.high === 1 && mean > 0 && mean < 1) {
    const logit = Math.log(mean / (1 - mean));
    const wide = half / (mean * (1 - mean));
    return { mean, low: 1 / (1 + Math.exp(wide - logit)), high: 1 / (1 + Math.exp(-wide - logit)) };
  }
  return { mean, low: within(range, mean - half), high: within(range, mean + half) };
};

/** Limits by the beta-binomial law where few events, or few others, are expected; null where there are enough. */
const betaBinomialRange = (mean: number, offline: OfflineEstimate, known: number, ofRows: number, level: number): { low: number; high: number } | null => {
  if (mean > 0.5) {
    const mirrored = betaBinomialRange(1 - mean, offline, known, ofRows, level);
    return mirrored === null ? null : { low: 1 - mirrored.high, high: 1 - mirrored.low };
  }
  // Without an event the chance is as after half an event (Jeffreys) in as many trials as the standard error tells of.
  const none = mean === 0 && offline.standardError > 0 ? 0.5 / (errorOfNone / offline.standardError + 1) : null;
  const p = none ?? mean;
  if (!(p > 0) || !(ofRows > 0)) return null;
  const trials = Math.max(1, Math.round((p * (1 - p)) / ofRows));
  if (trials * p >= fewEvents) return null;
  const size = none === null ? Math.min(asGoodAsKnown, Math.max(1e-6, known > 0 ? (p * (1 - p)) / known - 1 : Infinity)) : errorOfNone / offline.standardError + 1;
  const at = (q: number): number => betaBinomialQuantile(q, trials, p * size, (1 - p) * size) / trials;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
};

const within = ({ low, high }: NonNullable<WindowAsked["range"]>, value: number): number => Math.min(high ?? Infinity, Math.max(low ?? -Infinity, value));
