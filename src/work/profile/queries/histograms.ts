import type { Dialect } from "../../../core/sql/dialect.ts";
import { binCode } from "./bin-code.ts";
import type { CountedColumn } from "./counted-column.ts";

/** Where the rows of a query come from and what cuts them into cells: SQL behind FROM, and the keys of window and segment. */
export interface CellSource {
  readonly from: string;
  readonly window: string;
  readonly segment: string;
  /** Whether what a query needs is read into memory first: where rows are few, planning a part per column over all columns of a wide log costs more than counting. */
  readonly once: boolean;
}

/** Counts per window, segment and bin of each numeric column: one row `column` (its place in the list), `w`, `s`, `code`, `rows`. */
export const histogramsQuery = (dialect: Dialect, source: CellSource, columns: readonly CountedColumn[], gamma: number): string =>
  perColumn(dialect, source, columns, (place, value) => { const column = columns[place]; return column === undefined ? "" : `${binCode(dialect, value, column.spec, gamma)} AS code`; });

/** Counts per window, segment and value of each text expression: `column`, `w`, `s`, `value`, `rows`. */
export const valuesQuery = (dialect: Dialect, source: CellSource, columns: readonly { readonly value: string }[]): string => perColumn(dialect, source, columns, (_, value) => `${value} AS value`);

/** One part per column, each grouped by what it counts. */
const perColumn = (dialect: Dialect, { from, window, segment, once }: CellSource, columns: readonly { readonly value: string }[], counted: (place: number, value: string) => string): string => {
  const part = (place: number, keys: string, value: string, table: string): string => `SELECT ${place} AS "column", ${keys}, ${counted(place, value)}, count(*)::DOUBLE AS "rows" FROM ${table} GROUP BY ALL`;
  if (!once) return columns.map(({ value }, place) => part(place, `${window} AS w, ${segment} AS s`, value, from)).join("\nUNION ALL ");
  const read = `SELECT ${[`${window} AS w`, `${segment} AS s`, ...columns.map(({ value }, place) => `${value} AS v${place}`)].join(", ")} FROM ${from}`;
  return dialect.readOnce("read", read, columns.map((_, place) => part(place, "w, s", `v${place}`, "read")).join("\nUNION ALL "));
};
