import type { QualityRule } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { AskedColumn } from "./column-of.ts";
import type { ColumnSql } from "./rule-sql.ts";
import { familyOfEngine } from "./type-family.ts";

/** Values outside of their bounds; what is no number, NaN included, lies in no range of numbers. */
export const rangeSql = (rule: QualityRule, { sql, type }: AskedColumn, dialect: Dialect): ColumnSql | string => {
  const { minimum, maximum } = rule;
  if (minimum === null && maximum === null) return "a range needs a minimum or a maximum";
  const texts = typeof minimum === "string" || typeof maximum === "string";
  const family = familyOfEngine(type);
  const timed = texts && rule.measure === "value" && (family === "timestamp" || family === "date");
  const unreadable = timed ? [minimum, maximum].find((bound) => bound !== null && Number.isNaN(Date.parse(String(bound)))) : undefined;
  if (unreadable !== undefined) return `the bound ${String(unreadable)} is no time`;
  const value = rule.measure === "length" ? `length(${dialect.text(sql)})`
    : timed ? `CAST(${sql} AS TIMESTAMP)`
    : texts ? dialect.text(sql)
    : family === "string" || family === "json" ? `TRY_CAST(${dialect.text(sql)} AS DOUBLE)`
    : family === "integer" || family === "number" ? dialect.float64(sql)
    : null;
  if (value === null) return `a column of the type ${type} has no range of numbers`;
  const bound = (of: string | number): string => (timed ? `CAST(${dialect.literal(new Date(zoned(String(of))).toISOString().slice(0, -1))} AS TIMESTAMP)` : typeof of === "number" ? dialect.double(of) : dialect.literal(of));
  const low = minimum === null ? [] : [`${value} ${rule.exclusiveMinimum ? ">" : ">="} ${bound(minimum)}`];
  const high = maximum === null ? [] : [`${value} ${rule.exclusiveMaximum ? "<" : "<="} ${bound(maximum)}`];
  const number = !texts && rule.measure === "value" ? [`NOT ${dialect.isNaN(value)}`] : [];
  return { broken: `(${sql} IS NOT NULL AND NOT coalesce(${[...low, ...high, ...number].join(" AND ")}, FALSE))` };
};

/** A time without a zone is UTC, as the relation's times are. */
const zoned = (text: string): string => (/[zZ]$|[+-]\d\d:?\d\d$/.test(text) || /^\d{4}-\d\d-\d\d$/.test(text) ? text : `${text.replace(" ", "T")}Z`);
