import { isFloat, type DType } from "../../../core/domain/dtype.ts";
import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";

/** A decision that the environments do not write themselves but that follows from a score they write. */
export interface DerivedDecision {
  /** `probability >= 0.5`, `most likely of probabilities`. */
  readonly name: string;
  readonly dtype: Extract<DType, "bool" | "int64">;
  /** Outputs it is made from, in order. */
  readonly from: readonly string[];
  readonly threshold: number | null;
  /** Whether somebody agreed on it, or it was assumed because nobody said. */
  readonly origin: "agreed" | "guessed";
}

/** The threshold assumed for a probability when nobody named one; printed as not agreed. */
export const assumedThreshold = 0.5;

export interface ScoreRange {
  readonly output: string;
  readonly dtype: DType;
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * Decisions to compare beside the scores: at the agreed threshold for every probability-like score; where the environments write no decision at
 * all, at 0.5, or the most likely class of a vector of probabilities. A score is probability-like when all its reference values lie in [0, 1].
 */
export const deriveDecisions = (scores: readonly ScoreRange[], threshold: number | null, hasDecision: boolean): DerivedDecision[] => {
  const probabilities = scores.filter(({ dtype, min, max }) => isFloat(dtype) && min !== null && max !== null && min >= 0 && max <= 1);
  const vectors = Map.groupBy(probabilities.filter(({ output }) => /\[\d+\]$/.test(output)), ({ output }) => output.replace(/\[\d+\]$/, ""));
  const decisions: DerivedDecision[] = [];
  if (threshold === null && hasDecision) return decisions;
  const at = threshold ?? assumedThreshold;
  const origin = threshold === null ? "guessed" : "agreed";
  for (const [vector, elements] of vectors) {
    const [, second] = elements;
    if (elements.length === 2 && second !== undefined) decisions.push(atThreshold(second.output, at, origin));
    else if (elements.length > 2) decisions.push({ name: `most likely of ${vector}`, dtype: "int64", from: elements.map(({ output }) => output), threshold: null, origin: "guessed" });
  }
  for (const { output } of probabilities.filter((score) => !/\[\d+\]$/.test(score.output))) decisions.push(atThreshold(output, at, origin));
  return decisions;
};

const atThreshold = (output: string, threshold: number, origin: DerivedDecision["origin"]): DerivedDecision => ({ name: `${output} >= ${threshold}`, dtype: "bool", from: [output], threshold, origin });

/** The relation with the derived decisions as further outputs; a missing or NaN score decides nothing and stays null. */
export const withDerivedDecisions = (dialect: Dialect, relation: PredictionRelation, decisions: readonly DerivedDecision[]): PredictionRelation => {
  const columnOf = new Map(relation.outputs.map(({ name, column }) => [name, dialect.identifier(column)]));
  const usable = decisions.filter(({ from }) => from.every((output) => columnOf.has(output)));
  if (usable.length === 0) return relation;
  const added = usable.map((decision) => ({ decision, column: `decision.${decision.name}` }));
  const expressions = added.map(({ decision, column }) => `${expressionOf(dialect, decision, columnOf)} AS ${dialect.identifier(column)}`);
  return {
    ...relation,
    sql: `(SELECT *, ${expressions.join(", ")} FROM ${relation.sql})`,
    outputs: [...relation.outputs, ...added.map(({ decision, column }) => ({ name: decision.name, column, dtype: decision.dtype }))],
  };
};

const expressionOf = (dialect: Dialect, { from, threshold }: DerivedDecision, columnOf: ReadonlyMap<string, string>): string => {
  const columns = from.map((output) => columnOf.get(output) ?? "NULL");
  const known = columns.map((column) => `${column} IS NOT NULL AND NOT ${dialect.isNaN(column)}`).join(" AND ");
  if (threshold !== null) return `CASE WHEN ${known} THEN ${columns[0]} >= ${dialect.double(threshold)} END`;
  // The first of the largest, as argmax does in the field's libraries.
  const largest = `greatest(${columns.join(", ")})`;
  const cases = columns.map((column, index) => `WHEN ${column} = ${largest} THEN ${index}`).join(" ");
  return `CASE WHEN ${known} THEN CASE ${cases} END END`;
};
