import type { LogGap } from "../../core/domain/population.ts";
import type { Engine } from "../../ports/engine.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import { isNumberType, typeFamily } from "./type-family.ts";

/** How a column of times becomes one of TIMESTAMP in UTC. */
export interface TimeReading {
  /** TIMESTAMP in UTC; null where there is no time, or none that can be read. */
  readonly expression: string;
  /** Whether the row has something there that is no time. */
  readonly unreadable: string;
}

/** A text with a clock's time and the zone behind it. */
const zoned = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)? ?([zZ]|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?|[A-Za-z_]+/[A-Za-z_/]+)$";
const digits = "-?[0-9]+(\\.[0-9]*)?";

/** Seconds are put behind a time that has none, which the engine does not read otherwise; a comma before the fraction becomes a point. */
const plain = (text: string): string => `replace(regexp_replace(trim(${text}), '([T ][0-9]{2}:[0-9]{2})([^:0-9]|$)', '\\1:00\\2'), ',', '.')`;

/**
 * Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their magnitude: each unit has three digits more than the one before it for
 * moments from 1973 to 5138, and no number has two meanings. Smaller numbers are no times.
 */
const ofEpoch = (number: string): string => `CASE WHEN ${number} >= 1e17 AND ${number} < 9.2e18 THEN make_timestamp((${number} / 1000)::BIGINT) WHEN ${number} >= 1e17 THEN NULL WHEN ${number} >= 1e14 THEN make_timestamp((${number})::BIGINT)
 WHEN ${number} >= 1e11 THEN make_timestamp((${number} * 1000)::BIGINT) WHEN ${number} >= 1e8 THEN make_timestamp(round(${number} * 1000000)::BIGINT) END`;

/** Exact for integers, which a double of nanoseconds is not. */
const ofWhole = (number: string): string => `CASE WHEN ${number} >= 9200000000000000000 THEN NULL WHEN ${number} >= 100000000000000000 THEN make_timestamp((${number} // 1000)::BIGINT) WHEN ${number} >= 100000000000000 THEN make_timestamp((${number})::BIGINT)
 WHEN ${number} >= 100000000000 THEN make_timestamp((${number} * 1000)::BIGINT) WHEN ${number} >= 100000000 THEN make_timestamp((${number} * 1000000)::BIGINT) END`;

/** No prediction was made or came true at other times: 0001-01-01 and 9999-12-31 say that nobody knew. */
const thinkable = (time: string): string => `${time} BETWEEN '1900-01-01' AND '3000-01-01'`;

const known = (time: string): string => `CASE WHEN ${thinkable(time)} THEN ${time} END`;

/** A moment as the clock of UTC shows it. */
const utcOf = (moment: string): string => `make_timestamp(epoch_us(${moment}))`;

const isUtc = /^(etc\/)?(utc|gmt|zulu|universal|uct)$/i;

/** The form that most logs write, in UTC, which needs none of the slow questions. */
const usual = (text: string): string => `(${text})::VARCHAR LIKE '____-__-__%Z'`;

/** Whether a text can be read as a date with or without a time; numbers do not count, for every count would be a time then. Only texts that begin like one are tried: AND would try all. */
export const readableTimes = (text: string): string => `CASE WHEN ${text} LIKE '____-__-__%' THEN TRY_CAST(${plain(text)} AS TIMESTAMP WITH TIME ZONE) IS NOT NULL ELSE false END`;

