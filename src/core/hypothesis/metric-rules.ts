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

const decided = rule(0, 1, [], ["output", "label", "positive", "threshold", "group", "where"]);
const scored = rule(0, 1, [], ["output", "label", "positive", "group", "where"]);
const erring = rule(0, null, [], ["output", "label", "group", "where"]);
const ranked = rule(0, 1, ["group"], ["output", "label", "positive", "threshold", "k", "where"]);

const rules: Record<MetricName, MetricRule> = {
  accuracy: decided, precision: decided, recall: decided, specificity: decided, f1: decided, "false-positive-rate": decided,
  auc: scored, brier: scored, "log-loss": { ...scored, highest: null },
  mae: erring, mse: erring, rmse: erring, bias: { ...erring, lowest: null },
  ndcg: ranked, "reciprocal-rank": ranked, "precision-at-k": ranked, "hit-rate": ranked,
  "calibration-error": scored, "calibration-in-the-large": { ...scored, lowest: null, highest: null },
  rate: rule(0, 1, ["column"], ["equals", "group", "where"]), mean: rule(null, null, ["column"], ["group", "where"]), "missing-rate": rule(0, 1, ["column"], ["group", "where"]),
  "latency-mean": rule(0, null, [], ["group", "where"]), "latency-quantile": rule(0, null, [], ["quantile", "where"]),
  throughput: rule(0, null, [], ["where"]), "error-rate": rule(0, 1, [], ["group", "where"]),
  total: rule(null, null, [], ["column", "where"]),
  ratio: rule(null, null, ["numerator"], ["denominator", "group", "where"]), sql: rule(null, null, ["sql"], ["where"]), prometheus: rule(null, null, ["query"], ["total"]),
};

export const ruleOf = (name: MetricName): MetricRule => rules[name];

/** Metrics for which a score has to be cut into decisions. */
export const countsDecisions = (name: MetricName): boolean => rules[name] === decided;

/** Metrics that look at the first so many of a group. */
export const looksAtFirst = (name: MetricName): boolean => rules[name] === ranked;
