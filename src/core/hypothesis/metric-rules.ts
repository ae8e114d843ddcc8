import type { Metric, MetricName } from "../domain/metric.ts";

/** Which words of the manifest mean something for a metric. */
export interface MetricRule {
  /** Without these it says nothing. */
  readonly needs: readonly (keyof Metric)[];
  /** Besides `name` and what it needs. */
  readonly takes: readonly (keyof Metric)[];
}

const rule = (needs: MetricRule["needs"], takes: MetricRule["takes"]): MetricRule => ({ needs, takes });

const decided = rule([], ["output", "label", "positive", "threshold", "where"]);
const scored = rule([], ["output", "label", "positive", "where"]);
const erring = rule([], ["output", "label", "where"]);
const ranked = rule(["group"], ["output", "label", "positive", "k", "where"]);

const rules: Record<MetricName, MetricRule> = {
  accuracy: decided, precision: decided, recall: decided, specificity: decided, f1: decided, "false-positive-rate": decided,
  auc: scored, brier: scored, "log-loss": scored,
  mae: erring, mse: erring, rmse: erring, bias: erring,
  ndcg: ranked, "reciprocal-rank": ranked, "precision-at-k": ranked, "hit-rate": ranked,
  "calibration-error": scored, "calibration-in-the-large": scored,
  rate: rule([], ["column", "equals", "where"]), mean: rule([], ["column", "where"]), "missing-rate": rule([], ["column", "where"]),
  "latency-mean": rule([], ["column", "where"]), "latency-quantile": rule([], ["column", "quantile", "where"]),
  throughput: rule([], ["where"]), "error-rate": rule([], ["where"]),
  total: rule([], ["column", "where"]),
  ratio: rule(["numerator"], ["denominator", "label", "group", "where"]), sql: rule(["sql"], ["where"]), prometheus: rule(["query"], ["total"]),
};

export const ruleOf = (name: MetricName): MetricRule => rules[name];

/** Metrics that no label can ever be part of. A rate or a sum may be one of what came true. */
export const neverWaits = (name: MetricName): boolean => ["missing-rate", "latency-mean", "latency-quantile", "throughput", "error-rate", "prometheus"].includes(name);

/** Metrics for which a score has to be cut into decisions. */
export const countsDecisions = (name: MetricName): boolean => rules[name] === decided;

/** Metrics that look at the first so many of a group. */
export const looksAtFirst = (name: MetricName): boolean => rules[name] === ranked;
