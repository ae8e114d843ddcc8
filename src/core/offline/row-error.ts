import type { Measure } from "../domain/measure.ts";
import { exactStandardError } from "../stats/exact-standard-error.ts";
import type { WholeValue } from "./about-backtest.ts";
import type { DaysOfMetric } from "./day-contributions.ts";

/** Fewer events than this, or fewer rows without one, and limits are exact. */
const rareEvents = 20;

/** How surely rows by themselves tell an estimate. */
export interface RowError {
  readonly standardError: number;
  /** The same as a variance that is smooth in the count, so that days with and without an event have alike. */
  readonly variance: number;
  /** Of all rows pooled, whatever windows weigh: what is left of it per row does not depend on how rows lie in windows. */
  readonly variancePooled: number;
  readonly exact: boolean;
  readonly method: string;
}

/** The standard error from rows (or people) drawn independently: exact for few events, else by the variance of the metric; null where rows cannot tell it. Where windows weigh alike, not less than what windows tell. */
export const rowError = (measure: Measure, { variance, whole }: DaysOfMetric, resampled: WholeValue | undefined): RowError | null => {
  if (resampled !== undefined) return { standardError: resampled.standardError, variance: resampled.standardError ** 2, variancePooled: resampled.standardError ** 2, exact: false, method: resampled.method };
  const rare = ofRareEvents(measure, whole);
  if (rare !== null) return { ...rare, standardError: Math.max(rare.standardError, Math.sqrt(variance ?? 0)), variancePooled: rare.variance, exact: true };
  return variance === null ? null : { standardError: Math.sqrt(variance), variance, variancePooled: whole.variance ?? variance, exact: false, method: methods[measure.shape === "scored" && measure.metric.name === "auc" ? "auc" : measure.shape] };
};

const ofRareEvents = (measure: Measure, { events, exposure }: DaysOfMetric["whole"]): Pick<RowError, "standardError" | "variance" | "method"> | null => {
  if (events === null || exposure === null) return null;
  if (measure.shape === "count" && events < rareEvents) {
    // A rate per second told per day is so many times larger, and so is its error.
    const unit = measure.metric.name === "total" ? 86_400 : 1;
    return { standardError: exactStandardError(events, { exposure: exposure / unit }), variance: ((events + 0.5) * unit * unit) / exposure ** 2, method: "exact (Garwood): upper 97.5 % limit less the estimate, over 1.96" };
  }
  if (measure.shape === "ratio" && Math.min(events, exposure - events) < rareEvents) {
    const share = (events + 0.5) / (exposure + 1);
    return { standardError: exactStandardError(events, { trials: exposure }), variance: (share * (1 - share)) / exposure, method: "exact (Clopper-Pearson): the limit of 97.5 % that lies further away, over 1.96" };
  }
  return null;
};

const methods: Record<Measure["shape"] | "auc", string> = { ratio: "delta method", quantile: "order statistics", scored: "delta method", auc: "DeLong", count: "Poisson", value: "resampling" };
