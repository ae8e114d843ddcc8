import type { Measure } from "../../../core/domain/measure.ts";
import type { Metric } from "../../../core/domain/metric.ts";
import { type CellMetric, cellMetrics } from "../../../core/stats/cell-metric.ts";

/** The metric as cells of scores know it; null where they cannot tell it: another metric, or decisions that nobody recorded. */
export const cellMetricOf = (metric: Metric, scored: Measure): CellMetric | null => {
  if (metric.name === "rate") return metric.column !== undefined && metric.column === scored.metric.label && metric.equals === scored.metric.positive ? "positive-rate" : null;
  const known = cellMetrics.find((name) => name === metric.name) ?? null;
  if (known === null || !decides(known)) return known;
  return scored.sql["decision"] === undefined ? null : known;
};

/** Whether it is told of decisions; the others need scores alone. */
export const decides = (metric: CellMetric): boolean => metric !== "auc" && metric !== "brier" && metric !== "positive-rate";
