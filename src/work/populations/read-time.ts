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

const finite = (time: string): string => `CASE WHEN isfinite(${time}) THEN ${time} END`;

/** Whether a text can be read as a date with or without a time; numbers do not count, for every count would be a time then. */
export const readableTimes = (text: string): string => `${text} LIKE '____-__-__%' AND TRY_CAST(${plain(text)} AS TIMESTAMP WITH TIME ZONE) IS NOT NULL`;

/** The SQL that reads times of one type. `zone` is the IANA name of the zone of times that have none, UTC when null. */
export const readTime = (dialect: Dialect, value: string, type: string, zone: string | null): TimeReading => {
  const inZone = (naive: string): string => (zone === null ? naive : `timezone('UTC', timezone(${dialect.literal(zone)}, ${naive}))`);
  const withUnreadable = (expression: string): TimeReading => ({ expression, unreadable: `(${value} IS NOT NULL AND ${expression} IS NULL)` });
  if (type.includes("WITH TIME ZONE")) return withUnreadable(finite(`timezone('UTC', ${value})`));
  if (typeFamily(type) === "time") return withUnreadable(inZone(finite(`(${value})::TIMESTAMP`)));
  if (typeFamily(type) === "integer") return withUnreadable(ofWhole(`(${value})::HUGEINT`));
  if (isNumberType(type)) return withUnreadable(ofEpoch(`(${value})::DOUBLE`));
  const text = plain(`(${value})::VARCHAR`);
  const ofText = `CASE WHEN regexp_full_match(${text}, '${digits}') THEN ${ofEpoch(`TRY_CAST(${text} AS DOUBLE)`)}
 WHEN regexp_matches(${text}, '${zoned}') THEN ${finite(`timezone('UTC', TRY_CAST(${text} AS TIMESTAMP WITH TIME ZONE))`)} ELSE ${inZone(finite(`TRY_CAST(${text} AS TIMESTAMP)`))} END`;
  // An empty text is no time that was written wrongly.
  return { expression: ofText, unreadable: `(coalesce(trim((${value})::VARCHAR) <> '', false) AND ${ofText} IS NULL)` };
};

/** How many times a column has and what is doubtful about them. */
export interface TimeFindings {
  readonly filled: number;
  readonly unreadable: number;
  /** The first that cannot be read, its digits as 9 and its letters as a: its form, not its value. */
  readonly example: string | null;
  readonly gaps: readonly LogGap[];
}

/** Counts, by one query, what can be read of a column of times, and how many of them bear a zone. */
export const findTimes = async (engine: Engine, sql: string, value: string, type: string, zone: string | null): Promise<TimeFindings> => {
  const { countIf } = engine.dialect;
  const { unreadable } = readTime(engine.dialect, value, type, zone);
  const text = typeFamily(type) === "text";
  const isNaive = typeFamily(type) === "time" && !type.includes("WITH TIME ZONE");
  const written = plain(`(${value})::VARCHAR`);
  const isNumber = `regexp_full_match(${written}, '${digits}')`;
  const [row] = await engine.query(`SELECT count(${value}) AS filled, ${countIf(unreadable)} AS unreadable, min(regexp_replace(regexp_replace(left((${value})::VARCHAR, 40), '[0-9]', '9', 'g'), '\\pL', 'a', 'g')) FILTER (WHERE ${unreadable}) AS example,
  ${text ? `${countIf(`NOT ${unreadable} AND NOT ${isNumber} AND regexp_matches(${written}, '${zoned}')`)} AS zoned, ${countIf(`NOT ${unreadable} AND ${value} <> '' AND NOT ${isNumber} AND NOT regexp_matches(${written}, '${zoned}')`)} AS naive, ${countIf(`NOT ${unreadable} AND ${isNumber}`)} AS numbers` : `0 AS zoned, ${isNaive ? `count(${value})` : "0"} AS naive, 0 AS numbers`} FROM ${sql}`);
  const count = (name: string): number => Number(row?.[name] ?? 0);
  const gaps: LogGap[] = [];
  if (count("naive") > 0 && zone === null) gaps.push({ what: "time zone", why: `${count("naive").toLocaleString("en-US")} times are written without a zone and were taken as UTC; name it with --zone`, bends: true });
  if ([count("zoned"), count("naive"), count("numbers")].filter((n) => n > 0).length > 1) gaps.push({ what: "time zone", why: `times are written in several ways: ${count("zoned")} with a zone, ${count("naive")} without, ${count("numbers")} as numbers`, bends: true });
  return { filled: count("filled"), unreadable: count("unreadable"), example: typeof row?.["example"] === "string" ? row["example"] : null, gaps };
};
