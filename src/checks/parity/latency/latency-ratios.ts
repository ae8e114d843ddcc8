import type { Run } from "../../../core/domain/run.ts";
import { quantileRatio } from "../../../core/stats/quantile-ratio.ts";
import type { Engine } from "../../../ports/engine.ts";
import { latencyQuantileLevels, latencyQuantiles } from "./latency-quantiles.ts";
import type { RequestRelation } from "./request-relation.ts";

/**
 * candidate / reference for each quantile, with an interval that allows for dependence between neighbouring requests within each
 * environment; null where either side is refused. Above 1 the candidate is slower.
 */
export const latencyRatios = async (engine: Engine, reference: RequestRelation, candidate: RequestRelation, qs = latencyQuantileLevels, level = 0.95): Promise<Run["latencyRatios"]> => {
  const below = await latencyQuantiles(engine, reference, qs, level);
  const above = await latencyQuantiles(engine, candidate, qs, level);
  return qs.map((q) => {
    const found = quantileRatio(below.get(q) ?? null, above.get(q) ?? null);
    return { q, ratio: found?.ratio ?? null, interval: found?.interval ?? null };
  });
};
