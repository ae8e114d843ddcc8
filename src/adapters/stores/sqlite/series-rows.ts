import type { DatabaseSync } from "node:sqlite";
import type { WindowStatistic } from "../../../core/domain/measure.ts";
import { binsWhenAsked } from "./bins-when-asked.ts";
import type { Migration } from "./migrations.ts";
import { packBins, unpackBins } from "./pack-bins.ts";

const counted = '"rows" INTEGER NOT NULL, labelled INTEGER NOT NULL, s0 REAL, s1 REAL, s2 REAL, s3 REAL, s4 REAL, s5 REAL, bins BLOB';

/** The schema of counted series; `arrived` -1000000 stands for nobody knows. */
export const seriesMigrations: readonly Migration[] = [{
  why: "windows as they were counted, by part, and the same added up by the local day",
  sql: `
    CREATE TABLE plans (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE series (id INTEGER PRIMARY KEY, plan INTEGER NOT NULL, measure TEXT NOT NULL, segment TEXT, value TEXT) STRICT;
    CREATE INDEX series_of_plan ON series (plan);
    CREATE TABLE parts (
      id INTEGER PRIMARY KEY, plan INTEGER NOT NULL, part TEXT NOT NULL, labels TEXT, final INTEGER NOT NULL, "rows" INTEGER NOT NULL, untimed INTEGER NOT NULL,
      orphans INTEGER NOT NULL, early INTEGER NOT NULL, first_ts TEXT, last_ts TEXT, UNIQUE (plan, part)
    ) STRICT;
    CREATE TABLE days_of_part (part INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY (part, day)) STRICT, WITHOUT ROWID;
    CREATE TABLE windows (
      plan INTEGER NOT NULL, day INTEGER NOT NULL, part INTEGER NOT NULL, series INTEGER NOT NULL, "window" INTEGER NOT NULL, arrived INTEGER NOT NULL, ${counted},
      PRIMARY KEY (plan, day, part, series, "window", arrived)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE days (plan INTEGER NOT NULL, day INTEGER NOT NULL, series INTEGER NOT NULL, arrived INTEGER NOT NULL, ${counted}, PRIMARY KEY (plan, day, series, arrived)) STRICT, WITHOUT ROWID;
  `,
}, {
  why: "what a day adds up to in one piece, without bins; null for days that were added up before, until the next part is put",
  sql: `
    CREATE TABLE sums_of_days (plan INTEGER NOT NULL, day INTEGER NOT NULL, packed BLOB, PRIMARY KEY (plan, day)) STRICT;
    INSERT INTO sums_of_days SELECT DISTINCT plan, day, NULL FROM days;
  `,
}];

const unknown = -1_000_000;

/** A day of arrival as the tables have it. */
export const boundArrival = (arrived: number | null): number => arrived ?? unknown;

type Bound = null | number | bigint | string | Uint8Array;

/** What both tables hold of a statistic, in their columns' order from `arrived` on. */
export const boundStatistic = ({ arrived, rows, labelled, sums, bins }: WindowStatistic): Bound[] =>
  [boundArrival(arrived), rows, labelled, ...Array.from({ length: 6 }, (_, place) => sums[place] ?? null), packBins(bins)];

/** Reads back `series`, `window` and what `boundStatistic` wrote. Bins are unpacked when they are first asked for: nine of ten looks at a year of scores ask for sums alone, and unpacking is nearly all that reading costs. */
export const statisticOf = (row: readonly unknown[], series: ReadonlyMap<number, Pick<WindowStatistic, "measure" | "segment">>): WindowStatistic => {
  const [id, window, arrived, rows, labelled, ...rest] = row;
  const told = series.get(Number(id));
  if (told === undefined) throw new Error(`series ${String(id)} is not in the store`);
  const sums: number[] = [];
  for (const sum of rest.slice(0, 6)) {
    if (sum === null) break;
    sums.push(Number(sum));
  }
  const { measure, segment } = told;
  const common = { measure, segment, window: Number(window), arrived: arrived === unknown ? null : Number(arrived), rows: Number(rows), labelled: Number(labelled), sums };
  const packed = rest[6] as Uint8Array | null;
  return packed === null ? Object.assign(common, { bins: [] }) : binsWhenAsked(common, () => unpackBins(packed));
};

/** The plan's measures and segments by their number, and the number of any, made when it is new. */
export const seriesNumbers = (database: DatabaseSync, plan: number): { readonly known: ReadonlyMap<number, Pick<WindowStatistic, "measure" | "segment">>; numberOf(statistic: Pick<WindowStatistic, "measure" | "segment">): number } => {
  const known = new Map<number, Pick<WindowStatistic, "measure" | "segment">>();
  const numbers = new Map<string, number>();
  const keyOf = ({ measure, segment }: Pick<WindowStatistic, "measure" | "segment">): string => `${measure}\n${segment === null ? "" : `${segment.column}\n${segment.value}`}`;
  for (const { id, measure, segment, value } of database.prepare("SELECT id, measure, segment, value FROM series WHERE plan = ?").all(plan)) {
    const told = { measure: String(measure), segment: segment === null ? null : { column: String(segment), value: String(value) } };
    known.set(Number(id), told);
    numbers.set(keyOf(told), Number(id));
  }
  return {
    known,
    numberOf(statistic) {
      const key = keyOf(statistic);
      const found = numbers.get(key);
      if (found !== undefined) return found;
      const { measure, segment } = statistic;
      const id = Number(database.prepare("INSERT INTO series (plan, measure, segment, value) VALUES (?, ?, ?, ?)").run(plan, measure, segment?.column ?? null, segment?.value ?? null).lastInsertRowid);
      known.set(id, { measure, segment });
      numbers.set(key, id);
      return id;
    },
  };
};
