import { StandardColumn, type PopulationColumn } from "../../core/domain/population.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { TimeWindow } from "./cut-window.ts";
import { cutWindow } from "./cut-window.ts";
import { isNumberType, typeFamily } from "./type-family.ts";
import { readTime } from "./read-time.ts";

/** A standard column and the SQL over the log's columns that fills it, with that SQL's type. */
export interface StandardSource {
  readonly standard: StandardColumn;
  readonly expression: string;
  readonly type: string;
}

/** A column of the population and the SQL over the log's columns that holds it. */
export interface ColumnSource {
  readonly column: PopulationColumn;
  readonly expression: string;
  /** The type of `expression`, which `column.type` may not be. */
  readonly type: string;
  /** Whether no row has a value, so that any kind fits. */
  readonly isEmpty: boolean;
}

export interface Composition {
  readonly standard: readonly StandardSource[];
  readonly columns: readonly ColumnSource[];
  readonly zone: string | null;
  readonly window: TimeWindow;
}

/** The column of a population's SQL for a name: the name itself, unless a standard column is called so. */
export const sqlColumnOf = (name: string): string => ((StandardColumn.options as readonly string[]).includes(name.toLowerCase()) ? `column_${name}` : name);

/**
 * The mapping as SQL: what goes behind FROM in, what goes behind FROM out, with the standard columns under their own names and types and the others under
 * `column.column`. Rows whose time is written and cannot be read are left out, and so is what lies outside of the window.
 */
export const composeRelation = (dialect: Dialect, from: string, { standard, columns, zone, window }: Composition): string => {
  const { identifier } = dialect;
  const ts = standard.find((each) => each.standard === "ts");
  const readable = ts === undefined ? "" : ` WHERE NOT ${readTime(dialect, ts.expression, ts.type, zone).unreadable}`;
  const list = [
    ...standard.map((each) => `${standardExpression(dialect, each, zone)} AS ${identifier(each.standard)}`),
    ...columns.map((each) => `${columnExpression(dialect, each, zone)} AS ${identifier(each.column.column)}`),
  ];
  const mapped = `(SELECT ${list.join(", ")} FROM ${from}${readable})`;
  return cutWindow(dialect, mapped, window);
};

const standardExpression = (dialect: Dialect, { standard, expression, type }: StandardSource, zone: string | null): string => {
  switch (standard) {
    case "ts": case "label_ts": return readTime(dialect, expression, type, zone).expression;
    case "latency_ms": case "weight": return `TRY_CAST(${expression} AS DOUBLE)`;
    case "status": return typeFamily(type) === "text"
      ? `CASE WHEN regexp_full_match(trim(${expression}), '[0-9]+') THEN TRY_CAST(trim(${expression}) AS INTEGER) WHEN lower(trim(${expression})) IN ('ok', 'success', 'succeeded') THEN 200 WHEN ${expression} IS NOT NULL THEN 500 END`
      : typeFamily(type) === "boolean" ? `CASE ${expression} WHEN true THEN 200 WHEN false THEN 500 END` : `TRY_CAST(${expression} AS INTEGER)`;
    default: return textOf(expression, type);
  }
};

/** A value as text; whole numbers in a column of doubles have no point, so that 1 and 1.0 are one key and one category. */
export const textOf = (expression: string, type: string): string => {
  if (typeFamily(type) !== "real") return type === "VARCHAR" ? expression : `(${expression})::VARCHAR`;
  const number = `(${expression})::DOUBLE`;
  return `CASE WHEN isfinite(${number}) AND ${number} = trunc(${number}) AND abs(${number}) < 9007199254740992 THEN (${number})::BIGINT::VARCHAR ELSE (${number})::VARCHAR END`;
};

const columnExpression = (dialect: Dialect, { column, expression, type, isEmpty }: ColumnSource, zone: string | null): string => {
  if (column.role === "ignored") return expression;
  switch (column.kind) {
    case "numeric": return isEmpty && !isNumberType(type) ? `TRY_CAST(${expression} AS DOUBLE)` : typeFamily(type) === "boolean" ? `(${expression})::INTEGER` : /^(DECIMAL|U?HUGEINT)/.test(type) ? `(${expression})::DOUBLE` : expression;
    case "category": return typeFamily(type) === "real" || (typeFamily(type) !== "boolean" && typeFamily(type) !== "integer") ? textOf(expression, type) : expression;
    case "time": return readTime(dialect, expression, type, zone).expression;
    case "text": return typeFamily(type) === "other" ? `to_json(${expression})::VARCHAR` : textOf(expression, type);
  }
};
