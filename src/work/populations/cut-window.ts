import type { Dialect } from "../../core/sql/dialect.ts";

/** A window in time, ISO 8601 UTC: `from` is in it, `to` is not; null where it is open. */
export interface TimeWindow {
  readonly from: string | null;
  readonly to: string | null;
}

/** The rows of a relation whose `ts` lies in the window; rows without a time are in none. */
export const cutWindow = ({ literal }: Dialect, from: string, window: TimeWindow): string => {
  const at = (moment: string): string => `TIMESTAMP ${literal(moment.replace("T", " ").replace(/Z$/, ""))}`;
  const ends = [...(window.from === null ? [] : [`ts >= ${at(window.from)}`]), ...(window.to === null ? [] : [`ts < ${at(window.to)}`])];
  return ends.length === 0 ? from : `(SELECT * FROM ${from} WHERE ${ends.join(" AND ")})`;
};
