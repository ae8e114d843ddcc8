import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { SeriesPoint } from "../domain/validation.ts";
import type { Measure, SeriesPlan } from "../domain/measure.ts";
import type { MetricValue } from "../measure/metric-value.ts";
import { labelOf, weekOfDay } from "../measure/window-time.ts";
import { expectedWindow } from "../offline/expected-window.ts";
import { metricRange } from "../offline/metric-range.ts";
import { normalQuantile } from "../stats/distributions.ts";
import { poissonInterval } from "../stats/poisson-interval.ts";
import { wilson } from "../stats/wilson.ts";
import type { PlacedWindow } from "./place-windows.ts";

const level = 0.95;
const z = normalQuantile((1 + level) / 2);

/** One point per window, with what its own rows say, where such windows lie if production is as offline was, and why it is not judged or no part of a unit. */
export const pointsOf = (placed: readonly PlacedWindow[], measure: Measure, plan: Pick<SeriesPlan, "window" | "timeZone">, offline: OfflineEstimate, refused: (day: number) => string | null): SeriesPoint[] => {
  const range = metricRange(measure.metric.name);
  // A window ends where the next begins.
  let [lastEnd, lastText] = [Number.NaN, ""];
  return placed.map(({ window, day, start, end, value, rows, labelled, status, note }) => {
    const label = labelOf(plan, window);
    const own = value === null ? null : ownInterval(measure, value);
    const expected = value === null ? null : expectedWindow(offline, {
      rows: value.n, dayOfWeek: plan.window === "week" ? null : day - weekOfDay(day), hourOfDay: plan.window === "hour" ? Number(label.slice(11, 13)) : null, range,
      ...(measure.shape === "count" && value.exposure !== null ? { seconds: value.exposure } : {}),
    }, level);
    const why = status === "judged" ? refused(day) : null;
    const begins = start === lastEnd ? lastText : new Date(start).toISOString();
    [lastEnd, lastText] = [end, new Date(end).toISOString()];
    return {
      start: begins, end: lastText, label, estimate: value?.value ?? null, low: own?.low ?? null, high: own?.high ?? null,
      expectedLow: expected?.low ?? null, expectedHigh: expected?.high ?? null, rows, labelled, status, note: [note, why].filter((text) => text !== null).join("; ") || null,
    };
  });
};

/** 95 % of a value from its own rows: exact or score intervals of counts, else normal. Null where its rows do not tell. */
export const ownInterval = (measure: Measure, { value, variance, events, exposure }: MetricValue): { readonly low: number | null; readonly high: number | null } | null => {
  if (measure.shape === "ratio" && events !== null && exposure !== null && Number.isSafeInteger(events) && Number.isSafeInteger(exposure) && events <= exposure && value === events / exposure) return wilson(events, exposure, level);
  if (measure.shape === "count" && events !== null && exposure !== null && exposure > 0 && Number.isSafeInteger(events)) {
    const { low, high } = poissonInterval(events, exposure, level);
    const scale = events === 0 ? (measure.metric.name === "total" ? 86_400 : 1) : (value * exposure) / events;
    return { low: low * scale, high: high * scale };
  }
  return variance === null ? null : { low: value - z * Math.sqrt(variance), high: value + z * Math.sqrt(variance) };
};
