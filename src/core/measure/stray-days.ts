import { dayLabel } from "./window-time.ts";

/** Rows whose times lie so far from all others that they are mistakes: a clock that was never set, a default. */
export interface StrayDays {
  /** Local days since 1970: what lies before the first, or after the last, of these is stray. */
  readonly first: number;
  readonly last: number;
  readonly rows: number;
  /** The stray days, `YYYY-MM-DD`, oldest first. */
  readonly days: readonly string[];
}

/** Days without a row from which on what lies beyond is no part of the log, and the most of all rows that may lie there. */
const apart = 366;
const most = 0.01;

/**
 * Days with rows (any order; of several counts of a day the largest is taken, for measures count the same rows) at either end of a log that are more than a year from the rest and hold at most one row in a hundred. Null where there are none: a log that paused for years is judged as it is. Without this one row of 1970 makes
 * twenty thousand days without any row.
 */
export const strayDays = (counted: readonly { readonly day: number; readonly rows: number }[]): StrayDays | null => {
  const rows = new Map<number, number>();
  for (const each of counted) if (each.rows > 0) rows.set(each.day, Math.max(rows.get(each.day) ?? 0, each.rows));
  const days = [...rows.keys()].sort((a, b) => a - b);
  const all = days.reduce((sum, day) => sum + (rows.get(day) ?? 0), 0);
  let [from, to] = [0, days.length - 1];
  let [before, after] = [0, 0];
  for (let at = 0; at + 1 < days.length; at++) {
    before += rows.get(days[at] ?? 0) ?? 0;
    if (before > most * all) break;
    if ((days[at + 1] ?? 0) - (days[at] ?? 0) > apart) from = at + 1;
  }
  for (let at = days.length - 1; at > from; at--) {
    after += rows.get(days[at] ?? 0) ?? 0;
    if (after > most * all) break;
    if ((days[at] ?? 0) - (days[at - 1] ?? 0) > apart) to = at - 1;
  }
  const stray = [...days.slice(0, from), ...days.slice(to + 1)];
  return stray.length === 0 ? null : { first: days[from] ?? 0, last: days[to] ?? 0, rows: stray.reduce((sum, day) => sum + (rows.get(day) ?? 0), 0), days: stray.map((day) => dayLabel(day)) };
};
