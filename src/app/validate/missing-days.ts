import { planDigest } from "../../core/measure/plan-digest.ts";
import { strayDays } from "../../core/measure/stray-days.ts";
import { dayLabel, localDayOf } from "../../core/measure/window-time.ts";
import type { CountedGroup } from "./count-group.ts";

/**
 * Local days without a single row between the first that has one (stray ones apart) and the day of the look. A day that any group of hypotheses has rows of is there: a population may be rare where the log is whole. What is counted
 * by weeks tells nothing of days, and stands in for them only where nothing else was counted.
 */
export const missingDays = (groups: readonly CountedGroup[], asOf: number): string[] => {
  const counted = groups.flatMap((group) => group.counted ?? []);
  const byDay = counted.filter(({ plan }) => plan.window !== "week");
  const there = new Map<number, number>();
  let until = -Infinity;
  for (const { plan, series } of byDay.length > 0 ? byDay : counted) {
    for (const { rows, window } of series.read(planDigest(plan), { by: "day", fromDay: null, toDay: null, arrivedBy: null, segments: false, bins: false })) {
      if (rows === 0) continue;
      for (let day = window; day < window + (plan.window === "week" ? 7 : 1); day += 1) there.set(day, Math.max(there.get(day) ?? 0, rows));
    }
    until = Math.max(until, localDayOf(plan.timeZone, asOf));
  }
  const missing: string[] = [];
  const stray = strayDays([...there].map(([day, rows]) => ({ day, rows })));
  for (let day = stray?.first ?? Math.min(...there.keys()); day < until; day += 1) if (!there.has(day)) missing.push(dayLabel(day));
  return missing;
};
