import type { Series, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import type { Engine } from "../../ports/engine.ts";
import { withScannable } from "../profile/with-scannable.ts";
import { countMeasures } from "./count-measures.ts";
import { partColumn, seriesKeys } from "./queries/series-keys.ts";
import { joinSpans, spansOf } from "./span-of.ts";

/**
 * Counts a relation whole under a plan; no row leaves the engine. Rows without a time are in no window, and told as untimed; a relation without a column of times is one
 * window, 0, and all of it untimed. Measures of Prometheus are not counted here. `orphans` is 0: whoever joined the labels knows.
 */
export const countSeries = async (engine: Engine, relation: PopulationRelation, plan: SeriesPlan, signal?: AbortSignal): Promise<Series> => {
  const [series] = await countTogether(engine, relation, plan, 1, signal);
  return series as Series;
};

/** The same for several parts at once, each by itself: the relation's column `series_part` says of which a row is, from 0. What a query costs before it reads a row is then paid once. */
export const countTogether = (engine: Engine, relation: PopulationRelation, plan: SeriesPlan, parts: number, signal?: AbortSignal): Promise<Series[]> =>
  withScannable(engine, needed(relation, plan, parts), async (scannable) => {
    const spans = await spansOf(engine, scannable, plan, parts, signal);
    const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(Math.floor(ms)).toISOString());
    const timed = relation.standard.includes("ts");
    const [predictions, labels] = [joinSpans(spans.map((span) => span.predictions)), joinSpans(spans.map((span) => span.labels))];
    const isEmpty = spans.every(({ rows }) => rows === 0) || (timed && predictions === null);
    const counted = isEmpty ? new Map<number, WindowStatistic[]>() : await countMeasures(engine, seriesKeys(engine.dialect, scannable, plan, predictions, labels), plan, timed, signal);
    return spans.map(({ rows, untimed, early, predictions: own }, part) => ({ plan, planDigest: planDigest(plan), statistics: counted.get(part) ?? [], rows, untimed, early, orphans: 0, firstTs: iso(own?.first), lastTs: iso(own?.last) }));
  }, signal);

/** Columns that the plan's SQL may speak of: where rows have to be copied to be read often, only these are. */
const needed = (relation: PopulationRelation, plan: SeriesPlan, parts: number): PopulationRelation => {
  const spoken = [plan.where ?? "", ...plan.measures.flatMap(({ sql }) => Object.values(sql))].join("\n").toLowerCase();
  const cuts = new Set(plan.segments.map(({ column }) => column));
  const isSpoken = (name: string): boolean => spoken.includes(name.toLowerCase()) || spoken.includes(name.replaceAll('"', '""').toLowerCase());
  return {
    ...relation, standard: relation.standard.filter((name) => name === "ts" || name === "label_ts" || isSpoken(name)),
    // What is ignored elsewhere may be spoken of in people's own SQL.
    columns: [
      ...relation.columns.filter(({ name, column }) => cuts.has(name) || isSpoken(column)).map((column) => (column.role === "ignored" ? { ...column, role: "feature" as const } : column)),
      ...(parts === 1 ? [] : [{ name: partColumn, column: partColumn, type: "INTEGER", role: "feature", kind: "numeric", origin: "agreed", why: "" } as const]),
    ],
  };
};
