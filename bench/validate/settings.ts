import type { Metric } from "../../src/core/domain/metric.ts";

/** What either side may hold in memory. */
export const memoryBytes = 0.6 * 2 ** 30;

export const timeZone = "Europe/Vienna";
export const regions = 20;

/** One of every shape that adds, most of them ratios, as people's claims are. */
export const metrics: readonly Metric[] = [
  { name: "accuracy", output: "approved" }, { name: "precision", output: "approved" }, { name: "brier" }, { name: "auc" }, { name: "calibration-in-the-large" },
  { name: "rate", column: "approved" }, { name: "mean", column: "amount" }, { name: "ratio", numerator: "amount * approved::INT", denominator: "amount" },
  { name: "latency-quantile", quantile: 0.95 }, { name: "throughput" },
];

/** The columns that counting needs, and the least that anybody could do with them. */
export const bareSum = "sum(epoch_us(ts)), sum(score), sum(approved::INT), sum(length(region)), sum(label), sum(epoch_us(label_ts)), sum(amount), sum(latency_ms)";
