import type { QualityRule } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { AskedColumn } from "./column-of.ts";
import type { ColumnSql } from "./rule-sql.ts";

/** Rows without a value; a NaN is none either, for that is how most writers of floats say it. */
export const nullSql = (_rule: QualityRule, { sql, type }: AskedColumn, dialect: Dialect): ColumnSql =>
  ({ broken: /^(DOUBLE|FLOAT)/.test(type) ? `(${sql} IS NULL OR coalesce(${dialect.isNaN(sql)}, FALSE))` : `(${sql} IS NULL)`, held: "TRUE" });
