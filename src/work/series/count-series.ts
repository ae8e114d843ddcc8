import type { Series, SeriesPlan } from "../../core/domain/measure.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import type { Engine } from "../../ports/engine.ts";
import { withScannable } from "../profile/with-scannable.ts";
import { countMeasures } from "./count-measures.ts";
import { seriesKeys } from "./queries/series-keys.ts";
import { spanOf } from "./span-of.ts";

/**
 * Counts a relation whole under a plan; no row leaves the engine. Rows without a time are in no window, and told as untimed; a relation without a column of times is one
 * window, 0, and all of it untimed. Measures of Prometheus are not counted here. `orphans` is 0: whoever joined the labels knows.
 */
export const countSeries = (engine: Engine, relation: PopulationRelation, plan: SeriesPlan, signal?: AbortSignal): Promise<Series> =>
  withScannable(engine, needed(relation, plan), async (scannable) => {
    const { rows, untimed, early, predictions, labels } = await spanOf(engine, scannable, plan, signal);
    const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(Math.floor(ms)).toISOString());
    const timed = relation.standard.includes("ts");
    const statistics = rows === 0 || (timed && predictions === null) ? [] : await countMeasures(engine, seriesKeys(engine.dialect, scannable, plan, predictions, labels), plan, timed, signal);
    return { plan, planDigest: planDigest(plan), statistics, rows, untimed, early, orphans: 0, firstTs: iso(predictions?.first), lastTs: iso(predictions?.last) };
  }, signal);

/** Columns that the plan's SQL may speak of: where rows have to be copied to be read often, only these are. */
const needed = (relation: PopulationRelation, plan: SeriesPlan): PopulationRelation => {
  const spoken = [plan.where ?? "", ...plan.measures.flatMap(({ sql }) => Object.values(sql))].join("\n").toLowerCase();
  const cuts = new Set(plan.segments.map(({ column }) => column));
  const isSpoken = (name: string): boolean => spoken.includes(name.toLowerCase()) || spoken.includes(name.replaceAll('"', '""').toLowerCase());
  return {
    ...relation, standard: relation.standard.filter((name) => name === "ts" || name === "label_ts" || isSpoken(name)),
    // What is ignored elsewhere may be spoken of in people's own SQL.
    columns: relation.columns.filter(({ name, column }) => cuts.has(name) || isSpoken(column)).map((column) => (column.role === "ignored" ? { ...column, role: "feature" as const } : column)),
  };
};
