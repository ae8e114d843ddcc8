import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityRule } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import { type AskedColumn, columnNames, columnOf } from "./column-of.ts";
import { categorySql } from "./category.ts";
import { completenessSql } from "./completeness.ts";
import { nullSql } from "./null.ts";
import { patternSql } from "./pattern.ts";
import { rangeSql } from "./range.ts";
import { timelinessSql } from "./timeliness.ts";
import { typeSql } from "./type.ts";

/** A rule about rows, spelled: conditions over the relation's columns, none of them ever null. */
export interface RowRule {
  readonly rule: QualityRule;
  /** True for a row that breaks it. */
  readonly broken: string;
  /** True for a row that has something to be held against it. */
  readonly held: string;
  /** What is shown of a broken row, as text. */
  readonly value: string;
  /** The type of the whole column is another one: when no single value gives it away, all of them break the rule. */
  readonly wholeColumn: boolean;
}

/** What a dimension spells for one column; `held` is the column's values when it is left out. */
export interface ColumnSql {
  readonly broken: string;
  readonly held?: string;
  readonly wholeColumn?: boolean;
}

const dimensions: Partial<Record<QualityRule["dimension"], (rule: QualityRule, column: AskedColumn, dialect: Dialect) => ColumnSql | string>> = {
  type: typeSql, range: rangeSql, category: categorySql, pattern: patternSql, null: nullSql, completeness: completenessSql,
};

/** A rule about rows as SQL, or in words why it cannot be asked. Consistency is spelled apart: its condition must be bound first. */
export const rowRule = (rule: QualityRule, relation: PopulationRelation, dialect: Dialect): RowRule | string => {
  if (rule.dimension === "timeliness") return timelinessSql(rule, relation, dialect);
  const spell = dimensions[rule.dimension];
  if (spell === undefined) return `${rule.dimension} is no rule about rows`;
  if (rule.column === null) return "the rule names no column";
  const column = columnOf(relation, rule.column, dialect);
  if (column === null) return missingColumn(rule.column, relation);
  const sql = spell(rule, column, dialect);
  if (typeof sql === "string") return sql;
  return { rule, broken: sql.broken, held: sql.held ?? `${column.sql} IS NOT NULL`, value: dialect.text(column.sql), wholeColumn: sql.wholeColumn ?? false };
};

/** That there is no such column, with those that there are. */
export const missingColumn = (name: string, relation: PopulationRelation): string => {
  const names = columnNames(relation);
  return `there is no column ${name}; there are: ${names.slice(0, 12).join(", ")}${names.length > 12 ? ` and ${names.length - 12} more` : ""}`;
};
