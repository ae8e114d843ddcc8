import type { WorstPair } from "../../../core/domain/comparison.ts";
import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Engine, Row } from "../../../ports/engine.ts";
import { classCode, classOfCode, outsideCodes } from "./class-codes.ts";
import { classifiedSql, classSql, finitePairsSql } from "./classified-sql.ts";
import type { PairPlan } from "./pair-plan.ts";
import type { OutputPairs } from "./pair-table.ts";

/** A worst pair before its key is looked up by its place in the reference. */
export interface PlacedPair extends Omit<WorstPair, "key"> {
  readonly position: bigint;
}

/**
 * Pairs with the largest differences, ties by place. Only the few that are kept are classified and written as text, which
 * reads back bit for bit.
 */
export const largestDifferencesSql = (dialect: Dialect, plan: PairPlan, pairs: OutputPairs, limit: number): string => {
  const finite = finitePairsSql(dialect, pairs.output, plan, pairs.columns, pairs.from);
  const kept = `(SELECT p, a, b, x, y, d FROM ${finite} WHERE d <> 0 ORDER BY abs(d) DESC, p LIMIT ${limit})`;
  return `SELECT p, ${classSql(dialect, pairs.output, plan, { errors: false, lengths: false })} AS class, a::VARCHAR AS a, b::VARCHAR AS b, d FROM ${kept} ORDER BY abs(d) DESC, p`;
};

/** Pairs outside tolerance that have no difference to order by: missing, another type, errors; the gravest class first. */
export const withoutDifferenceSql = (dialect: Dialect, plan: PairPlan, pairs: OutputPairs, limit: number): string => {
  const kept = `(SELECT p, class, a, b FROM ${classifiedSql(dialect, pairs.output, plan, pairs.columns, pairs.from)}
WHERE class IN ${outsideCodes}${plan.numeric ? ` AND class <> ${classCode("value")}` : ""} ORDER BY class, p LIMIT ${limit})`;
  return `SELECT p, class, a::VARCHAR AS a, b::VARCHAR AS b, NULL::DOUBLE AS d FROM ${kept} ORDER BY class, p`;
};

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
