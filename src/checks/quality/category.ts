import type { QualityRule } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { AskedColumn } from "./column-of.ts";
import type { ColumnSql } from "./rule-sql.ts";
import { familyOfEngine } from "./type-family.ts";

/** Values that are none of those allowed. Numbers are compared as numbers: 1 and 1.0 are one category. */
export const categorySql = (rule: QualityRule, { sql, type }: AskedColumn, dialect: Dialect): ColumnSql | string => {
  if (rule.values === null || rule.values.length === 0) return "no category is allowed at all";
  const family = familyOfEngine(type);
  const numbers = family === "integer" || family === "number" ? rule.values.map(Number) : null;
  if (numbers === null || numbers.some(Number.isNaN)) return { broken: `(${sql} IS NOT NULL AND ${dialect.text(sql)} NOT IN (${rule.values.map(dialect.literal).join(", ")}))` };
  return { broken: `(${sql} IS NOT NULL AND ${dialect.float64(sql)} NOT IN (${numbers.map(dialect.double).join(", ")}))` };
};
