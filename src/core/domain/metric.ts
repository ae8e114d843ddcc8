import { z } from "zod";

const Text = z.string().min(1);

/**
 * What can be claimed of production. Classification, regression, ranking, calibration, rates, latency, throughput, errors, business outcomes, and whatever SQL says
 * over the prediction relation or Prometheus says over time.
 */
export const metricNames = [
  "accuracy", "precision", "recall", "specificity", "f1", "false-positive-rate", "auc", "brier", "log-loss",
  "mae", "mse", "rmse", "bias",
  "ndcg", "reciprocal-rank", "precision-at-k", "hit-rate",
  "calibration-error", "calibration-in-the-large",
  "rate", "mean", "missing-rate",
  "latency-mean", "latency-quantile", "throughput", "error-rate",
  "total",
  "ratio", "sql", "prometheus",
] as const;
export const MetricName = z.enum(metricNames);
export type MetricName = z.infer<typeof MetricName>;

/**
 * A metric with all it needs. Columns are named as people name them in the prediction relation; what is left out is found by its role (the only score, the only label …)
 * and refused where there are several.
 */
export const Metric = z.strictObject({
  name: MetricName,
  output: Text.optional().describe("the score or decision that is judged"),
  label: Text.optional().describe("what came true"),
  positive: z.union([Text, z.number(), z.boolean()]).optional().describe("the label's value that counts as positive (1)"),
  threshold: z.number().optional().describe("from which a score decides for positive; needed where the output is a score and the metric counts decisions"),
  column: Text.optional().describe("rate, mean, missing-rate, total: of which column"),
  equals: z.union([Text, z.number(), z.boolean()]).optional().describe("rate: the value that counts; true when left out"),
  quantile: z.number().gt(0).lt(1).optional().describe("latency-quantile: which (0.99)"),
  group: Text.optional().describe("ranking: the column that says which rows were ranked together; ratio: rows that belong together (a person, a session)"),
  k: z.number().int().min(1).optional().describe("ranking: how far down one looks (10)"),
  numerator: Text.optional().describe("ratio: SQL over the columns of the relation, summed"),
  denominator: Text.optional().describe("ratio: SQL over the columns of the relation, summed; 1 when left out"),
  sql: Text.optional().describe("sql: an aggregate over the columns of the relation, as sum(amount * approved) / sum(approved)"),
  query: Text.optional().describe("prometheus: an expression that gives one series"),
  total: Text.optional().describe("prometheus: an expression for the denominator, where the query is the numerator of a share"),
  where: Text.optional().describe("SQL: only rows of which this is true"),
});
export type Metric = z.infer<typeof Metric>;

/** Whether more of it is better; null where people must say which way is bad. */
export const betterOf = (name: MetricName): "higher" | "lower" | null => directions[name] ?? null;

const directions: Partial<Record<MetricName, "higher" | "lower">> = {
  accuracy: "higher", precision: "higher", recall: "higher", specificity: "higher", f1: "higher", auc: "higher", "false-positive-rate": "lower", brier: "lower", "log-loss": "lower",
  mae: "lower", mse: "lower", rmse: "lower", ndcg: "higher", "reciprocal-rank": "higher", "precision-at-k": "higher", "hit-rate": "higher", "calibration-error": "lower",
  "missing-rate": "lower", "latency-mean": "lower", "latency-quantile": "lower", throughput: "higher", "error-rate": "lower",
};

/** Whether the metric waits for what came true. */
export const needsLabel = (name: MetricName): boolean => labelled.has(name);

const labelled = new Set<MetricName>(["accuracy", "precision", "recall", "specificity", "f1", "false-positive-rate", "auc", "brier", "log-loss", "mae", "mse", "rmse", "bias", "ndcg", "reciprocal-rank", "precision-at-k", "hit-rate", "calibration-error", "calibration-in-the-large"]);
