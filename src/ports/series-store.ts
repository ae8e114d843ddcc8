import type { WindowStatistic } from "../core/domain/measure.ts";

/** One part of a source as it was counted under a plan. */
export interface CountedPart {
  /** A digest of all that makes its rows: the file, how it is mapped; not the labels that join it. */
  readonly part: string;
  /** A digest of the labels that were joined when it was counted; null where none are joined. */
  readonly labels: string | null;
  /** No label can change it any more: it is not counted again when labels change. */
  readonly final: boolean;
  readonly rows: number;
  readonly untimed: number;
  readonly orphans: number;
  readonly early: number;
  readonly firstTs: string | null;
  readonly lastTs: string | null;
}

/** By what the kept statistics are added up before they are read. */
export interface SeriesQuery {
  /** `window`: as counted. `day`, `week`: added up by the local day, or week, of the plan's zone. */
  readonly by: "window" | "day" | "week";
  /** Local days since 1970, inclusive; null: no end. */
  readonly fromDay: number | null;
  readonly toDay: number | null;
  /** Only labels that had come by this local day; rows whose label came later count as unlabelled. Null: all. */
  readonly arrivedBy: number | null;
  /** Only these measures; left out: all. */
  readonly measures?: readonly string[];
  /** False: only statistics of all rows, none of segments. */
  readonly segments?: boolean;
  /** False: without their bins, where only rows and sums are asked for. `whenAsked`: each is read when somebody looks at it, while the store is open, as it is then; a year of scores takes a second to read that most looks need a part of. */
  readonly bins?: boolean | "whenAsked";
}

/** What was counted of production before, so that a new hour costs a new hour. Nothing in it is evidence; all of it can be counted again. */
export interface SeriesStore {
  parts(planDigest: string): readonly CountedPart[];
  /** What this part gave, in place of what it gave before, both or neither; durable when it returns. `dayOf` gives the local day of a window. */
  put(planDigest: string, part: CountedPart, statistics: readonly WindowStatistic[], dayOf: (window: number) => number): void;
  /** The same for several parts at once: all or none, and a day that many of them touch is added up once. */
  putAll(planDigest: string, counted: readonly { readonly part: CountedPart; readonly statistics: readonly WindowStatistic[] }[], dayOf: (window: number) => number): void;
  /** Forgets parts that are no longer there. */
  drop(planDigest: string, parts: readonly string[]): void;
  read(planDigest: string, query: SeriesQuery): readonly WindowStatistic[];
  close(): void;
}
