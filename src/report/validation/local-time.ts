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
