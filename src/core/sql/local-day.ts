import type { ZoneOffset } from "../measure/zone-offsets.ts";
import type { Dialect } from "./dialect.ts";

/**
 * The local date of a time as days since 1970-01-01, null where it is null. The zone is written out as its changes of the clocks, so that an engine needs no tables of zones, none can
 * have others than the rest of Lockstep has, and a day costs little more than a division. `offsets` cover all times there are, ascending.
 */
export const localDay = (dialect: Dialect, expression: string, offsets: readonly ZoneOffset[]): string => {
  const seconds = dialect.epochSeconds(expression);
  const last = offsets.at(-1)?.offset ?? 0;
  const before = offsets.slice(0, -1).map(({ offset }, place) => `WHEN ${seconds} < ${(offsets[place + 1]?.from ?? 0) / 1000} THEN ${offset / 1000} `);
  return `floor((${seconds} + ${before.length === 0 ? last / 1000 : `CASE ${before.join("")}ELSE ${last / 1000} END`}) / 86400)`;
};
