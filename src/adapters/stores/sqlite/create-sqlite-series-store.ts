import { join } from "node:path";
import type { WindowStatistic } from "../../../core/domain/measure.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { asArrivedBy } from "../../../core/measure/as-arrived-by.ts";
import { mergeStatistics } from "../../../core/measure/merge-statistics.ts";
import { rollUp } from "../../../core/measure/roll-up.ts";
import { weekOfDay } from "../../../core/measure/window-time.ts";
import type { CountedPart, SeriesStore } from "../../../ports/series-store.ts";
import { inTransaction } from "./in-transaction.ts";
import { openDatabase } from "./open-database.ts";
import { packSums, unpackSums } from "./pack-sums.ts";
import { unpackBins } from "./pack-bins.ts";
import { boundArrival, boundStatistic, seriesMigrations, seriesNumbers, statisticOf } from "./series-rows.ts";
import { guardFile } from "./guard-file.ts";

/** Where the counts of a store's directory lie: beside its runs, for they can be counted again and runs cannot. */
export const seriesStoreFile = (directory: string): string => join(directory, "series.db");

/** Unlike a store of runs, this file can be done without; a folder that cannot be made is told as it is. */
const replaceable = (failure: unknown, file: string): unknown =>
  failure instanceof LockstepError && failure.code === "LS501" && failure.place === file
    ? new LockstepError("LS501", { message: failure.message, place: file, todo: "Series can be counted again: when no process uses the file, move it away.", cause: failure })
    : failure;

const columns = 'arrived, "rows", labelled, s0, s1, s2, s3, s4, s5, bins';
const places = (count: number): string => Array.from({ length: count }, () => "?").join(", ");

/**
 * What was counted of production, in one SQLite file, made with its directory when missing. Beside the windows of every part lies what they add up to by the local day, written with them,
 * so that a year is read by days or weeks without its hours. LS501 when the file cannot be used, LS504 when a newer Lockstep wrote it, LS602 when the disk is full.
 */
