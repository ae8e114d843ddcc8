import type { WorstPair } from "../../../core/domain/comparison.ts";
import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Engine, Row } from "../../../ports/engine.ts";
import { classCode, classOfCode, outsideCodes } from "./class-codes.ts";
import { classifiedSql } from "./classified-sql.ts";
import type { PairPlan } from "./pair-plan.ts";
import type { OutputPairs } from "./pair-table.ts";

/** A worst pair before its key is looked up by its place in the reference. */
export interface PlacedPair extends Omit<WorstPair, "key"> {
  readonly position: bigint;
}

/** Pairs with the largest differences, values as text that reads back bit for bit; ties by place. */
export const largestDifferencesSql = (dialect: Dialect, plan: PairPlan, pairs: OutputPairs, limit: number): string =>
  `SELECT p, class, a::VARCHAR AS a, b::VARCHAR AS b, d FROM ${classifiedSql(dialect, pairs.output, plan, pairs.columns, pairs.from)}
WHERE class IN (${classCode("value")}, ${classCode("within")}) ORDER BY abs(d) DESC, p LIMIT ${limit}`;

/** Pairs outside tolerance that have no difference to order by: missing, another type, errors; the gravest class first. */
export const withoutDifferenceSql = (dialect: Dialect, plan: PairPlan, pairs: OutputPairs, limit: number): string =>
  `SELECT p, class, a::VARCHAR AS a, b::VARCHAR AS b, NULL::DOUBLE AS d FROM ${classifiedSql(dialect, pairs.output, plan, pairs.columns, pairs.from)}
WHERE class IN ${outsideCodes}${plan.numeric ? ` AND class <> ${classCode("value")}` : ""} ORDER BY class, p LIMIT ${limit}`;

const textOf = (cell: unknown): string => (cell === null || cell === undefined ? "null" : String(cell));

export const placedPair = (output: string, row: Row): PlacedPair => ({
  output,
  position: BigInt(row["p"] as bigint),
  class: classOfCode(Number(row["class"])),
  reference: textOf(row["a"]),
  candidate: textOf(row["b"]),
  difference: typeof row["d"] === "number" && Number.isFinite(row["d"]) ? row["d"] : null,
});

/** Fills in the keys of pairs known by their place. */
export const withKeys = async (engine: Engine, reference: PredictionRelation, pairs: readonly PlacedPair[], signal?: AbortSignal): Promise<WorstPair[]> => {
  const positions = [...new Set(pairs.map((pair) => pair.position))];
  if (positions.length === 0) return [];
  const rows = await engine.query(`SELECT position, key FROM ${reference.sql} WHERE position IN (${positions.join(", ")})`, [], signal);
  const keys = new Map(rows.map((row) => [BigInt(row["position"] as bigint), String(row["key"])]));
  return pairs.map(({ position, ...pair }) => ({ ...pair, key: keys.get(position) ?? "" }));
};
