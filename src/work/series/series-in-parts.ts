import type { Series, SeriesPlan } from "../../core/domain/measure.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ProgressListener } from "../../ports/progress.ts";
import type { SeriesStore } from "../../ports/series-store.ts";

/** One file of a population, with the SQL behind FROM that has its rows alone. */
export interface SeriesPart {
  /** A digest of all that makes its rows, not of the labels that join them. */
  readonly key: string;
  readonly sql: string;
}

export interface SeriesInPartsOptions {
  /** A digest of the labels that are joined; null where none are. */
  readonly labels: string | null;
  /** A part whose last prediction lies before this (milliseconds UTC) is final: no label can change it. Null: none is. */
  readonly finalBefore: number | null;
  readonly progress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** Counts the parts that the store does not have under this plan, or whose labels changed while they were not final, and drops those that are gone. */
export const seriesInParts = (
  engine: Engine, relation: PopulationRelation, parts: readonly SeriesPart[], plan: SeriesPlan, store: SeriesStore, options: SeriesInPartsOptions,
): Promise<{ readonly counted: number; readonly parts: number; readonly summary: Omit<Series, "plan" | "planDigest" | "statistics"> }> => {
  throw new Error(`not built yet (${engine.dialect.id}, ${relation.name}, ${parts.length}, ${plan.window}, ${store.parts("").length}, ${String(options.labels)})`);
};
