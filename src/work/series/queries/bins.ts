import type { Measure } from "../../../core/domain/measure.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import { gammaOfOnePercent } from "../../../core/stats/log-histogram.ts";
import { binCode } from "../../profile/queries/bin-code.ts";
import { groupedBy, keyColumns, rowKeys, segmentNames, type SeriesKeys } from "./series-keys.ts";

/** Rows per logarithmic bin: `series_w`, `series_g`, the dimensions, `code` (null: no value) and `rows`. */
export const quantileQuery = (dialect: Dialect, keys: SeriesKeys, { sql }: Measure): string => {
  const { columns, groupBy } = groupedBy(segmentNames(keys), [...rowKeys(keys), "code"], false);
  const rows = `SELECT ${keyColumns({ ...keys, arrived: "NULL" })}, ${sql["x"] ?? "NULL"} AS x FROM ${keys.from}${whereOf(sql)}`;
  return `SELECT ${columns}, count(*)::DOUBLE AS "rows" FROM (SELECT *, ${binCode(dialect, "x", { binning: "pivot", pivot: 0 }, gammaOfOnePercent)} AS code FROM (${rows})) ${groupBy}`;
};

/**
 * Score against label per frozen bin: `series_w`, `series_a` (null where the label has not come), `series_g`, the dimensions, `bin` (null: no score), `y` and `decision` (0, 1 or null), and of the rows that agree in all
 * of these their number `rows` and the sums of their scores and squared scores, `p` and `pp`. All that is kept of a bin are sums of these: two are asked of a row, instead of a dozen.
 */
export const scoredQuery = (dialect: Dialect, keys: SeriesKeys, { sql, edges }: Measure): string => {
  const { columns, groupBy } = groupedBy(segmentNames(keys), [...rowKeys(keys), "bin", "y", "decision"], false);
  const label = sql["label"] ?? "NULL";
  const come = keys.arrived === "NULL" ? "NULL" : `CASE WHEN (${label}) IS NOT NULL THEN ${keys.arrived} END`;
  const rows = `SELECT ${keyColumns({ ...keys, arrived: come })}, ${sql["score"] ?? "NULL"} AS p, (${label})::TINYINT AS y, (${sql["decision"] ?? "NULL"})::TINYINT AS decision FROM ${keys.from}${whereOf(sql)}`;
  return `SELECT ${columns}, count(*)::DOUBLE AS "rows", ${dialect.compensatedSum("p")} AS p, ${dialect.compensatedSum("p * p")} AS pp\n` +
    `FROM (SELECT *, CASE WHEN p IS NOT NULL THEN ${binOf(dialect, edges ?? [], 0)} END AS bin FROM (${rows})) ${groupBy}`;
};

/** The place of the first edge that `p` does not exceed, found by halving: a row is compared eight times with two hundred edges. */
const binOf = (dialect: Dialect, edges: readonly number[], before: number): string => {
  if (edges.length === 0) return String(before);
  const middle = Math.floor(edges.length / 2);
  return `CASE WHEN p <= ${dialect.double(edges[middle] ?? 0)} THEN ${binOf(dialect, edges.slice(0, middle), before)} ELSE ${binOf(dialect, edges.slice(middle + 1), before + middle + 1)} END`;
};

/** An aggregate that does not add: `series_w`, `series_g`, the dimensions, `rows` and `v`. */
export const valueQuery = (keys: SeriesKeys, { sql }: Measure): string => {
  const { columns, groupBy } = groupedBy(segmentNames(keys), rowKeys(keys), true);
  return `SELECT ${columns}, count(*)::DOUBLE AS "rows", ${sql["aggregate"] ?? "NULL"} AS v FROM (SELECT *, ${keyColumns({ ...keys, arrived: "NULL" })} FROM ${keys.from}${whereOf(sql)}) ${groupBy}`;
};

const whereOf = (sql: Measure["sql"]): string => (sql["where"] === undefined ? "" : ` WHERE (${sql["where"]})`);
