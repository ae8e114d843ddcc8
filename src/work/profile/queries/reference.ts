import type { Dialect } from "../../../core/sql/dialect.ts";
import type { CountedColumn } from "./counted-column.ts";
import { finite } from "./sums.ts";

/** How the columns of a reference lie, all in one scan: `rows`, and per place `n`, `min`, `max`, `mean`, `sd` of finite values (numbers, times), or `n` and about how many are `distinct`. */
export const referenceQuery = (dialect: Dialect, from: string, columns: readonly CountedColumn[]): string => {
  const fields = columns.flatMap((column, place) => {
    if (column.spec.kind !== "numeric" && column.spec.kind !== "time") return [`count(${column.value})::DOUBLE AS n${place}`, `${dialect.approximateDistinct(column.value)}::DOUBLE AS distinct${place}`];
    const x = finite(dialect, column);
    // Scaled, so that no square overflows.
    return [`count(${x})::DOUBLE AS n${place}`, `min(${x}) AS min${place}`, `max(${x}) AS max${place}`, `avg(${x}) AS mean${place}`, `stddev_pop(CASE WHEN abs(${column.value}) < 1e150 THEN ${column.value} END) AS sd${place}`,
      ...(column.spec.role === "label" ? [`${dialect.countIf(`${x} <> 0 AND ${x} <> 1`)}::DOUBLE AS other${place}`] : [])];
  });
  return `SELECT ${['count(*)::DOUBLE AS "rows"', ...fields].join(", ")} FROM ${from}`;
};

/** The most frequent values of each text expression: `column`, `value`, `rows`; ties by value, so that the same rows give the same specification. */
export const frequentQuery = (from: string, columns: readonly { readonly value: string }[], most: number): string => columns
  .map(({ value }, place) => `(SELECT ${place} AS "column", value, count(*)::DOUBLE AS "rows" FROM (SELECT ${value} AS value FROM ${from}) WHERE value IS NOT NULL GROUP BY value ORDER BY "rows" DESC, value LIMIT ${most})`)
  .join("\nUNION ALL ");
