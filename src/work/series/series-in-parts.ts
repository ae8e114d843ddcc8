import type { Series, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import { dayOfWindow } from "../../core/measure/window-time.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ProgressListener } from "../../ports/progress.ts";
import type { CountedPart, SeriesStore } from "../../ports/series-store.ts";
import { countSeries } from "./count-series.ts";

/** One file of a population, with the SQL behind FROM that has its rows alone. */
export interface SeriesPart {
  /** A digest of all that makes its rows, not of the labels that join them. */
  readonly key: string;
  readonly sql: string;
}

export interface SeriesInPartsOptions {
  /** A digest of the labels that are joined; null where none are. */
  readonly labels: string | null;
  /** A part whose last prediction lies before this (milliseconds UTC) is final: labels that still come are no longer looked for. Null: none is. */
  readonly finalBefore: number | null;
  /** So is one whose last prediction lies before this where every row has its label; none is when left out. */
  readonly completeBefore?: number;
  /** Labels whose prediction is in none of the parts, as whoever joined them counted; 0 when left out. */
  readonly orphans?: number;
  /** Counts every part again. */
  readonly recount?: boolean;
  readonly progress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * Counts the parts that the store does not have under this plan, or whose labels changed while they were not final, and drops those that are gone: a new hour costs a new hour.
 * A part that is there twice counts once. Every part is kept when it is counted; what breaks off goes on from there.
 */
export const seriesInParts = async (
  engine: Engine, relation: PopulationRelation, parts: readonly SeriesPart[], plan: SeriesPlan, store: SeriesStore, options: SeriesInPartsOptions,
): Promise<{ readonly counted: number; readonly parts: number; readonly summary: Omit<Series, "plan" | "planDigest" | "statistics"> }> => {
  const { labels, orphans = 0, recount = false, progress, signal } = options;
  const digest = planDigest(plan);
  const kept = new Map(store.parts(digest).map((part) => [part.part, part]));
  const wanted = new Map(parts.map((part) => [part.key, part]));
  const gone = [...kept.keys()].filter((part) => !wanted.has(part));
  if (gone.length > 0) store.drop(digest, gone);
  const all: CountedPart[] = [];
  let [counted, done] = [0, 0];
  for (const { key, sql } of wanted.values()) {
    signal?.throwIfAborted();
    const known = kept.get(key);
    if (known !== undefined && !recount && (known.final || known.labels === labels)) all.push(known);
    else {
      const { statistics, rows, untimed, early, firstTs, lastTs } = await countSeries(engine, { ...relation, sql }, plan, signal);
      const part: CountedPart = { part: key, labels, final: isFinal(lastTs === null ? -Infinity : Date.parse(lastTs), options, plan, statistics), rows, untimed, orphans: 0, early, firstTs, lastTs };
      store.put(digest, part, statistics, (window) => dayOfWindow(plan, window));
      all.push(part);
      counted += 1;
    }
    done += 1;
    progress?.({ kind: "count", step: `counting ${relation.name}`, done, total: wanted.size, etaSeconds: null });
  }
  return { counted, parts: wanted.size, summary: summaryOf(all, orphans) };
};

/** Where a label is missing it may still come, long after it was due, and what was said is then restated. */
const isFinal = (last: number, { finalBefore, completeBefore = -Infinity }: SeriesInPartsOptions, { measures }: SeriesPlan, statistics: readonly WindowStatistic[]): boolean => {
  if (finalBefore === null) return false;
  if (last < finalBefore) return true;
  const waiting = new Set(measures.filter(({ labelled }) => labelled).map(({ id }) => id));
  return last < completeBefore && statistics.every(({ measure, rows, labelled }) => !waiting.has(measure) || labelled === rows);
};

const summaryOf = (parts: readonly CountedPart[], orphans: number): Omit<Series, "plan" | "planDigest" | "statistics"> => {
  const sum = (of: (part: CountedPart) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const times = (of: (part: CountedPart) => string | null): string[] => parts.flatMap((part) => of(part) ?? []).toSorted();
  return { rows: sum(({ rows }) => rows), untimed: sum(({ untimed }) => untimed), early: sum(({ early }) => early), orphans, firstTs: times(({ firstTs }) => firstTs)[0] ?? null, lastTs: times(({ lastTs }) => lastTs).at(-1) ?? null };
};
