import type { Series, SeriesPlan } from "../../core/domain/measure.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";

/** Counts a relation whole under a plan; no row leaves the engine. `prometheus` measures are not counted here. */
export const countSeries = (engine: Engine, relation: PopulationRelation, plan: SeriesPlan, signal?: AbortSignal): Promise<Series> => {
  throw new Error(`not built yet (${engine.dialect.id}, ${relation.name}, ${plan.window}, ${String(signal?.aborted)})`);
};
