import type { Hypothesis } from "../domain/hypothesis.ts";
import type { Measure, WindowStatistic } from "../domain/measure.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { corridorSettings } from "../judge/corridor-settings.ts";
import { startOfLocalDay } from "../measure/window-time.ts";
import type { JudgeSeriesInput } from "./judge-series-input.ts";

/** Monday, 2026-01-05. */
export const monday = 20_458;
export const zone = "Europe/Berlin";

export const rateMeasure: Measure = { id: "rate", shape: "ratio", metric: { name: "rate", column: "approved" }, sql: { m: "approved", d: "1" }, labelled: false, edges: null };

/** A day with `sum` events in `n` rows; labels of a labelled measure came on `arrived`. */
export const dayOf = (day: number, sum: number, n: number, more: Partial<WindowStatistic> = {}): WindowStatistic =>
  ({ measure: "rate", segment: null, window: day, arrived: null, rows: n, labelled: n, sums: [n, sum, n, sum, n, sum], bins: [], ...more });

export const aHypothesis = (more: Partial<Hypothesis> = {}): Hypothesis => ({
  id: "credit/rate", model: "credit", name: "rate", claim: "one in ten is approved", metric: rateMeasure.metric, population: null, segments: [],
  expected: { kind: "number", value: 0.1, standardError: 0.001, rows: null, source: "report" }, margin: { below: 0.01, above: 0.01, relative: false }, marginOrigin: "agreed", window: "day", timeZone: zone, aggregation: "pooled",
  minimum: { coverage: 0.9, rows: 30 }, labelMaturitySeconds: 0, reweightBy: null, owner: null, severity: "high", impact: null, consequence: "investigate", review: null, mode: "enforce", since: null, ...more,
});

/** Known offline to 0.0005, from `days` days of 2,000 rows without a season of their own. */
export const anOffline = (more: Partial<OfflineEstimate> = {}): OfflineEstimate => ({
  kind: "number", source: "report", digest: null, method: "stated", n: 0, estimate: 0.1, standardError: 0.0005, degrees: null, days: 0, firstDay: null, lastDay: null, timeZone: zone,
  varianceOfARow: 0.09, betweenDays: null, autocorrelation: null, season: { dayOfWeek: null, hourOfDay: null }, daily: [], bySegment: [], stale: null, ...more,
});

/** A backtest of 112 days that lets single days be judged. */
export const aBacktest = (more: Partial<OfflineEstimate> = {}): OfflineEstimate => anOffline({
  kind: "backtest", n: 224_000, days: 112, betweenDays: 0, autocorrelation: 0, season: { dayOfWeek: [0, 0, 0, 0, 0, 0, 0], hourOfDay: null },
  daily: Array.from({ length: 112 }, (_, day) => ({ day: new Date((monday - 112 + day) * 86_400_000).toISOString().slice(0, 10), value: 0.1 + wobble(day), n: 2000 })), ...more,
});

/** Deviations of days as 2,000 rows make them, without chance: about 0.0067 either way. */
export const wobble = (day: number): number => [0.006, -0.004, 0.009, -0.008, 0.001, -0.006, 0.002][(day * 5 + Math.floor(day / 7)) % 7] ?? 0;

/** Whole days from `monday` on, `rateOf` each, with the wobble. */
export const daysAt = (count: number, rateOf: (day: number) => number, n = 2000): WindowStatistic[] => Array.from({ length: count }, (_, day) => dayOf(monday + day, Math.max(0, Math.round((rateOf(day) + wobble(day)) * n)), n));

/** A look at midnight after `days` days. */
export const lookAfter = (days: number, statistics: readonly WindowStatistic[], more: Partial<JudgeSeriesInput> = {}): JudgeSeriesInput => ({
  hypothesis: aHypothesis(), measure: rateMeasure, plan: { window: "day", timeZone: zone }, offline: anOffline(), segment: null, statistics, calendar: [], asOf: startOfLocalDay(zone, monday + days), from: null, settings: corridorSettings, ...more,
});
