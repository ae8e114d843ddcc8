import type { HypothesisResult, SeriesJudgement, Validation } from "../../core/domain/validation.ts";
import { formatCount, formatPlural, formatShare } from "../wording/format-number.ts";
import { localMoment } from "./local-time.ts";

/** How many windows of a series are in each state. */
export type SeriesCounts = Readonly<Record<SeriesJudgement["points"][number]["status"], number>>;

/** Counts the windows of a series by their state. */
export const seriesCounts = ({ points }: Pick<SeriesJudgement, "points">): SeriesCounts => {
  const counts = { judged: 0, missing: 0, thin: 0, maturing: 0, excluded: 0 };
  for (const { status } of points) counts[status]++;
  return counts;
};

/** What of a series could not be judged and why: `2 days missing, 14 days whose labels may still come`; null where all was judged. */
export const notJudgedWords = ({ hypothesis: { window } }: HypothesisResult, { missing, thin, maturing, excluded }: SeriesCounts): string | null => {
  const parts = [
    missing === 0 ? null : `${formatPlural(missing, window)} without any row`,
    maturing === 0 ? null : `${formatPlural(maturing, window)} whose labels may still come`,
    thin === 0 ? null : `${formatPlural(thin, window)} with too few rows or labels`,
    excluded === 0 ? null : `${formatPlural(excluded, window)} left out by the calendar`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
};

/** How labels come in, in one phrase; null where none are waited for. */
export const maturityWords = ({ maturity, hypothesis: { timeZone } }: HypothesisResult): string | null => {
  if (maturity === null) return null;
  const parts = [
    maturity.matureUntil === null ? "no window is old enough to have its labels" : `labels are complete until ${localMoment(maturity.matureUntil, timeZone)}`,
    ...(maturity.coverage === null ? [] : [`${formatShare(maturity.coverage)} of those rows have one`]),
  ];
  return parts.join("; ");
};

const mostDays = 4;

/** The days without any row by name; null where there is none. */
export const missingDaysWords = ({ missingDays }: Pick<Validation, "missingDays">): string | null => {
  if (missingDays.length === 0) return null;
  const named = missingDays.slice(0, mostDays).map((day) => localMoment(day, "UTC")).join(", ");
  return `${formatPlural(missingDays.length, "day")} without any row: ${named}${missingDays.length > mostDays ? ` and ${formatCount(missingDays.length - mostDays)} more` : ""}`;
};
