import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityRule } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { columnOf } from "./column-of.ts";
import type { CountedRule } from "./quality-context.ts";

const mostNamed = 12;

/** A column that must be there; or, for a rule that lists columns and names none, that there are no others. Every row breaks it or none. */
export const askSchema = (rule: QualityRule, relation: PopulationRelation, rows: number, dialect: Dialect): CountedRule => {
  const counted = (holds: boolean, detail: string | null): CountedRule => ({ rule, rows, held: rows, broken: holds ? 0 : rows, since: null, examples: [], detail, holds });
  if (rule.column !== null) return columnOf(relation, rule.column, dialect) === null ? counted(false, `there is no column ${rule.column}`) : counted(true, null);
  const expected = new Set(rule.columns ?? []);
  const extra = relation.columns.filter(({ name, column }) => !expected.has(name) && !expected.has(column)).map(({ name }) => name);
  return extra.length === 0 ? counted(true, null) : counted(false, `not in the contract: ${listOf(extra.slice(0, mostNamed))}${extra.length > mostNamed ? ` and ${extra.length - mostNamed} more` : ""}`);
};
