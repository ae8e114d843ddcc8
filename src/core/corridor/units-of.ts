import type { Hypothesis } from "../domain/hypothesis.ts";
import type { Measure } from "../domain/measure.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { metricValue } from "../measure/metric-value.ts";
import { weekOfDay } from "../measure/window-time.ts";
import { countOf } from "../wording/count-of.ts";
import type { Unit } from "./evidence.ts";
import type { PlacedWindow } from "./place-windows.ts";

interface UnitsQuestion {
  readonly unit: "week" | "day";
  readonly placed: readonly PlacedWindow[];
  readonly measure: Measure;
  readonly aggregation: Hypothesis["aggregation"];
  readonly window: "hour" | "day" | "week";
  readonly season: OfflineEstimate["season"]["dayOfWeek"];
}

/** Of a week, or a day cut into hours, at least half of its usual rows; of a week at least four days. */
const leastDays = 4;
const leastShare = 0.5;
const usualWeeks = 8;

/**
 * Windows that count gathered into units, in order, and why others are none, by their first day. A unit is over and mature as a whole: one that lacks days can no longer get them. Days, and weeks with an uneven set
 * of weekdays, have the offline season taken off.
 */
export const unitsOf = ({ unit, placed, measure, aggregation, window, season }: UnitsQuestion): { readonly units: Unit[]; readonly refused: ReadonlyMap<number, string> } => {
  const keyOf = (day: number): number => (unit === "week" ? weekOfDay(day) : day);
  const [units, refused, usual]: [Unit[], Map<number, string>, number[]] = [[], new Map(), []];
  const groups = Map.groupBy(placed, ({ day }) => keyOf(day));
  const lastKey = groups.keys().reduce((last, key) => Math.max(last, key), -Infinity);
  for (const [key, all] of groups) {
    if (all.some(({ status }) => status === "maturing") || (key === lastKey && unit === "week" && window !== "week" && !reachesSunday(all))) continue;
    const judged = all.filter(({ counts }) => counts);
    const rows = judged.reduce((sum, each) => sum + each.rows, 0);
    const typical = median(usual.slice(-usualWeeks));
    usual.push(rows);
    const days = new Set(judged.map(({ day }) => day)).size;
    const why = judged.length === 0 ? "nothing in it can be judged"
      : unit === "week" && window !== "week" && days < leastDays ? `${countOf(days, "day")} of this week can be judged, and ${leastDays} make a unit of evidence`
      : rows < leastShare * (unit === "week" ? typical : all.reduce((sum, each) => sum + each.rows, 0)) ? "less than half of the usual rows can be judged: no unit of evidence"
      : null;
    const value = why === null ? valueOf(judged) : null;
    if (value === null) { refused.set(key, why ?? "the metric cannot be told"); continue; }
    units.push({
      day: key, start: all[0]?.start ?? 0, end: all.at(-1)?.end ?? 0, value: value.value - seasonOf(judged, days), n: value.n, events: value.events, exposure: value.exposure, variance: value.events === null ? value.variance : null,
      rows, labelled: judged.reduce((sum, each) => sum + each.labelled, 0),
    });
  }
  return { units, refused };

  function valueOf(judged: readonly PlacedWindow[]): Pick<Unit, "value" | "n" | "events" | "exposure" | "variance"> | null {
    // A day of one window is that window.
    const pooled = judged.length === 1 ? judged[0]?.value ?? null : metricValue(measure, judged.flatMap(({ statistics }) => statistics));
    if (pooled === null || aggregation === "pooled") return pooled;
    return { ...pooled, value: judged.reduce((sum, each) => sum + (each.value?.value ?? 0), 0) / judged.length };
  }

  function seasonOf(judged: readonly PlacedWindow[], days: number): number {
    if (season === null || window === "week" || (unit === "week" && days === 7)) return 0;
    const weight = ({ rows }: PlacedWindow): number => (aggregation === "pooled" ? rows : 1);
    return judged.reduce((sum, each) => sum + weight(each) * (season[each.day - weekOfDay(each.day)] ?? 0), 0) / judged.reduce((sum, each) => sum + weight(each), 0);
  }
};

const reachesSunday = (windows: readonly PlacedWindow[]): boolean => {
  const last = windows.at(-1);
  return last !== undefined && last.day - weekOfDay(last.day) === 6;
};

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
};
