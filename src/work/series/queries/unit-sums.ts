import type { Measure } from "../../../core/domain/measure.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import { groupedBy, keyColumns, rowKeys, segmentNames, type SeriesKeys } from "./series-keys.ts";

/** The six sums of a ratio over units `m`, `d`. */
const sixSums = (dialect: Dialect): string => {
  const usable = `${dialect.isFinite("m")} AND ${dialect.isFinite("d")}`;
  const total = (term: string): string => dialect.compensatedSum(`CASE WHEN ${usable} THEN ${term} END`);
  return `${dialect.countIf(usable)}::DOUBLE AS n, ${total("m")} AS m, ${total("d")} AS d, ${total("m * m")} AS mm, ${total("d * d")} AS dd, ${total("m * d")} AS md`;
};

/**
 * A ratio whose units are groups of rows (a person, a session): m and d are summed within a group, window and segment first. `rows`, `labelled` and the six sums by
 * `series_w`, `series_a`, `series_g` and the dimensions. Rows that belong to no group are in no unit.
 */
export const unitSumsQuery = (dialect: Dialect, keys: SeriesKeys, { sql, labelled }: Measure): string => {
  const names = segmentNames(keys);
  const [m, d] = [dialect.float64(`(${sql["m"] ?? "NULL"})`), dialect.float64(`(${sql["d"] ?? "1"})`)];
  const known = sql["label"] === undefined ? "true" : `(${sql["label"]}) IS NOT NULL`;
  const arrived = labelled && keys.arrived !== "NULL" ? `CASE WHEN ${known} THEN ${keys.arrived} END` : "NULL";
  const rows = `SELECT ${keyColumns({ ...keys, arrived })}, ${sql["group"] ?? "NULL"} AS series_unit, ${known} AS known, ${m} AS m, ${d} AS d FROM ${keys.from}${whereOf(sql)}`;
  const usable = `series_unit IS NOT NULL AND known AND ${dialect.isFinite("m")} AND ${dialect.isFinite("d")}`;
  const units = groupedBy(names, [...rowKeys(keys), "series_unit"], true);
  return `SELECT ${[...rowKeys(keys), "series_g", ...names].join(", ")}, sum("rows")::DOUBLE AS "rows", sum(labelled)::DOUBLE AS labelled, ${sixSums(dialect)}\n` +
    `FROM (SELECT ${units.columns}, count(*) AS "rows", ${dialect.countIf("known")} AS labelled, ${dialect.compensatedSum(`CASE WHEN ${usable} THEN m END`)} AS m, ${dialect.compensatedSum(`CASE WHEN ${usable} THEN d END`)} AS d FROM (${rows}) ${units.groupBy})\n` +
    `GROUP BY ${[...rowKeys(keys), "series_g", ...names].join(", ")}`;
};

/**
 * A ratio whose units are ranked lists: the same columns as above. A list lies in the window of its first row, came with the last of its labels, and belongs to a segment when all of
 * its rows do; one that still waits for a label is not labelled.
 */
export const listSumsQuery = (dialect: Dialect, keys: SeriesKeys, { sql }: Measure): string => {
  const names = segmentNames(keys);
  const rows = `SELECT ${keyColumns(keys)}, ${sql["group"] ?? "NULL"} AS unit, ${sql["score"] ?? "NULL"} AS score, ${sql["gain"] ?? "NULL"} AS gain FROM ${keys.from}${whereOf(sql)}`;
  const unit = keys.inParts ? "series_p, unit" : "unit";
  // Equal scores share their mean gain; where their order counts, what is worth less comes first.
  const placed = `SELECT *, row_number() OVER (PARTITION BY ${unit} ORDER BY score DESC NULLS LAST, gain NULLS FIRST) AS place, row_number() OVER (PARTITION BY ${unit} ORDER BY gain DESC NULLS LAST) AS ideal,\n` +
    `avg(gain) OVER (PARTITION BY ${unit}, score) AS even_gain, avg((gain > 0)::INTEGER) OVER (PARTITION BY ${unit}, score) AS even_relevant FROM (${rows})`;
  const segment = (name: string): string => `CASE WHEN count(${name}) = count(*) AND min(${name}) = max(${name}) THEN min(${name}) END AS ${name}`;
  const complete = "unit IS NOT NULL AND count(gain) = count(*)";
  const lists = `SELECT ${[...(keys.inParts ? ["series_p"] : []), "min(series_w) AS series_w", `CASE WHEN ${complete} THEN max(series_a) END AS series_a`, ...names.map(segment)].join(", ")}, count(*) AS "rows", CASE WHEN ${complete} THEN count(*) ELSE 0 END AS labelled,\n` +
    `CASE WHEN ${complete} THEN ${dialect.float64(`(${sql["m"] ?? "NULL"})`)} END AS m, CASE WHEN ${complete} THEN ${dialect.float64(`(${sql["d"] ?? "1"})`)} END AS d FROM (${placed}) GROUP BY ${unit}`;
  const { columns, groupBy } = groupedBy(names, rowKeys(keys), true);
  return `SELECT ${columns}, sum("rows")::DOUBLE AS "rows", sum(labelled)::DOUBLE AS labelled, ${sixSums(dialect)} FROM (${lists}) ${groupBy}`;
};

const whereOf = (sql: Measure["sql"]): string => (sql["where"] === undefined ? "" : ` WHERE (${sql["where"]})`);
