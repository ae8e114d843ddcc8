import type { CellMetric } from "../../../core/stats/cell-metric.ts";

/** What confidence cannot tell: that decisions are wrong more often than right. */
export const sureOf = (metric: CellMetric, value: number): string[] =>
  metric === "accuracy" && value < 0.5 ? ["an accuracy below one half cannot be told from confidence: no score says of its own decision that it is more likely wrong than right"] : [];
