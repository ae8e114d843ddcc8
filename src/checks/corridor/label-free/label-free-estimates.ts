import type { Measure, SeriesPlan, WindowStatistic } from "../../../core/domain/measure.ts";
import type { Metric } from "../../../core/domain/metric.ts";
import type { LabelFreeEstimate, LabelMaturity } from "../../../core/domain/validation.ts";

export interface LabelFreeInput {
  /** The metric of the hypothesis. */
  readonly metric: Metric;
  /** The measure of shape `scored` for the same score, label and decision; its statistics are the ones below. */
  readonly scored: Measure;
  /** All of the backtest, of one population (all rows, or one segment). */
  readonly offline: readonly WindowStatistic[];
  /** Production's windows whose labels are still coming, by day of arrival, of the same population. */
  readonly production: readonly WindowStatistic[];
  /** Production's mature windows by day of arrival: how fast positives and negatives each come in. Without them both are taken to come at one pace. */
  readonly mature?: readonly WindowStatistic[];
  readonly maturity: LabelMaturity | null;
  readonly plan: Pick<SeriesPlan, "window" | "timeZone">;
  /** Milliseconds. */
  readonly asOf: number;
  /** `corridorSettings.leastLabelShare`. */
  readonly leastShare: number;
}

/** What can be said of production before its labels came, by every method that applies. Empty where the metric or the data allow none. */
export const labelFreeEstimates = (_input: LabelFreeInput): LabelFreeEstimate[] => [];
