import type { MetricName } from "../domain/metric.ts";

/** Between which values a metric can lie at all; null: no end on that side. Where people wrote SQL nobody knows. */
export const metricRange = (name: MetricName): { readonly low: number | null; readonly high: number | null } =>
  shares.has(name) ? { low: 0, high: 1 } : positive.has(name) ? { low: 0, high: null } : { low: null, high: null };

const shares = new Set<MetricName>(["accuracy", "precision", "recall", "specificity", "f1", "false-positive-rate", "auc", "brier", "ndcg", "reciprocal-rank", "precision-at-k", "hit-rate", "calibration-error", "rate", "missing-rate", "error-rate"]);
const positive = new Set<MetricName>(["log-loss", "mae", "mse", "rmse", "latency-mean", "latency-quantile", "throughput"]);
