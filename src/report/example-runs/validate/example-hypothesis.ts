import type { Hypothesis } from "../../../core/domain/hypothesis.ts";
import type { OfflineEstimate } from "../../../core/domain/offline-estimate.ts";
import type { HypothesisResult, SeriesJudgement } from "../../../core/domain/validation.ts";
import { exampleDay } from "./example-series.ts";

const firstOffline = Date.parse("2026-03-02T00:00:00Z");

/** The precision of approvals, as it was written down and registered; the examples change what they are about. */
export const exampleHypothesis = (change: Partial<Hypothesis> = {}): Hypothesis => ({
  id: "loan-risk/precision", model: "loan-risk", name: "precision", claim: "Of the loans that are approved, as many are paid back as the backtest said", metric: { name: "precision", output: "approved", label: "repaid" },
  population: null, segments: ["region"], expected: { kind: "backtest", source: "backtests/2026-h1.parquet", map: null, format: null, zone: null, labels: null }, margin: { below: 0.02, above: 0.02, relative: false }, marginOrigin: "agreed",
  window: "day", timeZone: "Europe/Berlin", aggregation: "pooled", minimum: { coverage: 0.9, rows: 100 }, labelMaturitySeconds: 14 * 86_400, reweightBy: null, owner: { name: "Ana Reyes", function: "data-science", contact: "risk-models@example.org" },
  severity: "high", impact: { perDay: 4200, unit: "EUR" }, consequence: "roll-back", review: "2027-06-30", mode: "enforce", since: null, ...change,
});

/** Four months of a backtest by day: an estimate, its error, how days lie about it. */
export const exampleOffline = (estimate: number, change: Partial<OfflineEstimate> = {}): OfflineEstimate => ({
  kind: "backtest", source: "backtests/2026-h1.parquet", digest: "5d".repeat(32), method: "delta method of a ratio, cosine long-run variance of days", n: 148_300, estimate, standardError: 0.0021, degrees: 14,
  days: 121, firstDay: "2026-03-02", lastDay: "2026-06-30", timeZone: "Europe/Berlin", varianceOfARow: estimate < 1 ? estimate * (1 - estimate) : estimate * 3, betweenDays: estimate < 1 ? 0.006 : estimate * 0.03, autocorrelation: 0.21,
  season: { dayOfWeek: estimate < 1 ? [0.004, 0.003, 0.002, 0.001, -0.002, -0.005, -0.003] : null, hourOfDay: null },
  daily: Array.from({ length: 121 }, (_, index) => ({ day: exampleDay(firstOffline, index), value: index === 40 ? null : estimate + 0.008 * Math.sin(index * 1.7) + 0.004 * Math.cos(index * 5.1), n: index === 40 ? 0 : 1100 + ((index * 137) % 260) })),
  bySegment: [["north", 0.31, 0.006], ["south", 0.28, 0.002], ["east", 0.22, -0.004], ["west", 0.19, -0.009]].map(([value, share, away]) => ({ segment: { column: "region", value: String(value) }, n: Math.round(148_300 * Number(share)), estimate: estimate + Number(away), standardError: 0.004, degrees: 14, share: Number(share) })),
  stale: null, ...change,
});

/** A hypothesis with what was found of it; nothing of it where an example says nothing. */
export const exampleResult = (hypothesis: Hypothesis, overall: SeriesJudgement | null, change: Partial<HypothesisResult> = {}): HypothesisResult => ({
  hypothesis, version: 1, registeredAt: "2026-07-01T08:12:00.000Z", amendments: [], metric: "precision of approved", unit: "share", offline: exampleOffline(0.85), reweighted: null, overall, segments: [], verdict: overall?.verdict ?? "inconclusive",
  labelFree: [], maturity: null, explanations: [], concurrent: [], restated: [], cost: null, refused: null, ...change,
});
