import type { QualityRule } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { AskedColumn } from "./column-of.ts";
import { nullSql } from "./null.ts";
import type { ColumnSql } from "./rule-sql.ts";

/** Rows whose value is missing, or one of the texts that say so. Expected keys and time buckets are asked of the whole. */
export const completenessSql = (rule: QualityRule, column: AskedColumn, dialect: Dialect): ColumnSql => {
  const missing = nullSql(rule, column, dialect).broken;
  return { broken: rule.values === null || rule.values.length === 0 ? missing : `(${missing} OR coalesce(${dialect.text(column.sql)} IN (${rule.values.map(dialect.literal).join(", ")}), FALSE))`, held: "TRUE" };
};
