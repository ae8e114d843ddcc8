import type { Measure, Series, WindowStatistic } from "../../src/core/domain/measure.ts";
import type { OfflineEstimate } from "../../src/core/domain/offline-estimate.ts";
import { offlineOfSeries } from "../../src/core/offline/offline-of-series.ts";
import type { Day } from "./draw-days.ts";

/** A share that is counted row by row. */
export const shareMeasure: Measure = { id: "share", shape: "ratio", metric: { name: "rate", column: "event" }, sql: { m: "event", d: "1" }, labelled: false, edges: null };
/** A mean of any numbers. */
export const meanMeasure: Measure = { ...shareMeasure, metric: { name: "mean", column: "amount" } };

/** A Monday, as days since 1970-01-01. */
export const firstDay = 20_458;

export const statisticsOf = (days: readonly Day[], from = firstDay): WindowStatistic[] =>
  days.flatMap(({ sum, n, squares = sum }, day) => (n === 0 ? [] : [{ measure: shareMeasure.id, segment: null, window: from + day, arrived: null, rows: n, labelled: n, sums: [n, sum, n, squares, n, sum], bins: [] }]));

/** A source of these statistics, by days of UTC. */
export const seriesOf = (measure: Measure, statistics: readonly WindowStatistic[], timed = true): Series => ({
  plan: { schemaVersion: 1, window: "day", timeZone: "UTC", measures: [measure], segments: [], where: null }, planDigest: "", statistics: [...statistics], rows: 0, untimed: 0,
  firstTs: timed ? "2026-01-05T00:00:00Z" : null, lastTs: timed ? "2026-12-31T00:00:00Z" : null, orphans: 0, early: 0,
});

interface OfDays {
  readonly measure?: Measure;
  /** False: a hold-out whose rows bear no time. */
  readonly timed?: boolean;
  readonly aggregation?: "pooled" | "mean-of-windows";
}

/** What a backtest of these days promises, as `lockstep validate` estimates it. */
export const offlineOfDays = (days: readonly Day[], { measure = shareMeasure, timed = true, aggregation = "pooled" }: OfDays = {}): OfflineEstimate =>
  offlineOfSeries(seriesOf(measure, statisticsOf(days), timed), measure, { aggregation, source: "a drawn backtest", digest: null, minimumRows: 1 });
