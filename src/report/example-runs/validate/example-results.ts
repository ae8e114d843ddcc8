import type { HypothesisResult, LabelMaturity, SeriesJudgement } from "../../../core/domain/validation.ts";
import { exampleHypothesis, exampleOffline, exampleResult } from "./example-hypothesis.ts";
import { type ExampleSeries, exampleSeries } from "./example-series.ts";

/** 1 July 2026, midnight in Berlin. */
const firstProductionDay = Date.parse("2026-06-30T22:00:00.000Z");
const days = 125;
/** Labels of the last fortnight are still on their way. */
const maturingFrom = days - 14;

export const exampleMaturity: LabelMaturity = { curve: Array.from({ length: 15 }, (_, day) => ({ days: day, share: Math.min(0.97, 1.02 * (1 - Math.exp(-day / 4.6))) })), cohorts: 111, matureUntil: "2026-10-20", coverage: 0.97 };

const regions = [["north", 0.31, 0.006], ["south", 0.28, 0.002], ["east", 0.22, -0.004], ["west", 0.19, -0.009]] as const;

const base: ExampleSeries = { verdict: "pass", first: firstProductionDay, days, rows: 1200, promised: 0.85, corridor: { low: 0.83, high: 0.87 }, level: () => 0.851, maturingFrom, reason: "the confidence sequence lies inside the corridor at the latest look", seed: 11 };

/** Precision by day, as it was promised unless an example says otherwise. */
export const precisionSeries = (change: Partial<ExampleSeries> = {}): SeriesJudgement => exampleSeries({ ...base, ...change });

/** The same within each region. */
export const regionSeries = (change: (region: string) => Partial<ExampleSeries> = () => ({})): SeriesJudgement[] =>
  regions.map(([value, share, away], index) => exampleSeries({ ...base, segment: { column: "region", value }, rows: Math.round(1200 * share), promised: 0.85 + away, corridor: { low: 0.83 + away, high: 0.87 + away }, level: () => 0.851 + away, seed: 100 + index, ...change(value) }));

/** How many are approved: no label is waited for. */
export const approvalRate = (change: Partial<ExampleSeries> = {}): HypothesisResult =>
  exampleResult(exampleHypothesis({ id: "loan-risk/approval-rate", name: "approval-rate", claim: "As many loans are approved as the backtest said", metric: { name: "rate", column: "approved" }, labelMaturitySeconds: 0, segments: [], margin: { below: 0.03, above: 0.03, relative: false }, severity: "medium", consequence: "investigate", impact: null }),
    exampleSeries({ verdict: "pass", first: firstProductionDay, days, rows: 1200, promised: 0.42, corridor: { low: 0.39, high: 0.45 }, level: () => 0.424, labelledShare: () => 1, reason: "the confidence sequence lies inside the corridor at the latest look", seed: 21, ...change }),
    { metric: "share of approved", offline: exampleOffline(0.42, { standardError: 0.0018 }) });

/** How fast the slowest answers are: a number that was promised, one side only. */
export const slowestAnswers = (change: Partial<ExampleSeries> = {}): HypothesisResult =>
  exampleResult(exampleHypothesis({ id: "loan-risk/p99", name: "p99", claim: "99 of 100 answers come within 120 ms", metric: { name: "latency-quantile", quantile: 0.99 }, expected: { kind: "number", value: 105, standardError: 0, rows: null, source: "lockstep.yaml" }, labelMaturitySeconds: 0, segments: [], margin: { below: null, above: 15, relative: false }, severity: "medium", consequence: "investigate", impact: null, owner: { name: "Platform team", function: "engineering" } }),
    exampleSeries({ verdict: "pass", first: firstProductionDay, days, rows: 1200, promised: 105, corridor: { low: null, high: 120 }, level: () => 104, spread: 60, labelledShare: () => 1, reason: "the confidence sequence lies below its limit at the latest look", seed: 31, ...change }),
    { metric: "p99 of latency", unit: "ms", offline: { ...exampleOffline(105), kind: "number", source: "lockstep.yaml", digest: null, method: "as written: a promise", n: 0, standardError: 0, degrees: null, days: 0, firstDay: null, lastDay: null, timeZone: null, varianceOfARow: null, betweenDays: null, autocorrelation: null, season: { dayOfWeek: null, hourOfDay: null }, daily: [], bySegment: [] } });
