import type { Metric, MetricName } from "../domain/metric.ts";

/** A metric as people say it, and what its values count: `precision of approved`, `share`; `p99 of latency`, `ms`. */
export const metricWords = (metric: Metric): { readonly words: string; readonly unit: string } => {
  const { words, unit } = said[metric.name](metric);
  return { words: metric.where === undefined ? words : `${words} where ${metric.where}`, unit };
};

const of = (word: string) => ({ output }: Metric): { words: string; unit: string } => ({ words: output === undefined ? word : `${word} of ${output}`, unit: "share" });
const inUnits = (word: string, unit: string) => ({ output }: Metric): { words: string; unit: string } => ({ words: output === undefined ? word : `${word} of ${output}`, unit });
const atK = (word: string) => ({ k = 10 }: Metric): { words: string; unit: string } => ({ words: `${word}@${k}`, unit: "score" });

const said: Readonly<Record<MetricName, (metric: Metric) => { words: string; unit: string }>> = {
  accuracy: of("accuracy"), precision: of("precision"), recall: of("recall"), specificity: of("specificity"), f1: inUnits("F1", "score"), "false-positive-rate": of("false positive rate"),
  auc: inUnits("AUC", "score"), brier: inUnits("Brier score", "score"), "log-loss": inUnits("log loss", "score"),
  mae: inUnits("mean absolute error", "value"), mse: inUnits("mean squared error", "value"), rmse: inUnits("root mean squared error", "value"), bias: inUnits("mean error", "value"),
  ndcg: atK("NDCG"), "precision-at-k": atK("precision"), "hit-rate": atK("hit rate"), "reciprocal-rank": () => ({ words: "mean reciprocal rank", unit: "score" }),
  "calibration-error": inUnits("calibration error", "score"), "calibration-in-the-large": inUnits("mean score less share of positives", "score"),
  rate: ({ column, equals }) => ({ words: `share of ${column ?? "rows"}${equals === undefined ? "" : ` = ${String(equals)}`}`, unit: "share" }),
  mean: ({ column }) => ({ words: `mean of ${column ?? "values"}`, unit: "value" }),
  "missing-rate": ({ column }) => ({ words: `share of missing ${column ?? "values"}`, unit: "share" }),
  "latency-mean": () => ({ words: "mean latency", unit: "ms" }),
  "latency-quantile": ({ quantile = 0.99 }) => ({ words: `p${Number((quantile * 100).toFixed(4))} of latency`, unit: "ms" }),
  throughput: () => ({ words: "throughput", unit: "per second" }),
  "error-rate": () => ({ words: "error rate", unit: "share" }),
  total: ({ column }) => ({ words: `${column === undefined ? "rows" : `total of ${column}`} a day`, unit: "per day" }),
  ratio: ({ numerator = "", denominator }) => ({ words: denominator === undefined ? numerator : `${numerator} over ${denominator}`, unit: "value" }),
  sql: ({ sql = "" }) => ({ words: sql, unit: "value" }),
  prometheus: ({ query = "" }) => ({ words: query, unit: "value" }),
};
