import type { Measure } from "../../../core/domain/measure.ts";
import type { Metric } from "../../../core/domain/metric.ts";
import { type CellMetric, cellMetrics } from "../../../core/stats/cell-metric.ts";

/** The metric as cells of scores know it; null where they cannot tell it. */
export const cellMetricOf = (metric: Metric, scored: Measure): CellMetric | null => {
  if (metric.name === "rate") return metric.column !== undefined && metric.column === scored.metric.label && metric.equals === scored.metric.positive ? "positive-rate" : null;
  return cellMetrics.find((name) => name === metric.name) ?? null;
};
