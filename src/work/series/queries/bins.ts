import type { Measure } from "../../../core/domain/measure.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import { gammaOfOnePercent } from "../../../core/stats/log-histogram.ts";
import { binCode } from "../../profile/queries/bin-code.ts";
import { groupedBy, keyColumns, rowKeys, segmentNames, type SeriesKeys } from "./series-keys.ts";

/** Rows per logarithmic bin: `series_w`, `series_g`, the dimensions, `code` (null: no value) and `rows`. */
export const quantileQuery = (dialect: Dialect, keys: SeriesKeys, { sql }: Measure): string => {
  const { columns, groupBy } = groupedBy(segmentNames(keys), [...rowKeys(keys), "code"]);
  const rows = `SELECT ${keyColumns({ ...keys, arrived: "NULL" })}, ${sql["x"] ?? "NULL"} AS x FROM ${keys.from}${whereOf(sql)}`;
  return `SELECT ${columns}, count(*)::DOUBLE AS "rows" FROM (SELECT *, ${binCode(dialect, "x", { binning: "pivot", pivot: 0 }, gammaOfOnePercent)} AS code FROM (${rows})) ${groupBy}`;
};

/** What is kept of a bin, in the order of a statistic; what tells decisions apart by label only where something is decided. */
export const scoredColumns = ({ sql }: Measure): string[] => [
  "rows", "p", "pp", "labelled", "positives", "p_labelled", "decided", "right_ones", ...(sql["decision"] === undefined ? [] : ["p_decided", "labelled_decided", "positives_decided", "p_positives", "pp_labelled"]),
];

/**
 * Score against label per frozen bin: `series_w`, `series_a` (null where the label has not come), `series_g`, the dimensions, `bin` (null: no score), `rows`, and what is kept of
 * a bin, as `scoredColumns` has it after bin and rows.
 */
export const scoredQuery = (dialect: Dialect, keys: SeriesKeys, { sql, edges }: Measure): string => {
  const { columns, groupBy } = groupedBy(segmentNames(keys), [...rowKeys(keys), "bin"]);
  const label = sql["label"] ?? "NULL";
  const rows = `SELECT ${keyColumns({ ...keys, arrived: keys.arrived === "NULL" ? "NULL" : `CASE WHEN (${label}) IS NOT NULL THEN ${keys.arrived} END` })}, ${sql["score"] ?? "NULL"} AS p, ${label} AS y, ${sql["decision"] ?? "NULL"} AS decision FROM ${keys.from}${whereOf(sql)}`;
  const sumWhere = (condition: string, term: string): string => dialect.compensatedSum(`CASE WHEN ${condition} THEN ${term} END`);
  const kept = [
    `${dialect.compensatedSum("p")} AS p`, `${dialect.compensatedSum("p * p")} AS pp`, `count(y)::DOUBLE AS labelled`, `${dialect.countIf(`y = 1`)}::DOUBLE AS positives`,
    `${sumWhere("y IS NOT NULL", "p")} AS p_labelled`, `${dialect.countIf("decision = 1")}::DOUBLE AS decided`, `${dialect.countIf("decision = y")}::DOUBLE AS right_ones`,
    ...(sql["decision"] === undefined ? [] : [
      `${sumWhere("decision = 1", "p")} AS p_decided`, `${dialect.countIf("decision = 1 AND y IS NOT NULL")}::DOUBLE AS labelled_decided`, `${dialect.countIf("decision = 1 AND y = 1")}::DOUBLE AS positives_decided`,
      `${sumWhere("y = 1", "p")} AS p_positives`, `${sumWhere("y IS NOT NULL", "p * p")} AS pp_labelled`,
    ]),
  ];
  return `SELECT ${columns}, count(*)::DOUBLE AS "rows", ${kept.join(", ")} FROM (SELECT *, CASE WHEN p IS NOT NULL THEN ${binOf(dialect, edges ?? [], 0)} END AS bin FROM (${rows})) ${groupBy}`;
};

/** The place of the first edge that `p` does not exceed, found by halving: a row is compared eight times with two hundred edges. */
const binOf = (dialect: Dialect, edges: readonly number[], before: number): string => {
  if (edges.length === 0) return String(before);
  const middle = Math.floor(edges.length / 2);
  return `CASE WHEN p <= ${dialect.double(edges[middle] ?? 0)} THEN ${binOf(dialect, edges.slice(0, middle), before)} ELSE ${binOf(dialect, edges.slice(middle + 1), before + middle + 1)} END`;
};

/** An aggregate that does not add: `series_w`, `series_g`, the dimensions, `rows` and `v`. */
export const valueQuery = (keys: SeriesKeys, { sql }: Measure): string => {
  const { columns, groupBy } = groupedBy(segmentNames(keys), rowKeys(keys));
  return `SELECT ${columns}, count(*)::DOUBLE AS "rows", ${sql["aggregate"] ?? "NULL"} AS v FROM (SELECT *, ${keyColumns({ ...keys, arrived: "NULL" })} FROM ${keys.from}${whereOf(sql)}) ${groupBy}`;
};

const whereOf = (sql: Measure["sql"]): string => (sql["where"] === undefined ? "" : ` WHERE (${sql["where"]})`);
