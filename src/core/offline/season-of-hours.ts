import type { Hypothesis } from "../domain/hypothesis.ts";
import type { Measure, SeriesPlan } from "../domain/measure.ts";
import { metricValue } from "../measure/metric-value.ts";
import { labelOf } from "../measure/window-time.ts";
import { dayOfWeekSeason } from "../stats/day-of-week-season.ts";
import type { CountedDay } from "./counted-days.ts";

/** What hours 0 … 23 of local time add to the mean, from hourly windows; null where an hour that occurs was seen fewer than eight times. Pooled hours weigh by what they are divided by, others alike. */
export const seasonOfHours = (measure: Measure, plan: Pick<SeriesPlan, "window" | "timeZone">, counted: readonly CountedDay[], aggregation: Hypothesis["aggregation"]): number[] | null =>
  dayOfWeekSeason(counted.flatMap(({ windows }) => windows.flatMap((window) => {
    const value = metricValue(measure, [window]);
    return value === null ? [] : [{ phase: Number(labelOf(plan, window.window).slice(11, 13)), value: value.value, weight: aggregation === "pooled" ? (value.exposure ?? value.n) : 1 }];
  })), 24);
