import type { Measure } from "../../core/domain/measure.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { WholeValue } from "../../core/offline/about-backtest.ts";
import type { Engine } from "../../ports/engine.ts";

/** The metric of a SQL aggregate over a whole relation with its standard error, by a Poisson bootstrap in the engine; null where the aggregate cannot be weighted. */
export const bootstrapMetric = async (_engine: Engine, relation: Pick<PopulationRelation, "name" | "sql" | "standard">, _measure: Measure, _options: { readonly seed: number; readonly where: string | null }, _signal?: AbortSignal): Promise<WholeValue | null> => {
  throw new LockstepError("LS254", { message: `${relation.name} cannot be estimated yet` });
};
