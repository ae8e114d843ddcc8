import type { QualityRule } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { AskedColumn } from "./column-of.ts";
import type { ColumnSql } from "./rule-sql.ts";

/** Values in which the pattern is not found; like a JSON Schema's, it is not anchored by itself. */
export const patternSql = (rule: QualityRule, { sql }: AskedColumn, dialect: Dialect): ColumnSql | string =>
  rule.pattern === null ? "the rule has no pattern" : { broken: `(${sql} IS NOT NULL AND NOT regexp_matches(${dialect.text(sql)}, ${dialect.literal(rule.pattern)}))` };
