import { z } from "zod";
import { Metric } from "./metric.ts";

/**
 * What is counted per window so that a metric can be told, with its sampling variance, of any set of windows. All shapes but `value` add.
 *
 * - `ratio`: sum of m over sum of d, over rows, or over groups where rows belong together. Nearly every metric is one: precision is (positive and right) over positive,
 *   F1 is 2 TP over 2 TP + FP + FN, RMSE is the root of one.
 * - `quantile`: a logarithmic histogram.
 * - `scored`: score against label in bins frozen from the offline data: AUC, calibration, and what can be told without labels.
 * - `count`: events of a window and how long it was: throughput, totals.
 * - `value`: a number that does not add, as SQL aggregates and Prometheus give; its uncertainty is told from how windows differ.
 */
export const MeasureShape = z.enum(["ratio", "quantile", "scored", "count", "value"]);
export type MeasureShape = z.infer<typeof MeasureShape>;

/** One metric's counting, resolved against columns that exist. Equal measures are counted once, whoever asks. */
export const Measure = z.object({
  /** Short digest of all below: equal counting has an equal id. */
  id: z.string(),
  shape: MeasureShape,
  metric: Metric,
  /** SQL per row over the relation's columns, by what the shape needs: `m`, `d`; `x`; `score`, `label`, `decision`; `group`; `where`; `aggregate`. */
  sql: z.record(z.string(), z.string()),
  /** Whether a row counts only once its label has come. */
  labelled: z.boolean(),
  /** Scored: ascending upper edges of all bins but the last. Null for other shapes. */
  edges: z.array(z.number()).nullable(),
});
export type Measure = z.infer<typeof Measure>;

/** How a source is cut: by what windows, in which zone, and by which columns. Frozen; series of one plan add. */
export const SeriesPlan = z.object({
  schemaVersion: z.literal(1),
  /** The finest window that is kept. */
  window: z.enum(["hour", "day", "week"]),
  /** IANA zone in which days and weeks begin. */
  timeZone: z.string(),
  measures: z.array(Measure),
  /** Columns that cut the population, one at a time, each with its frozen values. */
  segments: z.array(z.object({ column: z.string(), values: z.array(z.string()) })),
  /** SQL over the relation's columns: rows of which it is not true are not of this population. */
  where: z.string().nullable(),
});
export type SeriesPlan = z.infer<typeof SeriesPlan>;

/**
 * One measure in one window, segment and day of arrival; the unit of all that is judged. Additive over parts, windows and arrivals where the shape is.
 * No row survives in it.
 */
export const WindowStatistic = z.object({
  measure: z.string(),
  /** Null for all rows. */
  segment: z.object({ column: z.string(), value: z.string() }).nullable(),
  /**
   * Hour: hours since 1970-01-01T00Z (so that no hour of a clock change is lost or counted twice). Day and week: the local date's day since 1970-01-01 in the plan's zone;
   * a week is named by its Monday.
   */
  window: z.number().int(),
  /** The local day since 1970-01-01 on which the labels of these rows came; null for rows without a label, and where nobody knows when. */
  arrived: z.number().int().nullable(),
  /** Rows of the population. Where the measure waits for labels, rows without one are counted in a statistic of their own with `labelled` 0. */
  rows: z.number().int().nonnegative(),
  labelled: z.number().int().nonnegative(),
  /**
   * Ratio: units, sum m, sum d, sum m^2, sum d^2, sum m d, over units (rows or groups). Count: sum of amounts, seconds, sum of squared amounts (an event is 1). Value: value, weight (rows).
   * Quantile and scored: empty.
   */
  sums: z.array(z.number()),
  /**
   * Quantile: [code, count] as the log-histograms of profiles code their bins. Scored: [bin, n, sum p, sum p^2, labelled, positives, sum p over labelled, decided positive, right,
   * sum p over decided positive, labelled and decided positive, positives and decided positive, sum p over positives, sum p^2 over labelled]. `decided positive` and its sum p are of all n rows,
   * `right` of labelled ones; where nothing was decided they are 0. A row may end after `right`: what follows is derived then (core/labels/score-cells), exactly where a statistic's rows are
   * all labelled, or none is. Else empty.
   */
  bins: z.array(z.array(z.number())),
});
export type WindowStatistic = z.infer<typeof WindowStatistic>;

/** What one source, counted whole, gave under a plan. */
export const Series = z.object({
  plan: SeriesPlan,
  planDigest: z.string(),
  statistics: z.array(WindowStatistic),
  /** Records read, rows that came out, and why others did not. */
  rows: z.number().int().nonnegative(),
  /** Rows that bear no time, and are in no window. */
  untimed: z.number().int().nonnegative(),
  firstTs: z.string().nullable(),
  lastTs: z.string().nullable(),
  /** Labels of predictions that are not in the log, and labels that came before their prediction. */
  orphans: z.number().int().nonnegative(),
  early: z.number().int().nonnegative(),
});
export type Series = z.infer<typeof Series>;
