import type { Measure, Series, WindowStatistic } from "../../src/core/domain/measure.ts";
import type { OfflineEstimate } from "../../src/core/domain/offline-estimate.ts";
import { offlineOfSeries } from "../../src/core/offline/offline-of-series.ts";
import type { Day } from "./draw-days.ts";

/** A share that is counted row by row. */
export const shareMeasure: Measure = { id: "share", shape: "ratio", metric: { name: "rate", column: "event" }, sql: { m: "event", d: "1" }, labelled: false, edges: null };

/** A Monday, as days since 1970-01-01. */
export const firstDay = 20_456;

export const statisticsOf = (days: readonly Day[], from = firstDay): WindowStatistic[] =>
  days.flatMap(({ sum, n }, day) => (n === 0 ? [] : [{ measure: shareMeasure.id, segment: null, window: from + day, arrived: null, rows: n, labelled: n, sums: [n, sum, n, sum, n, sum], bins: [] }]));

/** What a backtest of these days promises, as `lockstep validate` estimates it. */
export const offlineOfDays = (days: readonly Day[]): OfflineEstimate => {
  const series: Series = { plan: { schemaVersion: 1, window: "day", timeZone: "UTC", measures: [shareMeasure], segments: [], where: null }, planDigest: "", statistics: statisticsOf(days), rows: 0, untimed: 0, firstTs: null, lastTs: null, orphans: 0, early: 0 };
  return offlineOfSeries(series, shareMeasure, { aggregation: "pooled", source: "a drawn backtest", digest: null, minimumRows: 1 });
};
