import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import { DifferenceClass } from "../../../core/domain/difference-class.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import { classifiedSql } from "./classified-sql.ts";
import type { OutputSpec, PairedOutput } from "./output-spec.ts";
import { pairPlan } from "./pair-plan.ts";

/** Looks up an output's column on both sides. */
export const pairOutput = (spec: OutputSpec, reference: PredictionRelation, candidate: PredictionRelation): PairedOutput => ({
  ...spec,
  reference: reference.outputs.find((output) => output.name === spec.output) ?? null,
  candidate: candidate.outputs.find((output) => output.name === spec.output) ?? null,
});

/** The two columns of an output, and the lengths of their lists where both are elements of lists. */
export const sideColumns = (dialect: Dialect, output: PairedOutput, suffix = ""): { readonly columns: readonly string[]; readonly lengths: boolean } => {
  const column = (side: "r" | "c", name: string | undefined): string => (name === undefined ? "NULL" : `${side}.${dialect.identifier(name)}`);
  const lengths = output.reference?.lengthColumn !== undefined && output.candidate?.lengthColumn !== undefined;
  return {
    lengths,
    columns: [
      `${column("r", output.reference?.column)} AS a${suffix}`,
      `${column("c", output.candidate?.column)} AS b${suffix}`,
      ...(lengths ? [`${column("r", output.reference?.lengthColumn)} AS length_a${suffix}`, `${column("c", output.candidate?.lengthColumn)} AS length_b${suffix}`] : []),
    ],
  };
};

/**
 * A subquery with one row per pair of one output: `key`, `position` (in the reference), `replica` (of the candidate), `class` (by
 * name), `a` and `b` as they were written, `x` and `y` as doubles at the coarser precision and `d` = y - x (null unless both are
 * numbers; NaN or infinite where one of them is).
 */
export const pairsSql = (dialect: Dialect, reference: PredictionRelation, candidate: PredictionRelation, spec: OutputSpec, on = "r.key = c.key"): string => {
  const output = pairOutput(spec, reference, candidate);
  const { columns, lengths } = sideColumns(dialect, output);
  const joined = `(SELECT r.key, r.position, c.replica, r.error_code IS NOT NULL AS error_a, c.error_code IS NOT NULL AS error_b, ${columns.join(", ")} FROM ${reference.sql} AS r JOIN ${candidate.sql} AS c ON ${on})`;
  const names = `CASE class ${DifferenceClass.options.map((name, code) => `WHEN ${code} THEN ${dialect.literal(name)}`).join(" ")} END`;
  return `(SELECT key, position, replica, ${names} AS class, a, b, x, y, d FROM ${classifiedSql(dialect, output, pairPlan(dialect, output), { errors: true, lengths }, joined)})`;
};
