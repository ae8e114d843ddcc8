import { expect, test } from "vitest";
import type { PopulationColumn } from "../../domain/population.ts";
import { ruleOf } from "../metric-rules.ts";
import { type BacktestFacts, candidateMetrics, candidateSegments, type SeenColumn } from "./candidate-metrics.ts";

const seen = (name: string, role: PopulationColumn["role"], values: Readonly<Record<string, number>> = {}, kind: PopulationColumn["kind"] = Object.keys(values).length > 0 ? "category" : "numeric"): SeenColumn => ({
  column: { name, column: name, role, kind, type: "VARCHAR", origin: "guessed", why: "" }, values: Object.entries(values).map(([value, rows]) => ({ value, rows })).toSorted((a, b) => b.rows - a.rows),
});
const facts = (columns: SeenColumn[], change: Partial<BacktestFacts> = {}): BacktestFacts => ({ columns, standard: ["id", "ts"], positive: null, rowsPerWeek: 1000, ...change });
const named = (of: BacktestFacts) => candidateMetrics(of).map(({ name, metric }) => [name, metric.name]);

const score = seen("score", "score");
const decision = seen("approved", "decision", { 0: 600, 1: 400 });
const label = seen("repaid", "label", { 1: 700, 0: 300 });

test("decisions and scores are held against labels, and the rarer decision is counted", () => {
  expect(candidateMetrics(facts([score, decision, label]))).toEqual([
    { name: "precision", metric: { name: "precision", output: "approved", label: "repaid" } },
    { name: "recall", metric: { name: "recall", output: "approved", label: "repaid" } },
    { name: "ranking", metric: { name: "auc", output: "score", label: "repaid" } },
    { name: "probabilities", metric: { name: "brier", output: "score", label: "repaid" } },
    { name: "share-approved", metric: { name: "rate", column: "approved", equals: 1 } },
  ]);
});

test("of words nobody knows which is positive, unless a mapping says so", () => {
  const words = seen("outcome", "label", { good: 700, bad: 300 });
  expect(named(facts([score, decision, words]))).toEqual([["accuracy", "accuracy"], ["share-approved", "rate"]]);
  expect(candidateMetrics(facts([score, words], { positive: "bad" }))[0]?.metric).toEqual({ name: "auc", output: "score", label: "outcome", positive: "bad" });
});

test("0 and 1 are classes also where a missing one made them floating point", () => {
  const real = { ...label, column: { ...label.column, kind: "numeric" as const, type: "DOUBLE" } };
  expect(named(facts([score, decision, real])).map(([name]) => name)).toEqual(["precision", "recall", "ranking", "probabilities", "share-approved"]);
});

test("classes of several kinds have an accuracy, values an error", () => {
  expect(named(facts([seen("said", "decision", { a: 5, b: 3, c: 2 }), seen("was", "label", { a: 5, b: 3, c: 2 })]))).toEqual([["accuracy", "accuracy"]]);
  expect(named(facts([score, seen("price", "label")]))).toEqual([["error", "mae"]]);
});

test("without labels only what can be told at once is proposed", () => expect(named(facts([score, decision]))).toEqual([["share-approved", "rate"], ["mean-score", "mean"]]));

test("several labels have names of their own", () => expect(named(facts([score, label, seen("Paid Late", "label", { 1: 1, 0: 9 })])).map(([name]) => name)).toEqual(["ranking-of-repaid", "probabilities-of-repaid", "ranking-of-paid-late", "probabilities-of-paid-late"]));

test("the tail of latencies is as far out as a week has answers for", () => {
  const quantile = (rowsPerWeek: number) => candidateMetrics(facts([], { standard: ["latency_ms", "status"], rowsPerWeek })).map(({ metric }) => metric.quantile ?? metric.name);
  expect(quantile(5000)).toEqual([0.99, "error-rate"]);
  expect(quantile(1000)).toEqual([0.95, "error-rate"]);
  expect(quantile(400)).toEqual(["error-rate"]);
});

test("what is proposed takes only what its metric takes", () => {
  const all = candidateMetrics(facts([score, decision, label, seen("price", "label")], { standard: ["latency_ms", "error"], rowsPerWeek: 9000 }));
  for (const { metric } of all) for (const key of Object.keys(metric)) expect(["name", ...ruleOf(metric.name).needs, ...ruleOf(metric.name).takes]).toContain(key);
  expect(all.length).toBeGreaterThan(6);
});

test("segments have few values, each with enough rows in every week; what was called one goes first", () => {
  const columns = [seen("device", "feature", { phone: 500, web: 500 }), seen("rare", "feature", { a: 950, b: 50 }), seen("many", "feature", Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`v${index}`, 10]))), seen("region", "segment", { n: 300, s: 700 }), decision, label];
  expect(candidateSegments(facts(columns))).toEqual(["region", "device"]);
});
