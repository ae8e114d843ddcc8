import { type QuantileEstimate, orderStatistics, quantileRanks } from "../../core/stats/quantile-interval.ts";
import type { Engine } from "../../ports/engine.ts";
import { featureTables, type FeatureGroup } from "./feature-tables.ts";

/** What was counted of one group of features; times in microseconds. */
export interface GroupCounts {
  readonly group: FeatureGroup;
  /** Entities whose newest offline row is young enough that online should have a value. */
  readonly expected: number;
  /** Of these, how many online has no value for. */
  readonly missing: number;
  /** Entities whose newest offline row is too old, and that online serves all the same. */
  readonly expired: number;
  /** Entities with an online value. */
  readonly found: number;
  /** Of these, how many hold a value older than every offline row. */
  readonly unreached: number;
  /** Of those found with an offline row at asking time: how many there are, how many lag, how many lag by more than is allowed, and the worst. */
  readonly timed: number;
  readonly lagging: number;
  readonly late: number;
  readonly worst: number | null;
  /** Of the lag; those that so few entities cannot bound are left out. */
  readonly quantiles: readonly QuantileEstimate[];
}

const toldQuantiles = [0.5, 0.95, 0.99] as const;

/** Counts how one group stands: what is there, and how far behind. `maxAge` and `maxLag` are in microseconds, null where nobody named one. */
export const countGroup = async (engine: Engine, group: FeatureGroup, at: number, limits: { readonly maxAge: number | null; readonly maxLag: number | null }): Promise<GroupCounts> => {
  const { countIf } = engine.dialect;
  const { online, newest, asOf } = featureTables;
  const expected = `(newest IS NOT NULL${limits.maxAge === null ? "" : ` AND asked - newest <= ${limits.maxAge}`})`;
  const rows = `(SELECT o.asked, o.t${at} AS t, n.newest, w.entity IS NULL AS unreached, CASE WHEN n.newest > o.t${at} THEN n.newest - o.t${at} WHEN n.newest IS NOT NULL AND o.t${at} IS NOT NULL THEN 0 END AS lag
    FROM ${online} o LEFT JOIN ${newest} n ON n.entity = o.entity LEFT JOIN ${asOf(at)} w ON w.entity = o.entity)`;
  const [row] = await engine.query(`SELECT ${countIf(expected)} AS expected, ${countIf(`${expected} AND t IS NULL`)} AS missing, ${countIf(`NOT ${expected} AND t IS NOT NULL`)} AS expired, count(t) AS found,
    ${countIf("t IS NOT NULL AND unreached")} AS unreached, count(lag) AS timed, ${countIf("lag > 0")} AS lagging, ${limits.maxLag === null ? "0" : countIf(`lag > ${limits.maxLag}`)} AS late, max(lag) AS worst FROM ${rows}`);
  const count = (name: string): number => Number(row?.[name] ?? 0);
  const timed = count("timed");
  const wanted = toldQuantiles.flatMap((q) => {
    const ranks = quantileRanks(timed, q);
    return ranks === null ? [] : [{ q, ranks }];
  });
  const places = [...new Set(wanted.flatMap(({ ranks }) => [ranks.low, ranks.estimate, ranks.high]))];
  const read = places.length === 0 ? [] : await engine.query(`SELECT nth, lag FROM (SELECT row_number() OVER (ORDER BY lag) AS nth, lag FROM ${rows} WHERE lag IS NOT NULL) WHERE nth IN (${places.join(", ")})`);
  const lagAt = new Map(read.map(({ nth, lag }) => [Number(nth), Number(lag)]));
  const lag = (rank: number): number => lagAt.get(rank) ?? Number.NaN;
  return {
    group, expected: count("expected"), missing: count("missing"), expired: count("expired"), found: count("found"), unreached: count("unreached"), timed, lagging: count("lagging"), late: count("late"),
    worst: row?.["worst"] === null || row?.["worst"] === undefined ? null : Number(row["worst"]),
    quantiles: wanted.map(({ q, ranks }) => ({ q, n: timed, estimate: lag(ranks.estimate), interval: { low: lag(ranks.low), high: lag(ranks.high), level: 0.95, method: orderStatistics } })),
  };
};
