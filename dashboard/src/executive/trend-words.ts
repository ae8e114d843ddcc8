import type { ResultOf } from "../api/api-types.ts";
import { formatCount } from "../../../src/report/wording/format-number.ts";

export type Trend = ResultOf<"get", "/api/v1/trend">;

/** What became of the models since a week ago, in a few words: `2 got well or better, 1 worse`. */
export const trendWords = ({ better, worse, fresh, same }: Trend): string => {
  const parts = [worse.length === 0 ? null : `${formatCount(worse.length)} worse`, better.length === 0 ? null : `${formatCount(better.length)} better`, fresh.length === 0 ? null : `${formatCount(fresh.length)} new`].filter((part) => part !== null);
  return parts.length === 0 ? (same === 0 ? "nothing known" : "no change") : parts.join(", ");
};

const most = 6;

const names = (turns: Trend["better"]): string => `${turns.slice(0, most).map(({ model }) => model).join(", ")}${turns.length > most ? ` and ${formatCount(turns.length - most)} more` : ""}`;

/** Which models those are, in a line; null where none is another than it was. */
export const trendLine = ({ better, worse }: Trend): string | null => {
  const parts = [worse.length === 0 ? null : `Worse than a week ago: ${names(worse)}.`, better.length === 0 ? null : `Better: ${names(better)}.`].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(" ");
};
