import type { SeriesPlan } from "../../core/domain/measure.ts";
import type { Metric } from "../../core/domain/metric.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";

export interface PlanQuestion {
  readonly metrics: readonly Metric[];
  /** Where each metric was written, in their order, for errors. */
  readonly places?: readonly string[];
  /** Columns that cut the population, by name. */
  readonly segments: readonly string[];
  readonly window: SeriesPlan["window"];
  readonly timeZone: string;
  /** SQL over the relation's columns; null for all rows. */
  readonly where: string | null;
  readonly signal?: AbortSignal;
}

/**
 * Freezes how a population is counted, from the offline relation where there is one: measures (equal ones once), the 50 most frequent values of each segment, edges of scores.
 * LS250 where a metric cannot be counted, with its place and what the engine said.
 */
export const proposePlan = (engine: Engine, question: PlanQuestion, relation: PopulationRelation): Promise<SeriesPlan> => {
  throw new Error(`not built yet (${engine.dialect.id}, ${question.metrics.length}, ${relation.name})`);
};
