import type { SeriesPlan } from "../domain/measure.ts";
import { zoneOffset } from "./zone-offsets.ts";

/** What tells where windows begin. */
type Cut = Pick<SeriesPlan, "window" | "timeZone">;

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Days that are kept in memory, of a zone or as labels: two hundred years of them. */
const mostKept = 75_000;

/** The local date of an instant (milliseconds UTC) in an IANA zone, as days since 1970-01-01. */
export const localDayOf = (timeZone: string, ms: number): number => Math.floor((ms + zoneOffset(timeZone, ms)) / dayMs);

const starts = new Map<string, Map<number, number>>();

/** The first instant of a local day, milliseconds UTC: midnight, or where clocks jump over midnight the first instant after it. Every series asks for the same days; each is worked out once. */
export const startOfLocalDay = (timeZone: string, day: number): number => {
  let known = starts.get(timeZone);
  if (known === undefined) starts.set(timeZone, (known = new Map()));
  let start = known.get(day);
  if (start === undefined) {
    start = findStart(timeZone, day);
    if (known.size < mostKept) known.set(day, start);
  }
  return start;
};

const findStart = (timeZone: string, day: number): number => {
  const local = day * dayMs;
  // Offsets lie within a day, and change at most once near a midnight; of all that fit, the earliest is the day's beginning.
  const offsets = [zoneOffset(timeZone, local - dayMs), zoneOffset(timeZone, local), zoneOffset(timeZone, local + dayMs)];
  const fits = offsets.map((offset) => local - offset).filter((ms) => localDayOf(timeZone, ms) === day && localDayOf(timeZone, ms - 1) < day);
  if (fits.length > 0) return Math.min(...fits);
  let [low, high] = [local - 2 * dayMs, local + 2 * dayMs];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (localDayOf(timeZone, middle) >= day) high = middle;
    else low = middle;
  }
  return high;
};

/** The local day on which a window begins: of an hour the day it lies in, of a week its Monday. */
export const dayOfWindow = ({ window, timeZone }: Cut, at: number): number => (window === "hour" ? localDayOf(timeZone, at * hourMs) : at);

/** The window's first instant, milliseconds UTC. */
export const startOf = ({ window, timeZone }: Cut, at: number): number => (window === "hour" ? at * hourMs : startOfLocalDay(timeZone, at));

/** The first instant after the window, milliseconds UTC. A day of a clock change lasts 23 or 25 hours. */
export const endOf = ({ window, timeZone }: Cut, at: number): number =>
  window === "hour" ? (at + 1) * hourMs : startOfLocalDay(timeZone, at + (window === "day" ? 1 : 7));

/** A local date as people write it: 2026-10-01. */
export const dayLabel = (day: number): string => {
  let label = labels.get(day);
  if (label === undefined) {
    label = new Date(day * dayMs).toISOString().slice(0, 10);
    if (labels.size < mostKept) labels.set(day, label);
  }
  return label;
};

const labels = new Map<number, string>();

/** The Monday of a day's week, as days since 1970-01-01, which was a Thursday. */
export const weekOfDay = (day: number): number => day - ((((day + 3) % 7) + 7) % 7);

/** A window's name: `2026-10-01T14:00+02:00`, `2026-10-01`, or `week of 2026-09-28`. */
export const labelOf = (plan: Cut, at: number): string => {
  if (plan.window === "day") return dayLabel(at);
  if (plan.window === "week") return `week of ${dayLabel(at)}`;
  const start = at * hourMs;
  const offset = zoneOffset(plan.timeZone, start);
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const two = (number: number): string => String(number).padStart(2, "0");
  const sign = offset === 0 ? "Z" : `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${new Date(start + offset).toISOString().slice(0, 16)}${sign}`;
};
