import type { Dialect } from "../../../core/sql/dialect.ts";
import { classCode } from "./class-codes.ts";
import type { PairedOutput } from "./output-spec.ts";
import type { PairPlan } from "./pair-plan.ts";
import { withinToleranceSql } from "./tolerance-sql.ts";

/** Columns of a subquery of pairs that classification reads, beside `a` and `b`. */
export interface PairColumns {
  /** Whether `error_a` and `error_b` (booleans) are there; without them no pair has an error. */
  readonly errors: boolean;
  /** Whether `length_a` and `length_b` are there. */
  readonly lengths: boolean;
}

/** The class of a pair as its code, over `a`, `b`, `x`, `y`, `d` and the columns named. */
export const classSql = (dialect: Dialect, output: PairedOutput, plan: PairPlan, columns: PairColumns): string => {
  const code = (name: Parameters<typeof classCode>[0]): number => classCode(name);
  const errors = columns.errors ? `WHEN error_a <> error_b THEN ${code("one-sided-error")} WHEN error_a THEN ${code("both-error")} ` : "";
  const nulls = `WHEN a IS NULL OR b IS NULL THEN CASE WHEN a IS NOT NULL THEN ${code("missing")} WHEN b IS NOT NULL THEN ${code("extra")} ELSE ${code("equal")} END `;
  if (plan.incomparable !== null) return `CASE ${errors}${nulls}ELSE ${code(plan.incomparable)} END`;
  const lengths = columns.lengths ? `WHEN length_a IS DISTINCT FROM length_b THEN ${code("shape")} ` : "";
  const same = `WHEN ${plan.same} THEN ${code("equal")} `;
  // Equal values are the most frequent; where no length can differ, they are looked for first.
  const start = columns.lengths ? `${errors}${nulls}${lengths}${same}` : `${errors}${same}${nulls}`;
  if (!plan.numeric) return `CASE ${start}ELSE ${code("value")} END`;
  const finite = `WHEN NOT ${dialect.isFinite("x")} OR NOT ${dialect.isFinite("y")} THEN ${code("non-finite")} `;
  const within = output.role === "score" ? withinToleranceSql(dialect, output.tolerance, "x", "y", "d") : "false";
  return `CASE ${start}${finite}${within === "false" ? "" : `WHEN ${within} THEN ${code("within")} `}ELSE ${code("value")} END`;
};

/** Adds `x`, `y`, `d` and `class` (a code) to a subquery of pairs. */
export const classifiedSql = (dialect: Dialect, output: PairedOutput, plan: PairPlan, columns: PairColumns, from: string): string =>
  `(SELECT *, CAST(${classSql(dialect, output, plan, columns)} AS TINYINT) AS class FROM ${measuredSql(plan, from)})`;

/** Adds `x`, `y` and `d` to a subquery of pairs. */
export const measuredSql = (plan: PairPlan, from: string): string => `(SELECT *, ${plan.d} AS d FROM (SELECT *, ${plan.x} AS x, ${plan.y} AS y FROM ${from}))`;

/** Pairs of finite numbers without error, as `x`, `y` and `d`: what moments, bins and ranks are over. */
export const finitePairsSql = (dialect: Dialect, output: PairedOutput, plan: PairPlan, columns: PairColumns, from: string): string => {
  const finite = `${dialect.isFinite("x")} AND ${dialect.isFinite("y")}`;
  if (!columns.errors && !columns.lengths) return `(SELECT * FROM ${measuredSql(plan, from)} WHERE ${finite})`;
  return `(SELECT * FROM ${classifiedSql(dialect, output, plan, columns, from)} WHERE class >= ${classCode("value")} AND ${finite})`;
};
