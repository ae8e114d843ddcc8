import { countOf } from "../../../core/wording/count-of.ts";
import { listOf } from "../../../core/wording/list-of.ts";
import { percent } from "../../../core/wording/percent.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import type { DayOfFeature } from "./day-of-feature.ts";
import type { lastingChange } from "./lasting-change.ts";

export interface ToldFeature {
  readonly feature: string;
  readonly days: readonly DayOfFeature[];
  /** The last four weeks as one. */
  readonly together: DayOfFeature | null;
  readonly change: ReturnType<typeof lastingChange>;
  readonly isGone: boolean;
  readonly rows: number;
}

/** How one feature did over the days, in one or two sentences. */
export const stabilitySentence = ({ feature, days, together, change, isGone, rows }: ToldFeature): string => {
  if (rows === 0) return `Nothing is known of ${feature}: production has no rows with a time.`;
  if (isGone) return `${feature} is in no row of production any more.`;
  if (change !== null) {
    const after = days.filter(({ day }) => day >= change.since);
    return `${feature} ${change.lasting ? "changed" : "is out"} ${change.lasting ? "on" : "since"} ${change.since}${change.lasting ? " and has stayed so" : ", for too few days to say that it lasts"}: ${howOut(after)}.`;
  }
  const outDays = days.filter(({ out }) => out === true);
  const before = outDays.length === 0 ? "" : ` It was out on ${countOf(outDays.length, "day")}, the last ${outDays.at(-1)?.day ?? ""}, and is back.`;
  if (together?.out === true) return `Over the last four weeks ${feature} lies elsewhere than offline: ${howOut([together])}; single days tell too little to say since when.${before}`;
  if (together?.out === false) return `${feature} is there and lies as it did offline.${before}`;
  return `Whether ${feature} lies as it did offline cannot be told from ${countOf(rows, "row")}.${before}`;
};

const howOut = (days: readonly DayOfFeature[]): string => {
  const kinds = new Set(days.flatMap(({ why }) => why));
  const largest = (of: (day: DayOfFeature) => number | null): number => Math.max(...days.map((day) => of(day) ?? 0));
  return listOf([
    ...(kinds.has("missing") ? [`missing in up to ${percent(largest(({ missing }) => missing))} of a day's rows`] : []),
    ...(kinds.has("values") ? [largest(({ distance }) => distance) > 0 ? `values up to ${shortNumber(largest(({ distance }) => distance))} from the offline distribution (chi-square distance)` : "values elsewhere than offline"] : []),
    ...(kinds.has("unseen") ? ["values that offline never had"] : []),
  ]);
};