export const createSqliteSeriesStore = (directory: string): SeriesStore => {
  const file = seriesStoreFile(directory);
  const guarded = guardFile(file, (failure) => replaceable(failure, file));
  const database = guarded(() => openDatabase(file, seriesMigrations));
  const planOf = (digest: string): number | null => { const id = database.prepare("SELECT id FROM plans WHERE digest = ?").get(digest)?.["id"]; return id === undefined ? null : Number(id); };
  const partOf = (plan: number, part: string): number | null => { const id = database.prepare("SELECT id FROM parts WHERE plan = ? AND part = ?").get(plan, part)?.["id"]; return id === undefined ? null : Number(id); };

  /** Takes a part out, and tells on which days it was. */
  const takeOut = (plan: number, part: number): number[] => {
    const days = database.prepare("SELECT day FROM days_of_part WHERE part = ?").all(part).map(({ day }) => Number(day));
    const remove = database.prepare("DELETE FROM windows WHERE plan = ? AND day = ? AND part = ?");
    for (const day of days) remove.run(plan, day, part);
    database.prepare("DELETE FROM days_of_part WHERE part = ?").run(part);
    database.prepare("DELETE FROM parts WHERE id = ?").run(part);
    return days;
  };

  /** Writes anew what days add up to; what the parts that are being put gave of them, all newer than `before`, is at hand. */
  const addUp = (plan: number, days: Iterable<number>, series: ReturnType<typeof seriesNumbers>, own: { readonly before: number; readonly byDay: ReadonlyMap<number, readonly WindowStatistic[]> }): void => {
    const read = database.prepare(`SELECT series, "window", ${columns} FROM windows WHERE plan = ? AND day = ? AND part <= ?`);
    read.setReturnArrays(true);
    const clear = database.prepare("DELETE FROM days WHERE plan = ? AND day = ?");
    const insert = database.prepare(`INSERT INTO days (plan, day, series, ${columns}) VALUES (${places(13)})`);
    for (const day of days) {
      clear.run(plan, day);
      const others = (read.all(plan, day, own.before) as unknown as unknown[][]).map((row) => statisticOf(row, series.known));
      const added = rollUp([...others, ...(own.byDay.get(day) ?? [])], () => day);
      for (const each of added) insert.run(plan, day, series.numberOf(each), ...boundStatistic(each));
      keepSums(plan, day, added, series);
    }
  };

  const keepSums = (plan: number, day: number, added: readonly WindowStatistic[], series: ReturnType<typeof seriesNumbers>): void => {
    if (added.length === 0) database.prepare("DELETE FROM sums_of_days WHERE plan = ? AND day = ?").run(plan, day);
    else database.prepare("INSERT OR REPLACE INTO sums_of_days VALUES (?, ?, ?)").run(plan, day, packSums(added, series.numberOf));
  };

  /** Days that an older Lockstep added up are packed by whoever writes next. */
  const packOlder = (plan: number, series: ReturnType<typeof seriesNumbers>): void => {
    for (const { day } of database.prepare("SELECT day FROM sums_of_days WHERE plan = ? AND packed IS NULL").all(plan)) keepSums(plan, Number(day), dayRows(plan, Number(day), series), series);
  };

  const dayRows = (plan: number, day: number, { known }: Pick<ReturnType<typeof seriesNumbers>, "known">): WindowStatistic[] => {
    const query = database.prepare(`SELECT series, day, ${columns} FROM days WHERE plan = ? AND day = ?`);
    query.setReturnArrays(true);
    return (query.all(plan, day) as unknown as unknown[][]).map((row) => statisticOf(row, known));
  };

  /** Days without their bins; those are read when somebody looks at them. */
  const readDays = (plan: number, from: number, to: number, isWanted: (told: Pick<WindowStatistic, "measure" | "segment">) => boolean, bins: boolean): WindowStatistic[] => {
    const series = seriesNumbers(database, plan);
    const one = database.prepare("SELECT bins FROM days WHERE plan = ? AND day = ? AND series = ? AND arrived = ?");
    const statistics: WindowStatistic[] = [];
    for (const { day, packed } of database.prepare("SELECT day, packed FROM sums_of_days WHERE plan = ? AND day BETWEEN ? AND ? ORDER BY day").iterate(plan, from, to) as Iterable<Record<string, unknown>>) {
      const binsOf = (id: number, arrived: number | null): number[][] => (bins ? guarded(() => unpackBins((one.get(plan, Number(day), id, boundArrival(arrived))?.["bins"] ?? null) as Uint8Array | null)) : []);
      const found = packed === null ? dayRows(plan, Number(day), series) : unpackSums(packed as Uint8Array, Number(day), series.known, binsOf);
      for (const each of found) if (isWanted(each)) statistics.push(each);
    }
    return statistics;
  };

  const putAll: SeriesStore["putAll"] = (digest, counted, dayOf) => {
    database.prepare("INSERT OR IGNORE INTO plans (digest) VALUES (?)").run(digest);
    const plan = planOf(digest) ?? 0;
    const days = new Set<number>();
    for (const { part } of counted) {
      const before = partOf(plan, part.part);
      for (const day of before === null ? [] : takeOut(plan, before)) days.add(day);
    }
    const newest = Number(database.prepare("SELECT coalesce(max(id), 0) AS id FROM parts").get()?.["id"] ?? 0);
    const series = seriesNumbers(database, plan);
    const insert = database.prepare(`INSERT INTO windows (plan, day, part, series, "window", ${columns}) VALUES (${places(15)})`);
    const remember = database.prepare("INSERT INTO days_of_part VALUES (?, ?)");
    const byDay = new Map<number, WindowStatistic[]>();
    for (const { part, statistics } of counted) {
      const id = enter(plan, part);
      const own = new Set<number>();
      for (const each of mergeStatistics(statistics)) {
        const day = dayOf(each.window);
        own.add(day);
        const there = byDay.get(day);
        if (there === undefined) byDay.set(day, [each]);
        else there.push(each);
        insert.run(plan, day, id, series.numberOf(each), each.window, ...boundStatistic(each));
      }
      for (const day of own) { remember.run(id, day); days.add(day); }
    }
    addUp(plan, days, series, { before: newest, byDay });
    packOlder(plan, series);
  };

  const enter = (plan: number, { part, labels, final, rows, untimed, orphans, early, firstTs, lastTs }: CountedPart): number =>
    Number(database.prepare(`INSERT INTO parts (plan, part, labels, final, "rows", untimed, orphans, early, first_ts, last_ts) VALUES (${places(10)})`)
      .run(plan, part, labels, final ? 1 : 0, rows, untimed, orphans, early, firstTs, lastTs).lastInsertRowid);

  const read: SeriesStore["read"] = (digest, { by, fromDay, toDay, arrivedBy, measures, segments = true, bins = true }) => {
    const plan = planOf(digest);
    if (plan === null) return [];
    const [from, to] = [fromDay ?? Number.MIN_SAFE_INTEGER, toDay ?? Number.MAX_SAFE_INTEGER];
    if (by !== "window" && bins !== true) {
      const isWanted = (told: Pick<WindowStatistic, "measure" | "segment">): boolean => (segments || told.segment === null) && (measures === undefined || measures.includes(told.measure));
      const days = readDays(plan, from, to, isWanted, bins === "whenAsked");
      // Days are added up already: where every label had come by then there is nothing to add.
      const arrived = arrivedBy !== null && days.some((each) => each.arrived !== null && each.arrived > arrivedBy) ? asArrivedBy(days, arrivedBy) : days;
      return by === "week" ? rollUp(arrived, weekOfDay) : arrived;
    }
    const { known } = seriesNumbers(database, plan);
    const wanted = measures === undefined && segments ? "" : ` AND series IN (${[...known].flatMap(([id, told]) => ((segments || told.segment === null) && (measures === undefined || measures.includes(told.measure)) ? [id] : [])).join(", ")})`;
    const within = `plan = ? AND day BETWEEN ? AND ?${wanted}`;
    const asked = bins === false ? columns.replace("bins", "NULL") : columns;
    const query = database.prepare(by === "window" ? `SELECT series, "window", ${asked} FROM windows WHERE ${within}` : `SELECT series, day, ${asked} FROM days WHERE ${within}`);
    query.setReturnArrays(true);
    // One row after the other: packed and unpacked, a year of scores would lie in memory twice.
    const statistics: WindowStatistic[] = [];
    for (const row of query.iterate(plan, from, to) as unknown as Iterable<unknown[]>) statistics.push(statisticOf(row, known));
    const arrived = arrivedBy === null && by === "window" ? mergeStatistics(statistics) : asArrivedBy(statistics, arrivedBy);
    return by === "week" ? rollUp(arrived, weekOfDay) : arrived;
  };

  return {
    parts: (digest) => guarded(() => {
      const plan = planOf(digest);
      return plan === null ? [] : database.prepare("SELECT * FROM parts WHERE plan = ? ORDER BY part").all(plan).map((row): CountedPart => {
        const [text, number] = [(name: string): string | null => (row[name] === null ? null : String(row[name])), (name: string): number => Number(row[name])];
        return { part: String(row["part"]), labels: text("labels"), final: row["final"] === 1, rows: number("rows"), untimed: number("untimed"), orphans: number("orphans"), early: number("early"), firstTs: text("first_ts"), lastTs: text("last_ts") };
      });
    }),
    put: (digest, part, statistics, dayOf) => guarded(() => inTransaction(database, () => { putAll(digest, [{ part, statistics }], dayOf); })),
    putAll: (digest, counted, dayOf) => guarded(() => inTransaction(database, () => { putAll(digest, counted, dayOf); })),
    drop: (digest, parts) => guarded(() => inTransaction(database, () => {
      const plan = planOf(digest);
      if (plan === null) return;
      const days = new Set(parts.flatMap((part) => { const id = partOf(plan, part); return id === null ? [] : takeOut(plan, id); }));
      addUp(plan, days, seriesNumbers(database, plan), { before: Number.MAX_SAFE_INTEGER, byDay: new Map() });
    })),
    read: (digest, query) => guarded(() => read(digest, query)),
    close: () => { database.close(); },
  };
};
