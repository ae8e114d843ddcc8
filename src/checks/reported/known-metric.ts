import type { ReportedClaim } from "./reported-claim.ts";

/** What is computed from labels and scores, labels and decisions, labels and numbers, or requests. */
export type KnownMetric =
  | { readonly kind: "ranking"; readonly metric: "auc" | "average precision" }
  | { readonly kind: "probability"; readonly metric: "brier score" | "log loss" }
  | { readonly kind: "decision"; readonly metric: "precision" | "recall" | "f1" | "specificity" | "accuracy" | "balanced accuracy"; readonly average: "macro" | "micro" | "weighted" | "binary" | null }
  | { readonly kind: "regression"; readonly metric: "mae" | "mse" | "rmse" | "r2" }
  | { readonly kind: "latency"; readonly metric: "quantile" | "mean" | "standard deviation" | "max"; readonly q: number | null; readonly unit: "ms" | "s" | "us" | null }
  | { readonly kind: "error rate" };

export interface NamedMetric {
  readonly known: KnownMetric;
  /** The output it is about, where the name says so: `auc[score]`, `score.auc`. */
  readonly output: string | null;
}

/** The metric that is meant by a name, read loosely; null for a name that is not known. */
export const readMetricName = (claim: Pick<ReportedClaim, "name" | "average" | "quantile" | "unit">): NamedMetric | null => {
  const [, before, inside] = /^([^[\]]+)\[(.+)\]$/.exec(claim.name) ?? [];
  if (before !== undefined && inside !== undefined) {
    const known = metricOf(before, claim);
    return known === null ? null : { known, output: inside };
  }
  // A dot parts words, as in latency.mean, unless it stands inside a number.
  const whole = metricOf(claim.name, claim) ?? metricOf(claim.name.replaceAll(/(?<!\d)\.|\.(?!\d)/g, " "), claim);
  if (whole !== null) return { known: whole, output: null };
  const dot = claim.name.lastIndexOf(".");
  const known = dot > 0 ? metricOf(claim.name.slice(dot + 1), claim) : null;
  return known === null ? null : { known, output: claim.name.slice(0, dot) };
};

const averages: Readonly<Record<string, "macro" | "micro" | "weighted" | "binary">> = { macro: "macro", micro: "micro", weighted: "weighted", binary: "binary", positive: "binary" };

/** Names by their words in order, without averages, units and the words that say nothing. */
const plain: Readonly<Record<string, KnownMetric>> = {
  ...names({ kind: "ranking", metric: "auc" }, "auc", "roc auc", "auroc", "auc roc", "area under roc", "roc auc score", "auc score"),
  ...names({ kind: "ranking", metric: "average precision" }, "pr auc", "auc pr", "auprc", "aupr", "average precision", "ap", "average precision score"),
  ...names({ kind: "probability", metric: "brier score" }, "brier", "brier score", "brier score loss", "brier loss"),
  ...names({ kind: "probability", metric: "log loss" }, "log loss", "logloss", "cross entropy", "binary cross entropy", "binary logloss", "nll"),
  ...decisions("precision", "precision", "ppv", "positive predictive value", "precision score"),
  ...decisions("recall", "recall", "sensitivity", "tpr", "true positive rate", "hit rate", "recall score"),
  ...decisions("f1", "f1", "f1 score", "f score", "fscore", "f measure"),
  ...decisions("specificity", "specificity", "tnr", "true negative rate"),
  ...decisions("accuracy", "accuracy", "acc", "accuracy score"),
  ...decisions("balanced accuracy", "balanced accuracy", "balanced acc", "bacc", "balanced accuracy score"),
  ...names({ kind: "regression", metric: "rmse" }, "rmse", "root mean squared error", "root mean square error"),
  ...names({ kind: "regression", metric: "mse" }, "mse", "mean squared error"),
  ...names({ kind: "regression", metric: "mae" }, "mae", "mean absolute error"),
  ...names({ kind: "regression", metric: "r2" }, "r2", "r squared", "r2 score", "r 2"),
  ...names({ kind: "error rate" }, "error rate", "errors rate", "failure rate", "request error rate", "error ratio", "http error rate"),
};

function names(metric: KnownMetric, ...spelled: readonly string[]): Record<string, KnownMetric> {
  return Object.fromEntries(spelled.map((each) => [each, metric]));
}

function decisions(metric: Extract<KnownMetric, { kind: "decision" }>["metric"], ...spelled: readonly string[]): Record<string, KnownMetric> {
  return names({ kind: "decision", metric, average: null }, ...spelled);
}

const metricOf = (name: string, { average, quantile, unit }: Pick<ReportedClaim, "average" | "quantile" | "unit">): KnownMetric | null => {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9.]+/).filter((word) => word !== "");
  // `percent` belongs to the number, not to the metric's name.
  const share = words.filter((word) => !["percent", "pct"].includes(word));
  const direct = plain[share.join(" ")];
  const named = words.map((word) => averages[word]).find((each) => each !== undefined);
  const bare = direct ?? plain[share.filter((word) => averages[word] === undefined).join(" ")];
  if (bare !== undefined) return bare.kind === "decision" ? { ...bare, average: named ?? averages[(average ?? "").toLowerCase()] ?? null } : named === undefined ? bare : null;
  return latencyOf(words, quantile, unit);
};

const units: Readonly<Record<string, "ms" | "s" | "us">> = { ms: "ms", millis: "ms", milliseconds: "ms", s: "s", sec: "s", secs: "s", seconds: "s", us: "us", micros: "us", microseconds: "us" };

/** Words beside which a statistic is one of latency. */
const latencyWords = new Set(["latency", "request", "response", "time", "duration", "http", "inference"]);

const latencyOf = (words: readonly string[], quantile: number | null, unit: string | null): KnownMetric | null => {
  const rest = words.filter((word) => !latencyWords.has(word) && units[word] === undefined);
  const spoken = words.some((word) => latencyWords.has(word));
  const found = { kind: "latency", unit: units[(unit ?? "").toLowerCase()] ?? words.map((word) => units[word]).find((each) => each !== undefined) ?? null } as const;
  const [only, ...more] = rest;
  if (more.length > 0) return null;
  const percentile = /^(?:p|q|percentile)(\d{1,2})(?:\.?(\d+))?$/.exec(only ?? "");
  if (percentile !== null) {
    // p999 and p99.9 are both 0.999.
    const q = Number(`0.${(percentile[1] ?? "").padStart(2, "0")}${percentile[2] ?? ""}`);
    return q > 0 ? { ...found, metric: "quantile", q } : null;
  }
  if (!spoken) return null;
  if (only === undefined) return quantile === null ? null : { ...found, metric: "quantile", q: quantile };
  if (only === "quantile" && quantile !== null) return { ...found, metric: "quantile", q: quantile };
  if (only === "median") return { ...found, metric: "quantile", q: 0.5 };
  if (only === "mean" || only === "average" || only === "avg") return { ...found, metric: "mean", q: null };
  if (only === "std" || only === "sd" || only === "stddev") return { ...found, metric: "standard deviation", q: null };
  if (only === "max" || only === "maximum") return { ...found, metric: "max", q: null };
  return null;
};
