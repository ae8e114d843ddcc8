import type { LogGap } from "../../core/domain/population.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import { type StrayDays, strayDays } from "../../core/measure/stray-days.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { CountedProduction } from "./production-side.ts";

/** Stray days of production's log, as it was counted; null where there are none. */
export const straysOf = ({ plan, series }: Pick<CountedProduction, "plan" | "series">): StrayDays | null =>
  strayDays(series.read(planDigest(plan), { by: "day", fromDay: null, toDay: null, arrivedBy: null, segments: false, bins: false }).map(({ window, rows }) => ({ day: window, rows })));

const mostNamed = 4;

/** What is said of them beside the source. */
export const strayGap = ({ rows, days, first, last }: StrayDays): LogGap => ({
  what: `${countOf(rows, "row")} dated ${listOf(days.slice(0, mostNamed))}${days.length > mostNamed ? ` and ${days.length - mostNamed} days more` : ""}`,
  why: `more than a year from all others (${new Date(first * 86_400_000).toISOString().slice(0, 10)} to ${new Date(last * 86_400_000).toISOString().slice(0, 10)}): a clock that was never set, or a default; they are not judged`,
  bends: true,
});
