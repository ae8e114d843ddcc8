import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityRule } from "../../core/domain/quality.ts";
import type { Engine } from "../../ports/engine.ts";
import { countCell, numberCell } from "./cells.ts";
import { columnOf, missingColumn } from "./column-of.ts";
import { placeSql } from "./first-rows.ts";
import { type CountedRule, mostExamples, type QualityContext, type UnaskableRule } from "./quality-context.ts";

/** Rows that repeat the value, or the values together, of an earlier row; a row with one of them missing repeats nothing. */
export const countRepeats = async (engine: Engine, rule: QualityRule, relation: PopulationRelation, hidden: ReadonlySet<string>, { signal }: QualityContext): Promise<CountedRule | UnaskableRule> => {
  const { dialect } = engine;
  const names = rule.columns ?? (rule.column === null ? [] : [rule.column]);
  if (names.length === 0) return { rule, why: "the rule names no column" };
  const columns = names.map((name) => columnOf(relation, name, dialect));
  const missing = names.find((_, index) => columns[index] === null);
  if (missing !== undefined) return { rule, why: missingColumn(missing, relation) };
  const keys = columns.map((_, index) => `k${index}`);
  const keyed = columns.map((column, index) => `${column?.sql ?? ""} AS k${index}`).join(", ");
  const present = columns.map((column) => `${column?.sql ?? ""} IS NOT NULL`).join(" AND ");
  const [row = {}] = await engine.query(`SELECT (SELECT count(*) FROM ${relation.sql}) AS n, coalesce(sum(c), 0)::BIGINT AS held, coalesce(sum(c - 1), 0)::BIGINT AS repeats FROM (SELECT count(*) AS c FROM (SELECT ${keyed} FROM ${relation.sql} WHERE ${present}) GROUP BY ${keys.join(", ")})`, [], signal);
  const counted: CountedRule = { rule, rows: countCell(row["n"]), held: countCell(row["held"]), broken: countCell(row["repeats"]), since: null, examples: [], detail: null };
  if (counted.broken === 0) return counted;
  const position = dialect.identifier("lockstep position");
  const private_ = rule.private || names.some((name) => hidden.has(name));
  const value = private_ ? "NULL" : keys.map((key) => dialect.text(key)).join(" || ', ' || ");
  const place = placeSql(relation, position, hidden, dialect);
  const ts = relation.standard.includes("ts") ? dialect.identifier("ts") : "NULL::TIMESTAMP";
  const numbered = `SELECT ${keyed}, ${ts} AS happened, ${position}, ${place} AS place FROM (SELECT *, row_number() OVER () AS ${position} FROM ${relation.sql}) WHERE ${present}`;
  // Only keys that do repeat are put in order.
  const repeated = `SELECT *, row_number() OVER (PARTITION BY ${keys.join(", ")} ORDER BY happened NULLS LAST, ${position}) AS turn FROM (${numbered}) WHERE (${keys.join(", ")}) IN (SELECT (${keys.join(", ")}) FROM (${numbered}) GROUP BY ${keys.join(", ")} HAVING count(*) > 1)`;
  const rows = await engine.query(`SELECT place, ${value} AS value, (SELECT ${dialect.epochSeconds("min(happened)")} FROM (${repeated}) WHERE turn > 1) AS since FROM (${repeated}) WHERE turn > 1 ORDER BY ${position} LIMIT ${mostExamples}`, [], signal);
  return { ...counted, since: numberCell(rows[0]?.["since"]), examples: rows.map((each) => ({ row: String(each["place"]), value: each["value"] === null || each["value"] === undefined ? null : String(each["value"]).slice(0, 120) })) };
};
