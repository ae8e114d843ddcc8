import type { QualityRule } from "../../core/domain/quality.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { AskedColumn } from "./column-of.ts";
import type { ColumnSql } from "./rule-sql.ts";
import { boundsOfType, familyOfEngine, familyOfWanted, type TypeFamily } from "./type-family.ts";

const castNames: Partial<Record<TypeFamily, string>> = { number: "DOUBLE", integer: "DOUBLE", boolean: "BOOLEAN", date: "DATE", timestamp: "TIMESTAMP", time: "TIME" };

/** What a family also takes: a whole number is a number, a day is a time. */
const taken: Partial<Record<TypeFamily, readonly TypeFamily[]>> = { number: ["integer"], date: ["timestamp"], timestamp: ["date"], object: ["json"], array: ["json"] };

/**
 * Values that are not of the type. In a column of texts those are the ones that cannot be read as it; where all can, the column as a whole is
 * of another type, and so is every value. A number is whole when it has no fraction, however it is stored.
 */
export const typeSql = (rule: QualityRule, { sql, type }: AskedColumn, dialect: Dialect): ColumnSql | string => {
  const family = familyOfWanted(rule.type ?? "");
  if (family === null) return `${rule.type ?? "nothing"} is no type`;
  const stored = familyOfEngine(type);
  if (family === "null") return { broken: `${sql} IS NOT NULL`, held: "TRUE" };
  const bounds = boundsOfType(rule.type ?? "");
  const value = dialect.float64(sql);
  const beyond = bounds === null ? null : `(${value} < ${dialect.double(bounds[0])} OR ${value} > ${dialect.double(bounds[1])})`;
  if (stored === family || taken[family]?.includes(stored) === true) return { broken: beyond === null ? "FALSE" : `coalesce(${beyond}, FALSE)` };
  if (family === "json" || stored === "null") return { broken: "FALSE" };
  if (family === "integer" && stored === "number") {
    const fraction = `NOT (${dialect.isFinite(value)} AND ${value} = floor(${value}))`;
    return { broken: `coalesce(${beyond === null ? fraction : `${fraction} OR ${beyond}`}, FALSE)` };
  }
  const cast = castNames[family];
  // JSON keeps the type of every value: a text stands in quotes there.
  if (stored === "json") return { broken: jsonBroken(family, sql, dialect), held: `coalesce(${dialect.text(sql)} <> 'null', FALSE)` };
  if (stored !== "string" || cast === undefined) return { broken: `${sql} IS NOT NULL`, wholeColumn: true };
  const read = `TRY_CAST(${sql} AS ${cast})`;
  const unread = family === "integer" ? `(${read} IS NULL OR ${read} <> floor(${read}))` : `${read} IS NULL`;
  return { broken: `(${sql} IS NOT NULL AND ${unread})`, wholeColumn: true };
};

const jsonBroken = (family: TypeFamily, sql: string, dialect: Dialect): string => {
  const text = dialect.text(sql);
  const present = `${sql} IS NOT NULL AND ${text} <> 'null'`;
  if (family === "string") return `(${present} AND left(${text}, 1) <> '"')`;
  const cast = castNames[family];
  if (cast === undefined) return "FALSE";
  const read = family === "number" || family === "integer" || family === "boolean" ? `TRY_CAST(${text} AS ${cast})` : `TRY_CAST(trim(${text}, '"') AS ${cast})`;
  return `(${present} AND (${read} IS NULL${family === "integer" ? ` OR ${read} <> floor(${read})` : ""}))`;
};
