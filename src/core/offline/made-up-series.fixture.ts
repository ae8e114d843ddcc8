import type { Measure, Series, SeriesPlan, WindowStatistic } from "../domain/measure.ts";
import { planDigest } from "../measure/plan-digest.ts";

/** A measure as `measureOf` would give it, without its SQL. */
export const madeUpMeasure = (over: Partial<Measure> & Pick<Measure, "metric">): Measure => ({ id: "m", shape: "ratio", sql: {}, labelled: false, edges: null, ...over });

/** The first day of made-up series: Thursday, 1 October 2026. */
export const firstMadeUpDay = 20_727;

/** One window's statistic of all rows. */
export const madeUpStatistic = (window: number, sums: number[], over: Partial<WindowStatistic> = {}): WindowStatistic => ({ measure: "m", segment: null, window, arrived: null, rows: sums[0] ?? 0, labelled: 0, sums, bins: [], ...over });

/** Events of n rows, one by one. */
export const madeUpShare = (window: number, events: number, n: number, over: Partial<WindowStatistic> = {}): WindowStatistic => madeUpStatistic(window, [n, events, n, events, n, events], over);

/** A source of these statistics. */
export const madeUpSeries = (measure: Measure, statistics: WindowStatistic[], window: SeriesPlan["window"] = "day", timed = true): Series => {
  const plan: SeriesPlan = { schemaVersion: 1, window, timeZone: "Europe/Berlin", measures: [measure], segments: [], where: null };
  const rows = statistics.reduce((sum, each) => sum + (each.segment === null ? each.rows : 0), 0);
  return { plan, planDigest: planDigest(plan), statistics, rows, untimed: timed ? 0 : rows, firstTs: timed ? "2026-10-01T00:00:00Z" : null, lastTs: timed ? "2026-12-01T00:00:00Z" : null, orphans: 0, early: 0 };
};
