import type { ProfileSpec } from "../../../core/domain/profile.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";

/** Seconds of a window, and how many seconds before 1970 the windows' count begins: weeks begin on Mondays, and 1970 on a Thursday. */
export const windowSpan = { hour: { seconds: 3600, shift: 0 }, day: { seconds: 86_400, shift: 0 }, week: { seconds: 604_800, shift: 3 * 86_400 } } as const;

/** A window by its number: null for rows without a time; 0 where there is only one. */
export const windowKey = (dialect: Dialect, window: ProfileSpec["window"]): string => {
  if (window === "all") return "0";
  const { seconds, shift } = windowSpan[window];
  return `floor((${dialect.epochSeconds(dialect.identifier("ts"))} + ${shift}) / ${seconds})`;
};

/** The start of the window with this number, ISO 8601 UTC. */
export const windowStart = (window: ProfileSpec["window"], key: number | null): string | null => {
  if (window === "all" || key === null) return null;
  const { seconds, shift } = windowSpan[window];
  return new Date((key * seconds - shift) * 1000).toISOString();
};

/** A row's segment in one dimension, as its place among the frozen values; -1 for all others. `value` is text. */
export const segmentKey = (dialect: Dialect, value: string, values: readonly string[]): string =>
  values.length === 0 ? "-1" : `CASE ${value} ${values.map((text, place) => `WHEN ${dialect.literal(text)} THEN ${place}`).join(" ")} ELSE -1 END`;

/** How rows are put into consecutive blocks. */
export type Blocking = { readonly by: "time"; readonly seconds: number } | { readonly by: "place"; readonly rows: number; readonly blocks: number };

/** A row's block: by time counted from its window's start (1970 for all time; null without a time), by place from 0 on. */
export const blockKey = (dialect: Dialect, window: ProfileSpec["window"], blocking: Blocking | null): string => {
  if (blocking === null) return "0";
  if (blocking.by === "place") return `floor((row_number() OVER () - 1) * ${blocking.blocks}.0 / ${blocking.rows})`;
  const time = dialect.epochSeconds(dialect.identifier("ts"));
  if (window === "all") return `floor(${time} / ${blocking.seconds})`;
  const { seconds, shift } = windowSpan[window];
  return `floor((${time} + ${shift} - ${windowKey(dialect, window)} * ${seconds}) / ${dialect.double(blocking.seconds)})`;
};
