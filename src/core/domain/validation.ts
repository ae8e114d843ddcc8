import { z } from "zod";
import { CalendarEntry, Hypothesis, HypothesisRecord } from "./hypothesis.ts";
import { Interval } from "./interval.ts";
import { OfflineEstimate } from "./offline-estimate.ts";
import { LogCoverage, LogGap } from "./population.ts";
import { Verdict } from "./verdict.ts";

const Segment = z.object({ column: z.string(), value: z.string() }).nullable();

/** One window or unit as it is drawn. */
export const SeriesPoint = z.object({
  /** Start and end, ISO 8601 UTC; `label` as people of the zone say it: 2026-10-01, 2026-10-01T05. */
  start: z.string(),
  end: z.string(),
  label: z.string(),
  estimate: z.number().nullable(),
  /** 95 % of this window's own rows. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Where 95 % of such windows lie when production is as it was offline: season, days and this window's rows included. */
  expectedLow: z.number().nullable(),
  expectedHigh: z.number().nullable(),
  rows: z.number().int().nonnegative(),
  labelled: z.number().int().nonnegative(),
  /** `missing`: no rows at all. `thin`: fewer rows or labels than agreed. `maturing`: labels may still come. `excluded`: by the calendar. */
  status: z.enum(["judged", "missing", "thin", "maturing", "excluded"]),
  note: z.string().nullable(),
});
export type SeriesPoint = z.infer<typeof SeriesPoint>;

/** The state after one more unit of evidence: what a look on that day would have said, with the labels known now. */
export const VerdictPoint = z.object({
  at: z.string(),
  verdict: Verdict,
  estimate: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  logEValue: z.number(),
});
export type VerdictPoint = z.infer<typeof VerdictPoint>;

/** A change detector: warns, never decides. */
export const DetectorState = z.object({
  method: z.string(),
  /** Looks between two false alarms, at least, on average. */
  runLength: z.number(),
  alarm: z.boolean(),
  /** When the change is most likely to have begun. */
  since: z.string().nullable(),
  logValue: z.number(),
  /** Why it cannot tell; null when it can. */
  refused: z.string().nullable(),
});
export type DetectorState = z.infer<typeof DetectorState>;

/** The Bayesian reading, for display: prior from the offline estimate, discounted. */
export const BayesianReading = z.object({ probabilityInside: z.number(), interval: Interval, priorWeight: z.number(), method: z.string() });
export type BayesianReading = z.infer<typeof BayesianReading>;

/** One population (all, or a segment) against its corridor. */
export const SeriesJudgement = z.object({
  segment: Segment,
  verdict: Verdict,
  /** What the verdict rests on: whole weeks, days with the season removed, or single events of a rare kind. */
  unit: z.enum(["week", "day", "event"]),
  units: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  labelled: z.number().int().nonnegative(),
  corridor: z.object({ low: z.number().nullable(), high: z.number().nullable() }),
  /** Over all judged units; the interval is a confidence sequence: it holds at every look. */
  estimate: z.number().nullable(),
  interval: Interval.nullable(),
  /** Evidence against "inside the corridor all the time", the offline error inside; fails from 1/alpha of its family on. */
  logEValue: z.number(),
  /** When production is most likely to have left the corridor; null while it has not. Estimate from there on. */
  since: z.string().nullable(),
  estimateSince: z.number().nullable(),
  intervalSince: Interval.nullable(),
  /** The last seven local days, whatever was decided: rolling. */
  recent: z.object({ estimate: z.number(), interval: Interval, rows: z.number().int() }).nullable(),
  detector: DetectorState,
  bayes: BayesianReading.nullable(),
  points: z.array(SeriesPoint),
  history: z.array(VerdictPoint),
  reason: z.string(),
  /** How many more units would decide it at the present distance; null when it is not a question of units. */
  needed: z.number().int().nullable(),
  /** What nothing can tell yet, in words: the first weeks. */
  blind: z.string().nullable(),
});
export type SeriesJudgement = z.infer<typeof SeriesJudgement>;

/** What can be said before labels come, each with the assumption it stands and falls with. */
export const LabelFreeEstimate = z.object({
  method: z.enum(["CBPE", "ATC", "BBSE", "PPI", "age-weighted"]),
  from: z.string(),
  to: z.string(),
  estimate: z.number(),
  interval: Interval.nullable(),
  n: z.number().int().nonnegative(),
  labelled: z.number().int().nonnegative(),
  assumption: z.string(),
  /** Why it should not be believed here; null while nothing speaks against it. */
  doubt: z.string().nullable(),
});
export type LabelFreeEstimate = z.infer<typeof LabelFreeEstimate>;

