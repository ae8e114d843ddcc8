import type { Metric, MetricName } from "../domain/metric.ts";

/** What a metric can be, and which words of the manifest mean something for it. */
export interface MetricRule {
  /** The values it can have; null: no end. */
  readonly lowest: number | null;
  readonly highest: number | null;
  /** Without these it says nothing. */
  readonly needs: readonly (keyof Metric)[];
  /** Besides `name` and what it needs. */
  readonly takes: readonly (keyof Metric)[];
}

const rule = (lowest: number | null, highest: number | null, needs: MetricRule["needs"], takes: MetricRule["takes"]): MetricRule => ({ lowest, highest, needs, takes });

const decided = rule(0, 1, [], ["output", "label", "positive", "threshold", "where"]);
const scored = rule(0, 1, [], ["output", "label", "positive", "where"]);
const erring = rule(0, null, [], ["output", "label", "where"]);
const ranked = rule(0, 1, ["group"], ["output", "label", "positive", "k", "where"]);

const rules: Record<MetricName, MetricRule> = {
  accuracy: decided, precision: decided, recall: decided, specificity: decided, f1: decided, "false-positive-rate": decided,
  auc: scored, brier: scored, "log-loss": { ...scored, highest: null },
  mae: erring, mse: erring, rmse: erring, bias: { ...erring, lowest: null },
  ndcg: ranked, "reciprocal-rank": ranked, "precision-at-k": ranked, "hit-rate": ranked,
  "calibration-error": scored, "calibration-in-the-large": { ...scored, lowest: null, highest: null },
  rate: rule(0, 1, [], ["column", "equals", "where"]), mean: rule(null, null, [], ["column", "where"]), "missing-rate": rule(0, 1, [], ["column", "where"]),
  "latency-mean": rule(0, null, [], ["column", "where"]), "latency-quantile": rule(0, null, [], ["column", "quantile", "where"]),
  throughput: rule(0, null, [], ["where"]), "error-rate": rule(0, 1, [], ["where"]),
  total: rule(null, null, [], ["column", "where"]),
  ratio: rule(null, null, ["numerator"], ["denominator", "label", "group", "where"]), sql: rule(null, null, ["sql"], ["where"]), prometheus: rule(null, null, ["query"], ["total"]),
};

export const ruleOf = (name: MetricName): MetricRule => rules[name];

/** Metrics that no label can ever be part of. A rate or a sum may be one of what came true. */
export const neverWaits = (name: MetricName): boolean => ["missing-rate", "latency-mean", "latency-quantile", "throughput", "error-rate", "prometheus"].includes(name);

/** Metrics for which a score has to be cut into decisions. */
export const countsDecisions = (name: MetricName): boolean => rules[name] === decided;

/** Metrics that look at the first so many of a group. */
export const looksAtFirst = (name: MetricName): boolean => rules[name] === ranked;
