import type { LatencySummary } from "../../../core/domain/run.ts";
import { quantileRank } from "../../../core/stats/quantile-interval.ts";
import type { Engine } from "../../../ports/engine.ts";
import { answeredRequests, latenciesAtRanks, latencyQuantileLevels, latencyQuantiles } from "./latency-quantiles.ts";
import { answered, type RequestRelation } from "./request-relation.ts";

/** Shares at which the curve is drawn: every percent, then ever finer into the tail, and the largest. */
export const curveShares: readonly number[] = [
  ...Array.from({ length: 99 }, (_, index) => (index + 1) / 100),
  ...Array.from({ length: 90 }, (_, index) => 1 - 10 ** (-2 - (index + 1) / 30)),
  1,
];

/** Mean, quantiles (milliseconds) and distribution of each environment's latency over the requests it answered. */
export const summariseLatency = async (engine: Engine, relations: readonly RequestRelation[], level = 0.95): Promise<LatencySummary[]> => {
  const summaries: LatencySummary[] = [];
  for (const relation of relations) summaries.push(await summariseOne(engine, relation, level));
  return summaries;
};

const summariseOne = async (engine: Engine, relation: RequestRelation, level: number): Promise<LatencySummary> => {
  const requests = await answeredRequests(engine, relation);
  const [row] = await engine.query(`SELECT avg(latency_ms) AS mean FROM ${relation.sql} WHERE ${answered}`);
  const quantiles = await latencyQuantiles(engine, relation, latencyQuantileLevels, level);
  const ranks = requests === 0 ? [] : [...new Set([1, ...curveShares.map((share) => quantileRank(requests, share))])];
  const values = await latenciesAtRanks(engine, relation, ranks);
  const mean = row?.["mean"];
  return {
    environment: relation.environment,
    requests,
    mean: typeof mean === "number" ? mean : null,
    quantiles: latencyQuantileLevels.map((q) => ({ q, ms: quantiles.get(q)?.estimate ?? null, interval: quantiles.get(q)?.interval ?? null })),
    curve: ranks.sort((a, b) => a - b).map((rank) => ({ ms: values.get(rank) ?? Number.NaN, share: rank / requests })),
  };
};