/** How labels come in: share that has come by age, learned from cohorts old enough to tell. */
export const LabelMaturity = z.object({
  curve: z.array(z.object({ days: z.number(), share: z.number() })),
  cohorts: z.number().int().nonnegative(),
  /** Windows before this are mature. */
  matureUntil: z.string().nullable(),
  /** Share of the rows of mature windows whose label came; null when there are none. */
  coverage: z.number().nullable(),
  /** Age in days from which enough labels are there to correct for the rest; null while the curve is not known. */
  usableFromDays: z.number().nullable().optional(),
  /** Share of all labels that came later than agreed, of cohorts old enough to tell; null while there are none. */
  late: z.number().nullable().optional(),
});
export type LabelMaturity = z.infer<typeof LabelMaturity>;

/** One term of "where does the difference come from": sums exactly to it. */
export const Contribution = z.object({
  what: z.string(),
  kind: z.enum(["mix", "rate"]),
  segment: Segment,
  contribution: z.number(),
  interval: Interval.nullable(),
  share: z.number().nullable(),
  /** Of the rows, offline and in production. */
  weightOffline: z.number().nullable(),
  weightProduction: z.number().nullable(),
  rateOffline: z.number().nullable(),
  rateProduction: z.number().nullable(),
  significant: z.boolean(),
});
export type Contribution = z.infer<typeof Contribution>;

/** What else changed at that time: a fingerprint, a version, the manifest, a transformation, a feature's source. */
export const ConcurrentChange = z.object({ at: z.string(), kind: z.enum(["fingerprint", "model", "transformation", "manifest", "feature", "calendar", "amendment"]), what: z.string(), daysFromOnset: z.number().nullable() });
export type ConcurrentChange = z.infer<typeof ConcurrentChange>;

export const Explanation = z.object({
  column: z.string(),
  difference: z.number(),
  contributions: z.array(Contribution),
  /** The fewest segments that explain the departure, largest first; empty when no recorded column does. */
  smallestSet: z.array(Segment.unwrap()),
  explained: z.number().nullable(),
  /** In one sentence. */
  sentence: z.string(),
});
export type Explanation = z.infer<typeof Explanation>;

/** A window judged before whose numbers have changed since, as late labels make them. */
export const Restatement = z.object({ window: z.string(), segment: Segment, run: z.string(), before: z.object({ estimate: z.number().nullable(), verdict: Verdict }), after: z.object({ estimate: z.number().nullable(), verdict: Verdict }), why: z.string() });
export type Restatement = z.infer<typeof Restatement>;

export const HypothesisResult = z.object({
  hypothesis: Hypothesis,
  version: z.number().int().nonnegative(),
  registeredAt: z.string().nullable(),
  amendments: z.array(HypothesisRecord.omit({ content: true })),
  /** In words, with its unit: `precision of approved`, `p99 of latency, ms`. */
  metric: z.string(),
  unit: z.string(),
  offline: OfflineEstimate.nullable(),
  /** For production's mix, where that was asked for. */
  reweighted: OfflineEstimate.nullable(),
  overall: SeriesJudgement.nullable(),
  segments: z.array(SeriesJudgement),
  /** After its family: the verdict of the hypothesis. */
  verdict: Verdict,
  labelFree: z.array(LabelFreeEstimate),
  maturity: LabelMaturity.nullable(),
  explanations: z.array(Explanation),
  concurrent: z.array(ConcurrentChange),
  restated: z.array(Restatement),
  /** Days outside times what a day costs, where that was agreed. */
  cost: z.object({ days: z.number(), amount: z.number(), unit: z.string() }).nullable(),
  /** Where it is written, for what points at a line; left out where it is not known. */
  place: z.object({ file: z.string(), line: z.number().int().positive() }).optional(),
  /** Why nothing could be judged; null otherwise. */
  refused: z.object({ code: z.string(), message: z.string(), todo: z.string() }).nullable(),
});
export type HypothesisResult = z.infer<typeof HypothesisResult>;

/** One feature per day: whether it is there, and whether it lies as it did offline. */
export const FeatureDay = z.object({ day: z.string(), rows: z.number().int(), missing: z.number().nullable(), distance: z.number().nullable() });
export const FeatureStability = z.object({ feature: z.string(), days: z.array(FeatureDay), availability: z.number().nullable(), changedOn: z.string().nullable(), verdict: Verdict, sentence: z.string() });
export type FeatureStability = z.infer<typeof FeatureStability>;

/** One look at production against what offline estimates promised. */
export const Validation = z.object({
  model: z.string(),
  environment: z.string(),
  asOf: z.string(),
  backfill: z.boolean(),
  sources: z.array(z.object({ name: z.string(), role: z.enum(["production", "offline", "prometheus"]), source: z.string(), digest: z.string().nullable(), rows: z.number().int(), coverage: LogCoverage.nullable(), gaps: z.array(LogGap), counted: z.number().int(), parts: z.number().int() })),
  hypotheses: z.array(HypothesisResult),
  family: z.object({ members: z.number().int(), alpha: z.number(), method: z.string() }),
  calendar: z.array(CalendarEntry),
  /** Local days without any row between the first and the last. */
  missingDays: z.array(z.string()),
  features: z.array(FeatureStability),
});
export type Validation = z.infer<typeof Validation>;
