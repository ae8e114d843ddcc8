import { batchCount, designEffect, type TimeBatch } from "../../../core/stats/design-effect.ts";
import { orderStatistics, type QuantileEstimate, quantileRank, quantileRanks } from "../../../core/stats/quantile-interval.ts";
import type { Engine } from "../../../ports/engine.ts";
import { answered, type RequestRelation } from "./request-relation.ts";

/** The quantiles that are always asked for; those without enough tail are refused. */
export const latencyQuantileLevels: readonly number[] = [0.5, 0.9, 0.95, 0.99, 0.999];

/** How many requests of the relation were answered. */
export const answeredRequests = async (engine: Engine, { sql }: RequestRelation): Promise<number> =>
  Number((await engine.query(`SELECT count(*) AS n FROM ${sql} WHERE ${answered}`))[0]?.["n"] ?? 0);

/** Latencies at the given ranks (from 1, ascending), read off in one pass over the sorted column. */
export const latenciesAtRanks = async (engine: Engine, { sql }: RequestRelation, ranks: readonly number[]): Promise<ReadonlyMap<number, number>> => {
  if (ranks.length === 0) return new Map();
  const wanted = [...new Set(ranks)].sort((a, b) => a - b).join(", ");
  const rows = await engine.query(`SELECT rn, latency_ms FROM (SELECT latency_ms, row_number() OVER (ORDER BY latency_ms) AS rn FROM ${sql} WHERE ${answered}) WHERE rn IN (${wanted})`);
  return new Map(rows.map((row) => [Number(row["rn"]), Number(row["latency_ms"])]));
};

/** Each quantile with an interval that allows for dependence between neighbouring requests; null where it is refused. Milliseconds. */
export const latencyQuantiles = async (engine: Engine, relation: RequestRelation, qs: readonly number[], level: number): Promise<ReadonlyMap<number, QuantileEstimate | null>> => {
  const n = await answeredRequests(engine, relation);
  const estimable = qs.filter((q) => quantileRanks(n, q, level) !== null);
  const estimates = await latenciesAtRanks(engine, relation, estimable.map((q) => quantileRank(n, q)));
  const at = (values: ReadonlyMap<number, number>, rank: number): number => values.get(rank) ?? Number.NaN;
  const effects = await designEffects(engine, relation, n, estimable.map((q) => at(estimates, quantileRank(n, q))));
  const ranks = new Map(estimable.map((q, index) => [q, quantileRanks(n, q, level, effects[index] ?? 1)]));
  const values = await latenciesAtRanks(engine, relation, [...ranks.values()].flatMap((found) => (found === null ? [] : [found.low, found.estimate, found.high])));
  return new Map(qs.map((q) => {
    const found = ranks.get(q) ?? null;
    if (found === null) return [q, null];
    return [q, { q, n, estimate: at(values, found.estimate), interval: { low: at(values, found.low), high: at(values, found.high), level, method: `${orderStatistics}, time batches` } }];
  }));
};

/** How much the share of requests at or below each value varies over time, against independent requests. */
const designEffects = async (engine: Engine, { sql }: RequestRelation, n: number, values: readonly number[]): Promise<number[]> => {
  const batches = batchCount(n);
  if (batches === 0 || values.length === 0) return values.map(() => 1);
  const { dialect } = engine;
  const below = values.map((value, index) => `${dialect.countIf(`latency_ms <= ${dialect.double(value)}`)} AS below_${index}`);
  const rows = await engine.query(`SELECT batch, count(*) AS n, ${below.join(", ")} FROM (SELECT latency_ms, ntile(${batches}) OVER (ORDER BY sent_at, call) AS batch FROM ${sql} WHERE ${answered}) GROUP BY batch ORDER BY batch`);
  return values.map((_, index) => designEffect(rows.map((row): TimeBatch => ({ n: Number(row["n"]), below: Number(row[`below_${index}`]) }))));
};
