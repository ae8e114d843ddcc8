import type { PopulationColumn, StandardColumn } from "../../domain/population.ts";
import type { Metric } from "../../domain/metric.ts";

/** A column of a backtest with what was counted of it. */
export interface SeenColumn {
  readonly column: PopulationColumn;
  /** Its most frequent values as text, with their rows; more than 20 are cut. */
  readonly values: readonly { readonly value: string; readonly rows: number }[];
}

export interface BacktestFacts {
  readonly columns: readonly SeenColumn[];
  readonly standard: readonly StandardColumn[];
  /** The label's value that counts as positive, where a mapping says so. */
  readonly positive: string | null;
  readonly rowsPerWeek: number;
}

/** A metric that could be claimed, under a short name. */
export interface Candidate {
  readonly name: string;
  readonly metric: Metric;
}

/** Fewer rows than this beyond a quantile in a week, and it cannot be told by the week. */
const leastTail = 50;

/**
 * The metrics that make sense for what a backtest has: decisions against labels, scores against labels, values against values, how many are decided for, how fast and how safely
 * it answers. Few on purpose: every claim has to be owned by somebody.
 */
export const candidateMetrics = (facts: BacktestFacts): Candidate[] => {
  const of = (role: PopulationColumn["role"]): SeenColumn[] => facts.columns.filter(({ column }) => column.role === role);
  const labels = of("label");
  const [decision, score] = [only(of("decision")), only(of("score"))];
  return [
    ...labels.flatMap((label) => againstLabel(label, decision, score, facts.positive).map((each) => (labels.length === 1 ? each : { ...each, name: `${each.name}-of-${slug(label.column.name)}` }))),
    ...(decision === null ? [] : shareDecided(decision)),
    ...(labels.length === 0 && score !== null ? [{ name: "mean-score", metric: { name: "mean" as const, column: score.column.name } }] : []),
    ...(facts.standard.includes("latency_ms") ? latencyQuantile(facts.rowsPerWeek) : []),
    ...(facts.standard.includes("status") || facts.standard.includes("error") ? [{ name: "errors", metric: { name: "error-rate" as const } }] : []),
  ];
};

const againstLabel = (label: SeenColumn, decision: SeenColumn | null, score: SeenColumn | null, agreed: string | null): Candidate[] => {
  const named = { label: label.column.name };
  // A label that is missing here and there is written in floating point by many tools, and says no and yes all the same.
  const saysYesAndNo = label.values.length === 2 && label.values.every(({ value }) => value === "0" || value === "1");
  const classes = saysYesAndNo || (label.values.length <= 20 && label.column.kind !== "numeric");
  if (!classes) return score === null ? [] : [{ name: "error", metric: { name: "mae", output: score.column.name, ...named } }];
  const positive = positiveOf(label, agreed);
  const isBinary = label.values.length === 2 && positive !== null;
  const said = positive === "usual" || positive === null ? {} : { positive };
  return [
    ...(decision === null ? [] : isBinary && decision.values.length === 2
      ? (["precision", "recall"] as const).map((name) => ({ name, metric: { name, output: decision.column.name, ...named, ...said } }))
      : [{ name: "accuracy", metric: { name: "accuracy" as const, output: decision.column.name, ...named } }]),
    ...(score === null || !isBinary ? [] : [
      { name: "ranking", metric: { name: "auc" as const, output: score.column.name, ...named, ...said } },
      { name: "probabilities", metric: { name: "brier" as const, output: score.column.name, ...named, ...said } },
    ]),
  ];
};

/** `usual`: 1 of 0 and 1, true of truth values, which need not be said. Null: nobody knows. */
const positiveOf = ({ values }: SeenColumn, agreed: string | null): string | null =>
  agreed ?? (values.every(({ value }) => ["0", "1", "true", "false"].includes(value.toLowerCase())) ? "usual" : null);

/** The share of the rarer of two decisions. */
const shareDecided = ({ column, values }: SeenColumn): Candidate[] => {
  const [more, less] = values;
  if (more === undefined || less === undefined || values.length !== 2) return [];
  const { value } = less;
  const equals = /^(0|1)$/.test(value) ? 1 : /^(true|false)$/i.test(value) ? true : value;
  return [{ name: `share-${slug(column.name)}`, metric: { name: "rate", column: column.name, equals } }];
};

const latencyQuantile = (rowsPerWeek: number): Candidate[] => {
  const quantile = [0.99, 0.95, 0.9].find((q) => rowsPerWeek * (1 - q) >= leastTail);
  return quantile === undefined ? [] : [{ name: `latency-p${quantile * 100}`, metric: { name: "latency-quantile", quantile } }];
};

/** Segments that a claim can be told within: few values, each with enough rows every week. */
export const candidateSegments = ({ columns, rowsPerWeek }: BacktestFacts): string[] =>
  columns.filter(({ column, values }) => {
    const rows = values.reduce((sum, each) => sum + each.rows, 0);
    return (column.role === "segment" || column.role === "feature") && column.kind === "category" && values.length >= 2 && values.length <= mostValues && values.every((each) => (each.rows / rows) * rowsPerWeek >= leastOfASegment);
  }).toSorted((a, b) => Number(b.column.role === "segment") - Number(a.column.role === "segment")).slice(0, mostSegments).map(({ column }) => column.name);

const mostSegments = 2;
const mostValues = 12;
const leastOfASegment = 100;

const only = <T>(items: readonly T[]): T | null => (items.length === 1 ? (items[0] ?? null) : null);

const slug = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "") || "output";
