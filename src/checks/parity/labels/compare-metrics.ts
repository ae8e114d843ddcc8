import { type DType, isNumeric } from "../../../core/domain/dtype.ts";
import type { OutputComparison } from "../../../core/domain/comparison.ts";
import type { FeatureRelation, PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Engine } from "../../../ports/engine.ts";
import { decisionMetrics } from "./decision-metrics.ts";
import { type LabelKind, labelKind } from "./label-kind.ts";
import { type LabelledOutput, outputsPerJoin, withLabelledTable } from "./labelled-table.ts";
import type { MetricsPart, SkippedMetric } from "./metrics-result.ts";
import { regressionMetrics } from "./regression-metrics.ts";
import { scoreMetrics } from "./score-metrics.ts";

export interface MetricsQuestion {
  readonly reference: PredictionRelation;
  readonly candidate: PredictionRelation;
  /** Joined by `key`; holds the label. */
  readonly features: FeatureRelation;
  /** The label's name among the features. */
  readonly label: string;
  readonly outputs: readonly { readonly name: string; readonly role: OutputComparison["role"] }[];
  /** From this score on the decision is yes; used where no decision is written beside the scores. */
  readonly threshold: number | null;
  /** Coverage of each interval, 0.95 when left out; there is one interval per metric and output. */
  readonly level?: number;
}

export interface MetricsAnswer extends MetricsPart {
  /** The label value that counts as yes, for yes/no labels. */
  readonly positive: string | null;
}

type Task = "score" | "decision" | "threshold" | "regression";

/** Scores both environments against the labels on the same rows. What cannot be computed is listed as skipped, never guessed. */
export const compareMetrics = async (engine: Engine, question: MetricsQuestion, signal?: AbortSignal): Promise<MetricsAnswer> => {
  const { features, label, level = 0.95 } = question;
  const column = features.features.find(({ name }) => name === label);
  if (column === undefined) throw new RangeError(`there is no feature named ${label}`);
  const decisions = question.outputs.filter(({ role }) => role === "decision");
  const kind = await labelKind(engine, features, column, decisions.length > 0);
  const answer: MetricsAnswer = { metrics: [], reliability: [], skipped: [], positive: kind.kind === "binary" ? kind.positive : null };
  if (kind.kind === "none") {
    answer.skipped.push({ metric: "all", output: label, why: kind.why });
    return answer;
  }

  const tasks: { readonly output: string; readonly task: Task }[] = [];
  for (const output of question.outputs) {
    const found = tasksOf(output, kind, question);
    tasks.push(...found.tasks.map((task) => ({ output: output.name, task })));
    answer.skipped.push(...found.skipped);
  }
  for (let from = 0; from < tasks.length; from += outputsPerJoin) {
    const group = tasks.slice(from, from + outputsPerJoin);
    const outputs = group.map(({ output, task }): LabelledOutput => ({ name: output, as: task === "decision" ? "class" : "number" }));
    await withLabelledTable(engine, question, column, outputs, async (table) => {
      for (const [index, { output, task }] of group.entries()) {
        const part = await runTask(engine, question, kind, { table: table.sql, index, output, task, level }, signal);
        answer.metrics.push(...part.metrics);
        answer.reliability.push(...part.reliability);
        answer.skipped.push(...part.skipped);
      }
    }, signal);
  }
  return answer;
};

const runTask = (engine: Engine, question: MetricsQuestion, kind: LabelKind, at: { table: string; index: number; output: string; task: Task; level: number }, signal?: AbortSignal): Promise<MetricsPart> => {
  const { dialect } = engine;
  const { output, level, task } = at;
  const [a, b] = [`a${at.index}`, `b${at.index}`];
  const both = `${at.table} WHERE ${a} IS NOT NULL AND ${b} IS NOT NULL`;
  const positive = kind.kind === "binary" ? kind.positive : null;
  switch (task) {
    case "regression":
      return regressionMetrics(engine, { output, from: `(SELECT label_number AS y, ${a} AS a, ${b} AS b FROM ${both} AND ${dialect.isFinite("label_number")})` }, level, signal);
    case "decision":
      return decisionMetrics(engine, { output, positive, from: `(SELECT label, ${a} AS a, ${b} AS b FROM ${both})` }, level, signal);
    case "threshold": {
      const [yes, no] = kind.kind === "binary" ? [dialect.literal(kind.positive), dialect.literal(kind.negative)] : ["NULL", "NULL"];
      const decided = (column: string): string => `CASE WHEN ${column} >= ${dialect.double(question.threshold ?? Number.NaN)} THEN ${yes} ELSE ${no} END`;
      return decisionMetrics(engine, { output: `${output} >= ${question.threshold}`, positive, from: `(SELECT label, ${decided(a)} AS a, ${decided(b)} AS b FROM ${both})` }, level, signal);
    }
    case "score": {
      const environments = { reference: question.reference.environment, candidate: question.candidate.environment };
      return scoreMetrics(engine, { output, environments, from: `(SELECT ${a} AS a, ${b} AS b, label = ${dialect.literal(positive ?? "")} AS y FROM ${both})` }, level, signal);
    }
  }
};

/** What can be asked of an output with labels of this kind. */
const tasksOf = ({ name, role }: MetricsQuestion["outputs"][number], kind: LabelKind, question: MetricsQuestion): { tasks: Task[]; skipped: SkippedMetric[] } => {
  const skip = (why: string): { tasks: Task[]; skipped: SkippedMetric[] } => ({ tasks: [], skipped: [{ metric: "all", output: name, why }] });
  const types = [question.reference, question.candidate].map(({ outputs }) => outputs.find((output) => output.name === name)?.dtype);
  if (types.includes(undefined)) return skip("one environment does not have this output");
  if (role === "text") return skip("free text has no metric");
  if (role === "decision") return kind.kind === "number" ? skip("the labels are numbers, so no decision can equal them") : { tasks: ["decision"], skipped: [] };
  if (!types.every((dtype): dtype is DType => dtype !== undefined && isNumeric(dtype))) return skip("it is not a number in both environments");
  if (kind.kind === "number") return { tasks: ["regression"], skipped: [] };
  if (kind.kind !== "binary") return skip("a score of one among several classes; the decisions are scored instead");
  if (isOfNegativeClass(name, kind.negative, question)) return skip("it is the score of the negative class and mirrors the other one");
  const decided = question.threshold === null || question.outputs.some((output) => output.role === "decision");
  return { tasks: decided ? ["score"] : ["score", "threshold"], skipped: [] };
};

/** `p[0]` beside `p[1]` and no `p[2]`, or `p.no` where the negative label is `no`. */
const isOfNegativeClass = (name: string, negative: string, { outputs }: MetricsQuestion): boolean => {
  const names = new Set(outputs.map((output) => output.name));
  const vector = /^(.*)\[0\]$/.exec(name)?.[1];
  if (vector !== undefined && names.has(`${vector}[1]`) && !names.has(`${vector}[2]`)) return true;
  return name.split(".").length > 1 && name.split(".").at(-1) === negative;
};
