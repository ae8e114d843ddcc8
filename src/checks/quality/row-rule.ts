import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityRule } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import { type AskedColumn, columnOf, missingColumn } from "./column-of.ts";
import { categorySql } from "./category.ts";
import { completenessSql } from "./completeness.ts";
import { nullSql } from "./null.ts";
import { patternSql } from "./pattern.ts";
import { rangeSql } from "./range.ts";
import type { ColumnSql, RowRule } from "./rule-sql.ts";
import { timelinessSql } from "./timeliness.ts";
import { typeSql } from "./type.ts";

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
