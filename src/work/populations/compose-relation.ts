import { StandardColumn, type PopulationColumn } from "../../core/domain/population.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { TimeWindow } from "./cut-window.ts";
import { cutWindow } from "./cut-window.ts";
import { joinLabels, type PreparedLabels } from "./join-labels.ts";
import { readTime } from "./read-time.ts";
import { textOf } from "./text-of.ts";
import { isNumberType, typeFamily } from "./type-family.ts";

/** A standard column and the SQL over the log's columns that fills it, with that SQL's type. */
export interface StandardSource {
  readonly standard: StandardColumn;
  readonly expression: string;
  readonly type: string;
  /** Whether a log's format has made it already what it is to be, its zone included. */
  readonly isReady: boolean;
  /** Whether every time of it is known to be readable, so that no row has to be asked. */
  readonly allReadable?: boolean;
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
  /** Labels that came in a file of their own, and the column of the population that holds them. */
  readonly labels: { readonly prepared: PreparedLabels; readonly column: PopulationColumn } | null;
  /** A column of `from` that is handed on as it is, for whoever put it there. */
  readonly carried?: string;
}

/** The column of a population's SQL for a name: the name itself, unless a standard column is called so. */
export const sqlColumnOf = (name: string): string => ((StandardColumn.options as readonly string[]).includes(name.toLowerCase()) ? `column_${name}` : name);

/**
 * The mapping as SQL: what goes behind FROM in, what goes behind FROM out, with the standard columns under their own names and types and the others under
 * `column.column`. Rows whose time is written and cannot be read are left out, and so is what lies outside of the window. Where no row is to be left out there is no WHERE: every
 * question about one column would read the times with it, and could not be answered from what a file says about its columns.
 */
export const composeRelation = (dialect: Dialect, from: string, { standard, columns, zone, window, labels, carried }: Composition): string => {
  const { identifier } = dialect;
  const ts = standard.find((each) => each.standard === "ts");
  const readable = ts === undefined || ts.isReady || ts.allReadable === true ? "" : ` WHERE NOT ${readTime(dialect, ts.expression, ts.type, zone).unreadable}`;
  const list = [
    ...standard.map((each) => `${standardExpression(dialect, each, zone)} AS ${identifier(each.standard)}`),
    ...columns.map((each) => `${columnExpression(dialect, each, zone)} AS ${identifier(each.column.column)}`),
    ...(carried === undefined ? [] : [identifier(carried)]),
  ];
  const mapped = `(SELECT ${list.join(", ")} FROM ${from}${readable})`;
  return cutWindow(dialect, labels === null ? mapped : joinLabels(labels.prepared, mapped, identifier(labels.column.column)), window);
};

const standardExpression = (dialect: Dialect, { standard, expression, type, isReady }: StandardSource, zone: string | null): string => {
  if (isReady) return expression;
  switch (standard) {
    case "ts": case "label_ts": return readTime(dialect, expression, type, zone).expression;
    case "latency_ms": case "weight": return `TRY_CAST(${expression} AS DOUBLE)`;
    case "status": return typeFamily(type) === "text"
      ? `CASE WHEN regexp_full_match(trim(${expression}), '[0-9]+') THEN TRY_CAST(trim(${expression}) AS INTEGER) WHEN lower(trim(${expression})) IN ('ok', 'success', 'succeeded') THEN 200 WHEN ${expression} IS NOT NULL THEN 500 END`
      : typeFamily(type) === "boolean" ? `CASE ${expression} WHEN true THEN 200 WHEN false THEN 500 END` : `TRY_CAST(${expression} AS INTEGER)`;
    default: return textOf(expression, type);
  }
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
