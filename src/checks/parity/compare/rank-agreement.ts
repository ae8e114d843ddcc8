import type { OutputComparison } from "../../../core/domain/comparison.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Row } from "../../../ports/engine.ts";

/**
 * Up to this many pairs rank agreement is exact. Ranking needs a sort per side, which at millions of pairs would cost more
 * than all else; on a sample of this size Spearman's standard error is below 0.004.
 */
export const exactRankPairs = 100_000;

/** Resolution of the sampled share. */
const hashBuckets = 1_048_576;

/** A condition that is true for a stable part of the keys, about `exactRankPairs` of them; always true when they are fewer. */
export const rankSampleSql = (dialect: Dialect, key: string, pairs: number): string =>
  pairs <= exactRankPairs ? "true" : `${dialect.hash(key)} % ${hashBuckets} < ${Math.round((hashBuckets * exactRankPairs) / pairs)}`;

/** Spearman's rank correlation: Pearson's of the ranks, ties sharing the mean of theirs. */
export const rankAgreementSql = (finitePairs: string): string =>
  `SELECT count(*) AS n, stddev_samp(rx) AS sd_x, stddev_samp(ry) AS sd_y, covar_samp(rx, ry) AS covariance FROM (SELECT
  rank() OVER (ORDER BY x) + (count(*) OVER (PARTITION BY x) - 1) / 2.0 AS rx, rank() OVER (ORDER BY y) + (count(*) OVER (PARTITION BY y) - 1) / 2.0 AS ry
FROM ${finitePairs} WHERE sampled)`;

/** Null where one side is constant or there are fewer than two pairs: nothing is ordered then. */
export const rankAgreementOf = (row: Row | undefined, sampled: boolean): OutputComparison["rank"] => {
  const [sdX, sdY, covariance] = [row?.["sd_x"], row?.["sd_y"], row?.["covariance"]];
  if (typeof sdX !== "number" || typeof sdY !== "number" || typeof covariance !== "number" || sdX === 0 || sdY === 0) return null;
  return { spearman: Math.max(-1, Math.min(1, covariance / sdX / sdY)), pairs: Number(row?.["n"]), sampled };
};
