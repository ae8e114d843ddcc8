import type { Dialect } from "../../../core/sql/dialect.ts";
import type { CountedColumn } from "./counted-column.ts";
import type { CellSource } from "./histograms.ts";

/** Something else that is aggregated in the same scan: `aggregate` speaks of `value` by `name`. */
export interface ExtraSum {
  readonly name: string;
  readonly value: string;
  readonly aggregate: string;
}

/** Whether smallest and largest are asked for apart: over all rows at once an engine has them from a file's statistics and reads nothing. */
export const rangesApart = ({ window, segment }: CellSource): boolean => window === "0" && segment === "-1";

/** Smallest and largest finite value of every number, for `rangesApart`: `w`, `s`, `min0`, `max0` … */
export const rangesQuery = (dialect: Dialect, { from, window, segment }: CellSource, columns: readonly CountedColumn[]): string =>
  `SELECT ${[`${window} AS w, ${segment} AS s`, ...columns.flatMap((column, place) => (isNumber(column) ? [`min(${finite(dialect, column)}) AS min${place}`, `max(${finite(dialect, column)}) AS max${place}`] : []))].join(", ")} FROM ${from}`;

const isNumber = ({ spec }: CountedColumn): boolean => spec.kind === "numeric" || spec.kind === "time";

/** A finite value, or null. */
export const finite = (dialect: Dialect, { value, mayBeUnfinite }: CountedColumn): string => (mayBeUnfinite ? `CASE WHEN ${dialect.isFinite(value)} THEN ${value} END` : value);

/**
 * One scan for all columns: rows and, per column, what adds, by window (`w`), segment (`s`) and block (`b`). Numbers: `n`, `sum` and `squares` of x - pivot, `min`,
 * `max` of x unless they are asked for apart. Categories: `n`, and `first`, the rows of the most frequent category. Texts: the same of lengths, and `empty`.
 */
export const sumsQuery = (dialect: Dialect, source: CellSource, block: string, columns: readonly CountedColumn[], extra: readonly ExtraSum[]): string => {
  const inner = columns.map((column, place) => `${innerValue(dialect, column)} AS x${place}`);
  const outer = columns.flatMap(({ spec }, place) => {
    const x = `x${place}`;
    if (spec.kind === "category") return [`count(${x})::DOUBLE AS n${place}`, `${spec.categories?.[0] === undefined ? "0" : dialect.countIf(`${x} = ${dialect.literal(spec.categories[0])}`)}::DOUBLE AS first${place}`];
    if (spec.kind === "text") return [`count(${x})::DOUBLE AS n${place}`, `sum(${x})::DOUBLE AS sum${place}`, `sum(${x} * ${x})::DOUBLE AS squares${place}`, `min(${x}) AS min${place}`, `max(${x}) AS max${place}`, `${dialect.countIf(`${x} = 0`)}::DOUBLE AS empty${place}`];
    const distance = spec.pivot === null || spec.pivot === 0 ? x : `(${x} - ${dialect.double(spec.pivot)})`;
    return [`count(${x})::DOUBLE AS n${place}`, `${dialect.compensatedSum(distance)} AS sum${place}`, `sum(${distance} * ${distance}) AS squares${place}`, ...(rangesApart(source) ? [] : [`min(${x}) AS min${place}`, `max(${x}) AS max${place}`])];
  });
  const { from, window, segment } = source;
  return `SELECT ${["w, s, b", 'count(*)::DOUBLE AS "rows"', ...outer, ...extra.map(({ name, aggregate }) => `${aggregate} AS ${name}`)].join(", ")}\n` +
    `FROM (SELECT ${[`${window} AS w`, `${segment} AS s`, `${block} AS b`, ...inner, ...extra.map(({ name, value }) => `${value} AS ${name}`)].join(", ")} FROM ${from}) GROUP BY w, s, b`;
};

const innerValue = (dialect: Dialect, column: CountedColumn): string =>
  column.spec.kind === "category" ? column.value : column.spec.kind === "text" ? `length(${column.value})::DOUBLE` : finite(dialect, column);
