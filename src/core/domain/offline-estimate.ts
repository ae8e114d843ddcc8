import { z } from "zod";

/** What is known offline of one population (all, or a segment): a mean with its standard error, and how single days lie about it. */
const OfflineCore = z.object({
  n: z.number().int().nonnegative(),
  estimate: z.number(),
  /** Of the long-run mean, dependence of days included. */
  standardError: z.number().nonnegative(),
  /** Degrees of freedom of the standard error (Student's t); null for as good as normal. */
  degrees: z.number().positive().nullable(),
});

/** What backtest, hold-out or simulation predicts for a metric: a distribution, not a point. */
export const OfflineEstimate = OfflineCore.extend({
  kind: z.enum(["backtest", "folds", "simulation", "number"]),
  source: z.string(),
  /** sha256 of the source, hex; null for what was written into the manifest. */
  digest: z.string().nullable(),
  /** How the standard error was made: delta method, order statistics, Poisson bootstrap, cosine long-run variance of days … */
  method: z.string(),
  /** Local days with data; 0 where the source has no time. */
  days: z.number().int().nonnegative(),
  firstDay: z.string().nullable(),
  lastDay: z.string().nullable(),
  timeZone: z.string().nullable(),
  /** Sampling variance of one row's worth: a window of n rows has about this over n. Null where it cannot be told. */
  varianceOfARow: z.number().nonnegative().nullable(),
  /** Standard deviation of true day levels about the season, beyond what rows of a day explain; null with fewer than 7 days (4 weeks). */
  betweenDays: z.number().nonnegative().nullable(),
  /** Lag-1 correlation of days with the season removed; null with fewer than 28 days. */
  autocorrelation: z.number().nullable(),
  /** What Monday … Sunday and hours 0 … 23 add to the mean (sum to zero); null where fewer than eight cycles were seen. */
  season: z.object({ dayOfWeek: z.array(z.number()).length(7).nullable(), hourOfDay: z.array(z.number()).length(24).nullable() }),
  /** The days themselves, for calibrating alarms and drawing. `value` null where the day had too little. */
  daily: z.array(z.object({ day: z.string(), value: z.number().nullable(), n: z.number().int().nonnegative() })),
  /** What rows of days scatter about the means of their days (squares, in the square of what is summed): added up over days, and the squares of that. Left out where what is counted is 0 or 1, without times, and in documents before there was one. */
  scatter: z.object({ sum: z.number().nonnegative(), squares: z.number().nonnegative() }).exactOptional(),
  bySegment: z.array(OfflineCore.extend({ segment: z.object({ column: z.string(), value: z.string() }), share: z.number() })),
  /** Why it should not be trusted any longer (a source or transformation that changed, an age); null while nothing speaks against it. */
  stale: z.string().nullable(),
});
export type OfflineEstimate = z.infer<typeof OfflineEstimate>;