/** The SQL that reads times of one type. `zone` is the IANA name of the zone of times that have none, UTC when null. */
export const readTime = (dialect: Dialect, value: string, type: string, zone: string | null): TimeReading => {
  // UTC needs no calendar, and a calendar is slow.
  const inZone = (naive: string): string => (zone === null || isUtc.test(zone) ? naive : utcOf(`timezone(${dialect.literal(zone)}, ${naive})`));
  const family = typeFamily(type);
  if (family === "time") {
    return { expression: type.includes("WITH TIME ZONE") ? utcOf(known(value)) : inZone(known(`(${value})::TIMESTAMP`)), unreadable: `(${value} IS NOT NULL AND NOT (${thinkable(value)}))` };
  }
  if (isNumberType(type)) {
    return { expression: family === "integer" ? ofWhole(`(${value})::HUGEINT`) : ofEpoch(`(${value})::DOUBLE`), unreadable: `(${value} IS NOT NULL AND NOT (${value} >= 100000000 AND ${value} < 9200000000000000000))` };
  }
  const text = plain(`(${value})::VARCHAR`);
  const slow = `CASE WHEN regexp_full_match(${text}, '${digits}') THEN ${ofEpoch(`TRY_CAST(${text} AS DOUBLE)`)}
 WHEN regexp_matches(${text}, '${zoned}') THEN ${utcOf(known(`TRY_CAST(${text} AS TIMESTAMP WITH TIME ZONE)`))} ELSE ${inZone(known(`TRY_CAST(${text} AS TIMESTAMP)`))} END`;
  const ofText = `coalesce(CASE WHEN ${usual(value)} THEN ${known(`TRY_CAST((${value})::VARCHAR AS TIMESTAMP)`)} END, ${slow})`;
  // An empty text is no time that was written wrongly.
  return { expression: ofText, unreadable: `(coalesce(trim((${value})::VARCHAR) <> '', false) AND ${ofText} IS NULL)` };
};

/** How many times a column has and what is doubtful about them. */
export interface TimeFindings {
  readonly filled: number;
  readonly unreadable: number;
  /** One that cannot be read, its digits as 9 and its letters as a: its form, not its value. */
  readonly example: string | null;
  readonly gaps: readonly LogGap[];
}

/** Counts, by one query, what can be read of a column of times, and how many of them bear a zone. */
export const findTimes = async (engine: Engine, sql: string, value: string, type: string, zone: string | null): Promise<TimeFindings> => {
  const { countIf } = engine.dialect;
  const { unreadable } = readTime(engine.dialect, value, type, zone);
  const { expression } = readTime(engine.dialect, value, type, zone);
  const written = plain(`(${value})::VARCHAR`);
  const isNaive = typeFamily(type) === "time" && !type.includes("WITH TIME ZONE");
  const form = typeFamily(type) !== "text" ? `'${isNaive ? "naive" : "one"}'` : `CASE WHEN ${usual(value)} THEN 'zoned' WHEN regexp_full_match(${written}, '${digits}') THEN 'number' WHEN regexp_matches(${written}, '${zoned}') THEN 'zoned' ELSE 'naive' END`;
  const of = (which: string): string => `${countIf(`time IS NOT NULL AND form = '${which}'`)}`;
  const [row] = await engine.query(`SELECT count(written) AS filled, ${countIf("unreadable")} AS unreadable, min(CASE WHEN unreadable THEN left(written::VARCHAR, 40) END) AS example, ${of("zoned")} AS zoned, ${of("naive")} AS naive, ${of("number")} AS numbers
FROM (SELECT ${value} AS written, ${expression} AS time, ${unreadable} AS unreadable, ${form} AS form FROM ${sql})`);
  const count = (name: string): number => Number(row?.[name] ?? 0);
  const gaps: LogGap[] = [];
  if (count("naive") > 0 && zone === null) gaps.push({ what: "time zone", why: `${count("naive").toLocaleString("en-US")} times are written without a zone and were taken as UTC; say which with --zone, or with zone: in the manifest`, bends: true });
  if ([count("zoned"), count("naive"), count("numbers")].filter((n) => n > 0).length > 1) gaps.push({ what: "time zone", why: `times are written in several ways: ${count("zoned")} with a zone, ${count("naive")} without, ${count("numbers")} as numbers`, bends: true });
  return { filled: count("filled"), unreadable: count("unreadable"), example: typeof row?.["example"] === "string" ? row["example"].replaceAll(/\d/g, "9").replaceAll(/\p{L}/gu, "a") : null, gaps };
};
