import type { ReliabilityCurve } from "../../../core/domain/reliability-curve.ts";
import type { MetricComparison } from "../../../core/domain/run.ts";

/** A metric that could not be computed, and why. */
export interface SkippedMetric {
  readonly metric: string;
  readonly output: string;
  readonly why: string;
}

/** What was found about some outputs; parts add up. */
export interface MetricsPart {
  readonly metrics: MetricComparison[];
  readonly reliability: ReliabilityCurve[];
  readonly skipped: SkippedMetric[];
}

/** Fewer labelled rows than this give no metric: half of an accuracy's 95 % interval is then still wider than 15 points. */
export const fewestLabelled = 30;

/** Fewer rows of either class than this give no ranking metric: each row of it then moves AUC by up to a tenth. */
export const fewestPerClass = 10;
