import type { HypothesisEntry, ProductionEntry } from "../../core/domain/manifest.ts";
import { type Metric, needsLabel } from "../../core/domain/metric.ts";
import { neverWaits, ruleOf } from "../../core/hypothesis/metric-rules.ts";
import { moreThanExpression } from "../../core/sql/more-than-expression.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { z } from "zod";
import { type CheckedManifest, problemAt } from "./checked-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import type { ValuePath } from "./placed.ts";

/** What a metric lacks, what means nothing for it, and what it could not be told from (LS250). `at` is the hypothesis. */
export const metricProblems = ({ tree }: CheckedManifest, at: ValuePath, entry: HypothesisEntry, production: z.infer<typeof ProductionEntry> | undefined): ManifestProblem[] => {
  const metric: Metric = typeof entry.metric === "string" ? { name: entry.metric } : entry.metric;
  const { name } = metric;
  const rule = ruleOf(name);
  const problem = (path: ValuePath, message: string, todo: string): ManifestProblem => problemAt(tree, [...at, ...path], "LS250", message, todo);
  const known: readonly string[] = ["name", ...rule.needs, ...rule.takes];
  const lacking = rule.needs.filter((key) => metric[key] === undefined);
  const idle = Object.keys(metric).filter((key) => !known.includes(key));
  return [
    ...lacking.map((key) => problem(["metric"], `the metric ${name} needs ${key}, and nobody says ${asks[key] ?? "it"}`, `Write metric: {name: ${name}, ${key}: …}`)),
    ...idle.map((key) => problem(["metric", key], `${key} means nothing for the metric ${name}${needsLabel(name) || (key !== "label" && key !== "positive") ? "" : ", which waits for no label"}`, `Take it out; ${name} takes ${known.length === 1 ? "nothing besides" : listOf(known.slice(1))}.`)),
    ...sqlProblems(entry, metric, problem),
    ...(name === "prometheus" ? prometheusProblems(entry, production, problem) : []),
    ...maturityProblems(entry, name, production, problem),
  ];
};

const asks: Partial<Record<keyof Metric, string>> = {
  column: "of which column", group: "which rows were ranked together", numerator: "what is divided", sql: "what is counted", query: "what Prometheus is asked",
};

type Problem = (path: ValuePath, message: string, todo: string) => ManifestProblem;

/** SQL in a claim is one expression over the log's columns that says the same at every look. */
const sqlProblems = ({ population }: HypothesisEntry, metric: Metric, problem: Problem): ManifestProblem[] =>
  ([[["population"], population], ...(["where", "sql", "numerator", "denominator"] as const).map((key) => [["metric", key], metric[key]] as const)] as const).flatMap(([path, sql]) => {
    const why = sql === undefined ? null : moreThanExpression(sql);
    return why === null ? [] : [problem(path, `${path.at(-1) ?? ""} is more than an expression over the log's columns: ${why}`, "Write one expression over columns: no queries, no semicolons, no comments, nothing that changes by itself.")];
  });

/** Prometheus knows series over time, and no rows. */
const prometheusProblems = (entry: HypothesisEntry, production: z.infer<typeof ProductionEntry> | undefined, problem: Problem): ManifestProblem[] => [
  ...(production?.prometheus === undefined ? [problem(["metric"], "the metric prometheus has nobody to ask: the model's production names no prometheus", "Add production: {prometheus: {url: http://HOST:9090}} to the model.")] : []),
  ...(["population", "segments", "reweightBy"] as const).flatMap((key) => (entry[key] === undefined ? [] : [problem([key], `${key} means nothing for the metric prometheus, which has no rows`, "Select within its query instead, and take this out.")])),
  ...("backtest" in entry.expected ? [problem(["expected", "backtest"], "a backtest has no Prometheus, and cannot say what the metric prometheus will be", "Write a number with its error, folds or a simulation under expected:.")] : []),
];

const maturityProblems = (entry: HypothesisEntry, name: Metric["name"], production: z.infer<typeof ProductionEntry> | undefined, problem: Problem): ManifestProblem[] => {
  if (!needsLabel(name)) return entry.labelMaturity === undefined || !neverWaits(name) ? [] : [problem(["labelMaturity"], `the metric ${name} waits for no label, and labelMaturity says how long labels are waited for`, "Take it out.")];
  if (entry.labelMaturity !== undefined || production?.labels === undefined) return [];
  // Labels that come first are unlike those that come late: judged before they are all there, every window would lean to one side.
  return [problem([], `the metric ${name} waits for labels that come later, and nobody says how long`, "Add labelMaturity: 14d, or how long labels take; lockstep hypothesis propose BACKTEST tells what was seen.")];
};
