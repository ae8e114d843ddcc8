import type { QualityRule } from "../../core/domain/quality.ts";
import { countCell, numberCell } from "./cells.ts";
import { columnOf, missingColumn } from "./column-of.ts";
import type { CountedRule, UnaskableRule, WholeAsked } from "./quality-context.ts";
import { durationWords } from "./duration-words.ts";
import { familyOfEngine } from "./type-family.ts";

/** Clocks may be apart by as much; a row from further ahead says that one of them is wrong. */
const clockSkewSeconds = 300;

/** The newest row's age at the time of asking, against the largest that is allowed. */
export const askFreshness = async (rule: QualityRule, { engine, relation, rows, context }: WholeAsked): Promise<CountedRule | UnaskableRule> => {
  const within = rule.withinSeconds;
  if (within === null) return { rule, why: "the rule does not say how old the newest row may be" };
  const name = rule.column ?? "ts";
  const column = columnOf(relation, name, engine.dialect);
  if (column === null) return { rule, why: missingColumn(name, relation) };
  if (!["timestamp", "date"].includes(familyOfEngine(column.type))) return { rule, why: `${name} is of the type ${column.type}, not a time` };
  const [row = {}] = await engine.query(`SELECT count(${column.sql}) AS held, ${engine.dialect.epochSeconds(`max(${column.sql})`)} AS newest FROM ${relation.sql}`, [], context.signal);
  const newest = numberCell(row["newest"]);
  const held = countCell(row["held"]);
  if (newest === null) return { rule, rows, held, broken: 0, since: null, examples: [], detail: null };
  const age = Date.parse(context.now) / 1000 - newest;
  const at = new Date(newest * 1000).toISOString();
  if (age < -clockSkewSeconds) return { rule, rows, held, broken: 0, since: null, examples: [], detail: `the newest row, of ${at}, lies ${durationWords(-age)} ahead of the clock that asks`, holds: null };
  const holds = age <= within;
  return { rule, rows, held, broken: holds ? 0 : rows, since: holds ? null : newest, examples: [], detail: `the newest row is of ${at}, ${durationWords(Math.max(0, age))} ago`, holds };
};
