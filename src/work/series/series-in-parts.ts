import type { Series, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import { dayOfWindow } from "../../core/measure/window-time.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ProgressListener } from "../../ports/progress.ts";
import type { CountedPart, SeriesStore } from "../../ports/series-store.ts";
import { batchesOf } from "../profile/batches-of.ts";
import { countTogether } from "./count-series.ts";
import { partColumn } from "./queries/series-keys.ts";

/** One file of a population, with the SQL behind FROM that has its rows alone. */
export interface SeriesPart {
  /** A digest of all that makes its rows, not of the labels that join them. */
  readonly key: string;
  readonly sql: string;
  /** Of the file; small ones are counted several in one query. Left out: by itself. */
  readonly bytes?: number;
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
  /** Behind FROM, the rows of several parts, each with its place among them in `series_part`; left out, they are put one below the other. */
  readonly together?: (parts: readonly SeriesPart[]) => string;
  readonly progress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * Counts the parts that the store does not have under this plan, or whose labels changed while they were not final, and drops those that are gone: a new hour costs a new hour.
 * A part that is there twice counts once. Small parts are counted together, for planning a query costs more than reading them. Parts are kept when they are counted; what breaks off goes on from there.
 */
export const seriesInParts = async (
  engine: Engine, relation: PopulationRelation, parts: readonly SeriesPart[], plan: SeriesPlan, store: SeriesStore, options: SeriesInPartsOptions,
): Promise<{ readonly counted: number; readonly parts: number; readonly summary: Omit<Series, "plan" | "planDigest" | "statistics"> }> => {
  const { labels, orphans = 0, recount = false, progress, signal, together = (several: readonly SeriesPart[]) => oneBelowTheOther(engine, relation, several) } = options;
  const digest = planDigest(plan);
  const kept = new Map(store.parts(digest).map((part) => [part.part, part]));
  const wanted = new Map(parts.map((part) => [part.key, part]));
  const gone = [...kept.keys()].filter((part) => !wanted.has(part));
  if (gone.length > 0) store.drop(digest, gone);
  const all: CountedPart[] = [];
  const pending: SeriesPart[] = [];
  for (const part of wanted.values()) {
    const known = kept.get(part.key);
    if (known !== undefined && !recount && (known.final || known.labels === labels)) all.push(known);
    else pending.push(part);
  }
  for (const several of batchesOf(pending, ({ bytes }) => bytes ?? Infinity, mostBytes)) {
    signal?.throwIfAborted();
    const [only, second] = several;
    const series = await countTogether(engine, { ...relation, sql: only !== undefined && second === undefined ? only.sql : together(several) }, plan, several.length, signal);
    const entries = several.map(({ key }, place) => {
      const { statistics, rows, untimed, early, firstTs, lastTs } = series[place] as Series;
      const part: CountedPart = { part: key, labels, final: isFinal(lastTs === null ? -Infinity : Date.parse(lastTs), options, plan, statistics), rows, untimed, orphans: 0, early, firstTs, lastTs };
      return { part, statistics };
    });
    store.putAll(digest, entries, (window) => dayOfWindow(plan, window));
    for (const { part } of entries) all.push(part);
    progress?.({ kind: "count", step: `counting ${relation.name}`, done: all.length, total: wanted.size, etaSeconds: null });
  }
  return { counted: pending.length, parts: wanted.size, summary: summaryOf(all, orphans) };
};

/** Where a label is missing it may still come, long after it was due, and what was said is then restated. */
const isFinal = (last: number, { finalBefore, completeBefore = -Infinity }: SeriesInPartsOptions, { measures }: SeriesPlan, statistics: readonly WindowStatistic[]): boolean => {
  if (finalBefore === null) return false;
  if (last < finalBefore) return true;
  const waiting = new Set(measures.filter(({ labelled }) => labelled).map(({ id }) => id));
  return last < completeBefore && statistics.every(({ measure, rows, labelled }) => !waiting.has(measure) || labelled === rows);
};

/** Bytes of a batch: beyond a megabyte reading costs more than planning. */
const mostBytes = 2 ** 20;

const oneBelowTheOther = ({ dialect }: Engine, { columns, standard }: PopulationRelation, parts: readonly SeriesPart[]): string => {
  const names = [...new Set([...columns.map(({ column }) => column), ...standard])].map((name) => dialect.identifier(name)).join(", ");
  return `(${parts.map(({ sql }, place) => `SELECT ${names}, ${place} AS ${partColumn} FROM ${sql}`).join("\nUNION ALL\n")})`;
};

const summaryOf = (parts: readonly CountedPart[], orphans: number): Omit<Series, "plan" | "planDigest" | "statistics"> => {
  const sum = (of: (part: CountedPart) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const times = (of: (part: CountedPart) => string | null): string[] => parts.flatMap((part) => of(part) ?? []).toSorted();
  return { rows: sum(({ rows }) => rows), untimed: sum(({ untimed }) => untimed), early: sum(({ early }) => early), orphans, firstTs: times(({ firstTs }) => firstTs)[0] ?? null, lastTs: times(({ lastTs }) => lastTs).at(-1) ?? null };
};
