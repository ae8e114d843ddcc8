import type { Dialect } from "../../../core/sql/dialect.ts";
import type { CountedColumn } from "./counted-column.ts";
import { finite } from "./sums.ts";

const hashes = 1_048_576;

/** Sums and products of x - pivot of all pairs over the sampled rows in which every column is finite, by window: `w`, `n`, `s0` …, `p0` … (upper triangle by rows). */
export const crossQuery = (dialect: Dialect, from: string, window: string, columns: readonly CountedColumn[], share: number, sampledBy: string): string => {
  const inner = columns.map((column, place) => `${finite(dialect, column)}${column.spec.pivot ? ` - ${dialect.double(column.spec.pivot)}` : ""} AS x${place}`);
  const sums = columns.map((_, place) => `${dialect.compensatedSum(`x${place}`)} AS s${place}`);
  const pairs = columns.flatMap((_, i) => columns.slice(i).map((__, j) => `x${i} * x${i + j}`));
  const sampled = share >= 1 ? "" : ` WHERE ${dialect.hash(sampledBy)} % ${hashes} < ${Math.round(share * hashes)}`;
  return `SELECT w, count(*)::DOUBLE AS n, ${[...sums, ...pairs.map((pair, place) => `sum(${pair}) AS p${place}`)].join(", ")}\n` +
    `FROM (SELECT ${[`${window} AS w`, ...inner].join(", ")} FROM ${from}${sampled}) WHERE ${columns.map((_, place) => `x${place} IS NOT NULL`).join(" AND ")} GROUP BY w`;
};
