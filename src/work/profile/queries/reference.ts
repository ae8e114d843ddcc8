import type { Dialect } from "../../../core/sql/dialect.ts";
import type { CountedColumn } from "./counted-column.ts";
import { finite } from "./sums.ts";

/** A column of the reference, and the number its squares are summed about. */
export interface LookedAt {
  readonly column: CountedColumn;
  readonly about: number;
}

/**
 * How the columns of a reference lie, all in one scan: `rows`, and per place `n`, `sum` and `squares` of x - about (numbers, times), besides `min` and `max` of scores and how many
 * values of labels are `other` than 0 and 1; or `n` and about how many are `distinct`. A column with NaN or infinities that is not guarded against them has sums that are none.
 */
export const referenceQuery = (dialect: Dialect, from: string, columns: readonly LookedAt[]): string => {
  const fields = columns.flatMap(({ column, about }, place) => {
    if (column.spec.kind !== "numeric" && column.spec.kind !== "time") return [`count(${column.value})::DOUBLE AS n${place}`, `${dialect.approximateDistinct(column.value)}::DOUBLE AS distinct${place}`];
    const x = finite(dialect, column);
    const distance = about === 0 ? x : `(${x} - ${dialect.double(about)})`;
    return [`count(${x})::DOUBLE AS n${place}`, `sum(${distance}) AS sum${place}`, `sum(${distance} * ${distance}) AS squares${place}`,
      ...(column.spec.role === "score" ? [`min(${x}) AS min${place}`, `max(${x}) AS max${place}`] : []),
      ...(column.spec.role === "label" ? [`${dialect.countIf(`${x} <> 0 AND ${x} <> 1`)}::DOUBLE AS other${place}`] : [])];
  });
  return `SELECT ${['count(*)::DOUBLE AS "rows"', ...fields].join(", ")} FROM ${from}`;
};

/** The most frequent values of each text expression: `column`, `value`, `rows`; ties by value, so that the same rows give the same specification. */
export const frequentQuery = (from: string, columns: readonly { readonly value: string }[], most: number): string => columns
  .map(({ value }, place) => `(SELECT ${place} AS "column", value, count(*)::DOUBLE AS "rows" FROM (SELECT ${value} AS value FROM ${from}) WHERE value IS NOT NULL GROUP BY value ORDER BY "rows" DESC, value LIMIT ${most})`)
  .join("\nUNION ALL ");
