/** From `from` on (milliseconds since 1970 UTC, inclusive), local time is `offset` milliseconds ahead of UTC. */
export interface ZoneOffset {
  readonly from: number;
  readonly offset: number;
}

const dayMs = 86_400_000;
/** Beyond these, zones keep the offset they have there. */
const [earliest, latest] = [Date.UTC(1900, 0, 1), Date.UTC(2100, 0, 1)];

const formats = new Map<string, Intl.DateTimeFormat>();
const dayOffsets = new Map<string, Map<number, number>>();

/** How far ahead of UTC the clocks of an IANA zone are at an instant, in milliseconds. RangeError for a zone that nobody knows. */
const offsetAt = (timeZone: string, ms: number): number => {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", era: "short", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
    formats.set(timeZone, format);
  }
  const whole = Math.floor(ms / 1000) * 1000;
  const parts: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(whole)) parts[type] = value;
  const at = (name: string): number => Number(parts[name]);
  return Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second")) - whole;
};

/** The offset at the beginning of a UTC day; asked of Intl once. */
const offsetOfDay = (timeZone: string, day: number): number => {
  let known = dayOffsets.get(timeZone);
  if (known === undefined) dayOffsets.set(timeZone, (known = new Map()));
  let offset = known.get(day);
  if (offset === undefined) known.set(day, (offset = offsetAt(timeZone, Math.min(latest, Math.max(earliest, day * dayMs)))));
  return offset;
};

const changes = new Map<string, Map<number, ZoneOffset | null>>();

/** The change of the clocks within a UTC day, to the second; null on nearly all days. */
const changeWithin = (timeZone: string, day: number): ZoneOffset | null => {
  const [before, after] = [offsetOfDay(timeZone, day), offsetOfDay(timeZone, day + 1)];
  if (before === after) return null;
  let known = changes.get(timeZone);
  if (known === undefined) changes.set(timeZone, (known = new Map()));
  const found = known.get(day);
  if (found !== undefined) return found;
  let [low, high] = [day * dayMs, (day + 1) * dayMs];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetAt(timeZone, middle) === before) low = middle;
    else high = middle;
  }
  const change = { from: high, offset: after };
  known.set(day, change);
  return change;
};

/** How far ahead of UTC local time is at an instant, in milliseconds. IANA zones by the runtime's own tables (Intl). */
export const zoneOffset = (timeZone: string, ms: number): number => {
  if (timeZone === "UTC") return 0;
  const day = Math.floor(ms / dayMs);
  const before = offsetOfDay(timeZone, day);
  const change = changeWithin(timeZone, day);
  return change === null || ms < change.from ? before : change.offset;
};

/** All offsets that hold between two instants, ascending; the first holds from before `fromMs`. For spelling a zone in SQL. */
export const zoneOffsets = (timeZone: string, fromMs: number, toMs: number): ZoneOffset[] => {
  const first: ZoneOffset = { from: -Infinity, offset: zoneOffset(timeZone, fromMs) };
  if (timeZone === "UTC") return [first];
  const found = [first];
  const last = Math.floor(Math.min(toMs, latest) / dayMs);
  for (let day = Math.floor(Math.max(fromMs, earliest) / dayMs); day <= last; day += 1) {
    const change = changeWithin(timeZone, day);
    if (change !== null && change.from > fromMs && change.from <= toMs) found.push(change);
  }
  return found;
};
