import type { Dialect } from "../../../core/sql/dialect.ts";
import { binCode } from "./bin-code.ts";
import type { CountedColumn } from "./counted-column.ts";

/** Where the rows of a query come from and what cuts them into cells: SQL behind FROM, and the keys of window and segment. */
export interface CellSource {
  readonly from: string;
  readonly window: string;
  readonly segment: string;
}

/** Counts per window, segment and bin of each numeric column: one row `column` (its place in the list), `w`, `s`, `code`, `rows`. */
export const histogramsQuery = (dialect: Dialect, { from, window, segment }: CellSource, columns: readonly CountedColumn[], gamma: number): string =>
  columns.map(({ spec, value }, place) => `SELECT ${place} AS "column", ${window} AS w, ${segment} AS s, ${binCode(dialect, value, spec, gamma)} AS code, count(*)::DOUBLE AS "rows" FROM ${from} GROUP BY ALL`).join("\nUNION ALL ");

/** Counts per window, segment and value of each text expression: `column`, `w`, `s`, `value`, `rows`. */
export const valuesQuery = ({ from, window, segment }: CellSource, columns: readonly { readonly value: string }[]): string =>
  columns.map(({ value }, place) => `SELECT ${place} AS "column", ${window} AS w, ${segment} AS s, ${value} AS value, count(*)::DOUBLE AS "rows" FROM ${from} GROUP BY ALL`).join("\nUNION ALL ");
