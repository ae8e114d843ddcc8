import type { Measure } from "../domain/measure.ts";
import type { MetricName } from "../domain/metric.ts";

/** Ratios whose numerator and denominator are 0 or 1 in every row, the numerator 1 only where the denominator is. */
const countedOneByOne = new Set<MetricName>(["accuracy", "precision", "recall", "specificity", "false-positive-rate", "rate", "missing-rate", "error-rate"]);

/** Whether m and d of a measure are 0 or 1 by the metric's definition, so that squares and products need no sums of their own and counts have exact methods. */
export const countsEvents = ({ metric, sql }: Pick<Measure, "metric" | "sql">): boolean => countedOneByOne.has(metric.name) && sql["group"] === undefined;
