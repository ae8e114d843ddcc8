import type { OutputComparison } from "../../../core/domain/comparison.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Row } from "../../../ports/engine.ts";
import { classCode } from "./class-codes.ts";
import { classifiedSql } from "./classified-sql.ts";
import type { PairPlan } from "./pair-plan.ts";
import type { OutputPairs } from "./pair-table.ts";

/** Pairs of values that are listed: the whole table of seven classes, and what is most frequent beyond. */
export const listedFlips = 50;

/** How often each pair of values occurred, where both answered and both have a value. */
export const flipsSql = (dialect: Dialect, plan: PairPlan, pairs: OutputPairs): string =>
  `SELECT a::VARCHAR AS a, b::VARCHAR AS b, count(*) AS n FROM ${classifiedSql(dialect, pairs.output, plan, pairs.columns, pairs.from)}
WHERE a IS NOT NULL AND b IS NOT NULL AND class NOT IN (${classCode("one-sided-error")}, ${classCode("both-error")}) GROUP BY ALL ORDER BY n DESC, a, b LIMIT ${listedFlips}`;

export const flipsOf = (rows: readonly Row[]): NonNullable<OutputComparison["flips"]> =>
  rows.map((row) => ({ reference: String(row["a"]), candidate: String(row["b"]), count: Number(row["n"]) }));
