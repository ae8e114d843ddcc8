import type { QualityRule } from "../../core/domain/quality.ts";
import { columnOf, missingColumn } from "./column-of.ts";
import { mostExamples, type CountedRule, type UnaskableRule, type WholeAsked } from "./quality-context.ts";

/** Keys that must all occur: those that no row has. What is held against the rule is the keys. */
export const askKeys = async (rule: QualityRule, { engine, relation, rows, hidden, context }: WholeAsked): Promise<CountedRule | UnaskableRule> => {
  const keys = [...new Set(rule.keys ?? [])];
  if (rule.column === null || keys.length === 0) return { rule, why: rule.column === null ? "the rule names no column" : "the rule expects no key" };
  const { dialect } = engine;
  const column = columnOf(relation, rule.column, dialect);
  if (column === null) return { rule, why: missingColumn(rule.column, relation) };
  const found = await engine.query(`SELECT DISTINCT ${dialect.text(column.sql)} AS k FROM ${relation.sql} WHERE ${dialect.text(column.sql)} IN (${keys.map(dialect.literal).join(", ")})`, [], context.signal);
  const present = new Set(found.map((row) => row["k"]));
  const missing = keys.filter((key) => !present.has(key));
  const named = rule.private || hidden.has(rule.column) ? "" : `: ${missing.slice(0, mostExamples).join(", ")}${missing.length > mostExamples ? ", …" : ""}`;
  return { rule, rows, held: rows === 0 ? 0 : keys.length, broken: missing.length, since: null, examples: [], detail: missing.length === 0 ? null : `of ${keys.length} keys no row has ${missing.length}${named}` };
};
