import type { Dialect } from "../../../core/sql/dialect.ts";
import type { CountedColumn } from "./counted-column.ts";
import { finite } from "./sums.ts";

/** A column of the reference, and the number its squares are summed about. */
export interface LookedAt {
  readonly column: CountedColumn;
  readonly about: number;
}

/**
 * How the numbers and times of a reference lie, all in one scan: `rows`, and per place `n`, `sum` and `squares` of x - about, besides `min` and `max` of scores and how many
 * values of labels are `other` than 0 and 1. A column with NaN or infinities that is not guarded against them has sums that are none. `fraction` is how many numbers are not whole.
 */
export const referenceQuery = (dialect: Dialect, from: string, columns: readonly LookedAt[]): string => {
  const fields = columns.flatMap(({ column, about }, place) => {
    const x = finite(dialect, column);
    const distance = about === 0 ? x : `(${x} - ${dialect.double(about)})`;
    return [`count(${x})::DOUBLE AS n${place}`, `sum(${distance}) AS sum${place}`, `sum(${distance} * ${distance}) AS squares${place}`,
      ...(column.spec.kind === "numeric" ? [`${dialect.countIf(`${x} <> trunc(${x})`)}::DOUBLE AS fraction${place}`] : []),
      ...(column.spec.role === "score" ? [`min(${x}) AS min${place}`, `max(${x}) AS max${place}`] : []),
      ...(column.spec.role === "label" ? [`${dialect.countIf(`${x} <> 0 AND ${x} <> 1`)}::DOUBLE AS other${place}`] : [])];
  });
  return `SELECT ${['count(*)::DOUBLE AS "rows"', ...fields].join(", ")} FROM ${from}`;
};

/** About how many values of each text expression differ in the first rows: `distinct0` … */
export const variedQuery = (dialect: Dialect, from: string, columns: readonly { readonly value: string }[], rows: number): string =>
  `SELECT ${columns.map((_, place) => `${dialect.approximateDistinct(`x${place}`)}::DOUBLE AS distinct${place}`).join(", ")} FROM (SELECT ${columns.map(({ value }, place) => `${value} AS x${place}`).join(", ")} FROM ${from} LIMIT ${rows})`;

/** The most frequent values of each text expression: `column`, `value`, `rows`, and how many `distinct` values there are; ties by value, so that the same rows give the same specification. */
export const frequentQuery = (from: string, columns: readonly { readonly value: string }[], most: number): string => columns
  .map(({ value }, place) => `(SELECT ${place} AS "column", value, count(*)::DOUBLE AS "rows", (count(*) OVER ())::DOUBLE AS "distinct" FROM (SELECT ${value} AS value FROM ${from}) WHERE value IS NOT NULL GROUP BY value ORDER BY "rows" DESC, value LIMIT ${most})`)
  .join("\nUNION ALL ");
