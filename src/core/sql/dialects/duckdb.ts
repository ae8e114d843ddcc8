import type { Dialect } from "../dialect.ts";

/** A double as DuckDB reads it back bit for bit: JavaScript's shortest text round-trips, and the cast keeps it from being a DECIMAL. */
const double = (value: number): string => {
  if (Number.isNaN(value)) return "'nan'::DOUBLE";
  if (value === Number.POSITIVE_INFINITY) return "'infinity'::DOUBLE";
  if (value === Number.NEGATIVE_INFINITY) return "'-infinity'::DOUBLE";
  return Object.is(value, -0) ? "'-0'::DOUBLE" : `'${value}'::DOUBLE`;
};

/** SQL as DuckDB spells it. */
export const duckDbDialect: Dialect = {
  id: "duckdb",
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,
  literal: (text) => `'${text.replaceAll("'", "''")}'`,
  double,
  isNaN: (expression) => `isnan(${expression})`,
  isFinite: (expression) => `isfinite(${expression})`,
  bits64: (expression) => `(${expression})::DOUBLE::BIT::BIGINT`,
  bits32: (expression) => `(${expression})::FLOAT::BIT::INTEGER`,
  // A filter of an aggregate copies every column of the query for itself: a hundred of them cost twice what cases do, a thousand more memory than there is.
  countIf: (condition) => `count(CASE WHEN ${condition} THEN 1 END)`,
  approximateDistinct: (expression) => `approx_count_distinct(${expression})`,
  hash: (expression) => `hash(${expression})`,
  narrowToFloat32: (expression) => `CASE WHEN abs(${expression}) > 3.4028235677973366e38 AND isfinite(${expression}) THEN (${expression}) * 'infinity'::DOUBLE ELSE (${expression}) END::FLOAT`,
  compensatedSum: (expression) => `fsum(${expression})`,
  epochSeconds: (expression) => `(epoch_us((${expression})::TIMESTAMP) / 1000000)`,
  text: (expression) => `(${expression})::VARCHAR`,
  placeAmong: (expression, texts) => `list_position([${texts.map((text) => duckDbDialect.literal(text)).join(", ")}], ${expression})`,
  float64: (expression) => `(${expression})::DOUBLE`,
  readOnce: (name, table, query) => `WITH ${name} AS MATERIALIZED (${table})\n${query}`,
  explain: (query) => `EXPLAIN ${query}`,
  isDearPlan: (plan) => /CSV|JSON|JOIN|UNNEST|WINDOW|GROUP_BY|DISTINCT|ORDER_BY|regexp|\bstrptime\b/i.test(plan),
  file: (path) => `'${path.replaceAll(/[[*?]/g, (character) => `[${character}]`).replaceAll("'", "''")}'`,
};
