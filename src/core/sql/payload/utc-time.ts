import type { LogGap } from "../../domain/population.ts";
import type { Dialect } from "../dialect.ts";

/** Text that ends in a zone: `Z`, `+02`, `+02:00`, `-0530`, ` UTC`. A date alone (`2026-01-02`) has none. */
const endsInZone = "[T ].*([zZ]|[+-][0-9]{2}(:?[0-9]{2})?| UTC| GMT)$";

/**
 * SQL of a UTC timestamp from text in `expression`: a zone in the text counts; without one the time is taken in `zone`, or as UTC where
 * nobody said which zone it was. Null where it is no time.
 */
export const utcTime = (dialect: Dialect, expression: string, zone: string | null): string => {
  const naive = `TRY_CAST(${expression} AS TIMESTAMP)`;
  const local = zone === null ? naive : `timezone('UTC', timezone(${dialect.literal(zone)}, ${naive}))`;
  return `CASE WHEN regexp_matches(${expression}, '${endsInZone}') THEN timezone('UTC', TRY_CAST(${expression} AS TIMESTAMPTZ)) ELSE ${local} END`;
};

/** SQL of a UTC timestamp from milliseconds since 1970 in text. */
export const millisecondTime = (expression: string): string => `make_timestamp_ms(TRY_CAST(${expression} AS BIGINT))`;

/** The gap to declare where a format writes local times and nobody named their zone. */
export const zoneGaps = (zone: string | null, where: string): readonly LogGap[] =>
  zone !== null ? [] : [{ what: "time zone", why: `${where} is written as local time without a zone; it was taken as UTC, so hours and windows can be off. Name the zone with --zone.`, bends: true }];
