import { formatDay } from "../wording/format-number.ts";

const dayAlone = /^\d{4}-\d{2}-\d{2}$/;
const formats = new Map<string, Intl.DateTimeFormat>();

/* A zone that this runtime does not know is told in UTC, and says so. */
const formatIn = (timeZone: string, hours: boolean): Intl.DateTimeFormat => {
  const key = `${timeZone} ${String(hours)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const options: Intl.DateTimeFormatOptions = hours ? { dateStyle: "medium", timeStyle: "short" } : { dateStyle: "medium" };
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  } catch {
    format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  }
  formats.set(key, format);
  return format;
};

/** A moment or a day as people of the zone write it: `12 Oct 2026`, with the hour where windows are hours; what is no date is given back as it is. */
export const localMoment = (text: string, timeZone: string, hours = false): string => {
  if (dayAlone.test(text)) return formatDay(text);
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : formatIn(timeZone, hours).format(time);
};

const dayMs = 86_400_000;

/** Whole days between two moments, at least 1; null where either is no date. */
export const daysBetween = (from: string, to: string): number | null => {
  const days = (Date.parse(to) - Date.parse(from)) / dayMs;
  return Number.isNaN(days) || days < 0 ? null : Math.max(1, Math.round(days));
};

const walls = new Map<string, Intl.DateTimeFormat>();

/** What a clock of the zone shows, as if it were UTC: a place on an axis of local time, milliseconds. Null for what is no date. */
export const wallTime = (text: string, timeZone: string): number | null => {
  const time = Date.parse(text);
  if (Number.isNaN(time)) return null;
  if (dayAlone.test(text)) return time;
  let format = walls.get(timeZone);
  if (format === undefined) {
    const options: Intl.DateTimeFormatOptions = { hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
    try {
      format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
    } catch {
      format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
    }
    walls.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(part["year"] ?? 1970, (part["month"] ?? 1) - 1, part["day"] ?? 1, part["hour"] ?? 0, part["minute"] ?? 0);
};
