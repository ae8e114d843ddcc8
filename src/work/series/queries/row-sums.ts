import type { Measure } from "../../../core/domain/measure.ts";
import { countsEvents } from "../../../core/measure/counts-events.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Row } from "../../../ports/engine.ts";
import { groupedBy, keyColumns, rowKeys, segmentNames, type SeriesKeys } from "./series-keys.ts";

/** One query for many measures, and how to read each of them from a row of its answer. */
export interface RowSums {
  readonly sql: string;
  readonly readers: readonly { readonly measure: Measure; read(row: Row): { readonly rows: number; readonly labelled: number; readonly sums: number[] } }[];
}

/**
 * Sums over rows for all measures that add row by row, in one scan: ratios without groups, and counts. Equal expressions are asked for once.
 */
export const rowSumsQuery = (dialect: Dialect, keys: SeriesKeys, measures: readonly Measure[]): RowSums => {
  const [inner, outer] = [named("v"), named("a")];
  const number = (sql: string): string => dialect.float64(`(${sql})`);
  const count = (condition: string | null): string => outer(condition === null ? "count(*)" : dialect.countIf(condition));
  const readers = measures.map((measure) => {
    const { sql, labelled } = measure;
    const where = sql["where"] === undefined ? null : inner(`(${sql["where"]})`);
    const known = labelled && sql["label"] !== undefined ? inner(`(${sql["label"]}) IS NOT NULL`) : null;
    const both = (conditions: readonly (string | null)[]): string | null => conditions.filter((each) => each !== null).join(" AND ") || null;
    const [rows, come] = [count(where), count(both([where, known]))];
    const of = (row: Row) => ({ rows: Number(row[rows]), labelled: Number(row[come]) });
    if (measure.shape === "count") {
      const x = inner(number(sql["x"] ?? "1"));
      const counted = both([where, `${dialect.isFinite(x)}`]) ?? "true";
      const [sum, squares] = [x, `${x} * ${x}`].map((term) => outer(dialect.compensatedSum(`CASE WHEN ${counted} THEN ${term} END`)));
      return { measure, read: (row: Row) => ({ ...of(row), sums: [Number(row[sum ?? ""] ?? 0), 0, Number(row[squares ?? ""] ?? 0)] }) };
    }
    const isOne = sql["d"] === "1";
    const [m, d] = [inner(number(sql["m"] ?? "NULL")), isOne ? "1" : inner(number(sql["d"] ?? "NULL"))];
    // A row is usable when both are numbers; what is null is finite nowhere.
    const usable = both([where, known, dialect.isFinite(m), isOne ? null : dialect.isFinite(d)]) ?? "true";
    const n = count(usable);
    const total = (term: string): string => (term === "1" ? n : outer(dialect.compensatedSum(`CASE WHEN ${usable} THEN ${term} END`)));
    const [sm, sd] = [total(m), total(d)];
    // What is 0 or 1 is its own square, and a numerator that implies its denominator their product.
    const [smm, sdd, smd] = countsEvents(measure) ? [sm, sd, sm] : [total(`${m} * ${m}`), isOne ? n : total(`${d} * ${d}`), isOne ? sm : total(`${m} * ${d}`)];
    return { measure, read: (row: Row) => ({ ...of(row), sums: [n, sm, sd, smm, sdd, smd].map((name) => Number(row[name] ?? 0)) }) };
  });
  const { columns, groupBy } = groupedBy(segmentNames(keys), rowKeys(keys), false);
  const select = (list: readonly string[]): string => list.join(", ");
  return {
    readers,
    sql: `SELECT ${select([columns, ...outer.list.map(({ sql, name }) => `(${sql})::DOUBLE AS ${name}`)])}\n` +
      `FROM (SELECT ${select([keyColumns(keys), ...inner.list.map(({ sql, name }) => `${sql} AS ${name}`)])} FROM ${keys.from}) ${groupBy}`,
  };
};

/** Gives each expression a name, the same for the same. */
const named = (prefix: string): ((sql: string) => string) & { readonly list: readonly { readonly sql: string; readonly name: string }[] } => {
  const list: { sql: string; name: string }[] = [];
  const names = new Map<string, string>();
  const nameOf = (sql: string): string => {
    const known = names.get(sql) ?? `series_${prefix}${list.length}`;
    if (!names.has(sql)) list.push({ sql, name: known });
    names.set(sql, known);
    return known;
  };
  return Object.assign(nameOf, { list });
};
