import type { Engine } from "../../ports/engine.ts";
import { countOrZero, numberOrNull } from "./cell-number.ts";
import { quantileSql } from "./quantile-sql.ts";

/** Numbers about one output's pairs that several patterns need. `finite` pairs have a finite number on both sides. */
export interface PairFacts {
  readonly pairs: number;
  readonly outside: number;
  readonly finite: number;
  readonly finiteOutside: number;
  /** Finite pairs whose values differ at all. */
  readonly changed: number;
  readonly meanDifference: number;
  readonly rmsDifference: number;
  readonly sdReference: number;
  readonly sdCandidate: number;
  readonly minReference: number;
  readonly maxReference: number;
  readonly minCandidate: number;
  readonly maxCandidate: number;
  /** Slope and offset of the least-squares line of the candidate over the reference. */
  readonly slope: number;
  readonly offset: number;
  readonly distinctReference: number;
  readonly distinctCandidate: number;
  /** Spearman's rank correlation, ties at their mean rank; 0 where one side does not vary. */
  readonly spearman: number;
  /** Kolmogorov-Smirnov distance between the two sets of values: largest gap of the distribution functions. */
  readonly marginalDistance: number;
  /** Quantiles 50 % and 99 % of |difference| / (the larger magnitude) over changed pairs. */
  readonly relativeMedian: number;
  readonly relativeHigh: number;
  /**
   * How much of the mean squared difference follows from the reference's value alone: differences are averaged within twenty equal-mass
   * bins of the reference. Near 1 the candidate is a function of the reference; near 20/n it is noise around it.
   */
  readonly systematic: number;
}

const finite = "a is not null and b is not null";

/** |a - b| over the larger magnitude; only used where a and b differ, so never 0/0. */
const relative = "abs(b - a) / greatest(abs(a), abs(b))";

const meanRank = (column: string): string => `rank() over (order by ${column}) + (count(*) over (partition by ${column}) - 1) / 2.0`;

/** Reads the facts off the pairs table; `a` and `b` there are finite or null. */
export const pairFacts = async (engine: Engine, table: string): Promise<PairFacts> => {
  const one = async (sql: string) => (await engine.query(sql))[0] ?? {};
  const { dialect } = engine;
  const counts = await one(`select count(*) as pairs, ${dialect.countIf("outside")} as outside, ${dialect.countIf(finite)} as finite,
    ${dialect.countIf(`outside and ${finite}`)} as finite_outside from ${table}`);
  const moments = await one(`select ${dialect.countIf("a <> b")} as changed, avg(b - a) as mean_d, sqrt(avg((b - a) * (b - a))) as rms_d,
    stddev_pop(a) as sd_a, stddev_pop(b) as sd_b, avg(a) as mean_a, avg(b) as mean_b, min(a) as min_a, max(a) as max_a, min(b) as min_b, max(b) as max_b,
    count(distinct a) as distinct_a, count(distinct b) as distinct_b, covar_pop(a, b) as covariance from ${table} where ${finite}`);
  const ranks = await one(`select covar_pop(ra, rb) as c, stddev_pop(ra) as sa, stddev_pop(rb) as sb from
    (select ${meanRank("a")} as ra, ${meanRank("b")} as rb from ${table} where ${finite}) as ranked`);
  const marginal = await one(`select max(abs(f)) as distance from (select v, sum(sum(w)) over (order by v) as f from
    (select a as v, 1 as w from ${table} where ${finite} union all select b, -1 from ${table} where ${finite}) as both_sides group by v) as steps`);
  const spread = await one(`select ${quantileSql(table, relative, `${finite} and a <> b`, 0.5)} as middle, ${quantileSql(table, relative, `${finite} and a <> b`, 0.99)} as high`);
  const bins = await one(`select sum(n * m * m) as explained, sum(s) as total from (select count(*) as n, avg(d) as m, sum(d * d) as s from
    (select b - a as d, ntile(20) over (order by a) as bin from ${table} where ${finite}) as binned group by bin) as per_bin`);
  const number = (row: typeof counts, name: string): number => numberOrNull(row[name]) ?? 0;
  const pairsFinite = countOrZero(counts["finite"]);
  const [sa, sb, total] = [number(ranks, "sa"), number(ranks, "sb"), number(bins, "total")];
  const sdReference = number(moments, "sd_a");
  const slope = sdReference > 0 ? number(moments, "covariance") / (sdReference * sdReference) : 0;
  return {
    pairs: countOrZero(counts["pairs"]),
    outside: countOrZero(counts["outside"]),
    finite: pairsFinite,
    finiteOutside: countOrZero(counts["finite_outside"]),
    changed: countOrZero(moments["changed"]),
    meanDifference: number(moments, "mean_d"),
    rmsDifference: number(moments, "rms_d"),
    sdReference,
    sdCandidate: number(moments, "sd_b"),
    minReference: number(moments, "min_a"),
    maxReference: number(moments, "max_a"),
    minCandidate: number(moments, "min_b"),
    maxCandidate: number(moments, "max_b"),
    slope,
    offset: number(moments, "mean_b") - slope * number(moments, "mean_a"),
    distinctReference: countOrZero(moments["distinct_a"]),
    distinctCandidate: countOrZero(moments["distinct_b"]),
    spearman: sa > 0 && sb > 0 ? number(ranks, "c") / (sa * sb) : 0,
    marginalDistance: pairsFinite > 0 ? number(marginal, "distance") / pairsFinite : 0,
    relativeMedian: number(spread, "middle"),
    relativeHigh: number(spread, "high"),
    systematic: total > 0 ? number(bins, "explained") / total : 0,
  };
};
