import { z } from "zod";
import { Interval } from "./interval.ts";
import { ColumnKind, LogCoverage, LogGap, PopulationColumn, PopulationRole, StandardColumn } from "./population.ts";
import { QualityResult } from "./quality.ts";
import { ReliabilityCurve } from "./reliability-curve.ts";
import { Verdict } from "./verdict.ts";

/** One measure of how far two populations are apart in one column. Every one is returned, whatever the verdict. */
export const ShiftMeasure = z.object({
  /** `standardised-mean-difference`, `total-variation`, `psi`, `js-distance`, `ks`, `wasserstein-sd`, `missing-share`, `unseen-share`, `quantile-shift-p50` … */
  measure: z.string(),
  value: z.number().nullable(),
  interval: Interval.nullable(),
  /** What the measure shows between two samples of these sizes when nothing differs: its mean and its 95 % quantile. Null where it is centred on 0 or not known. */
  nullMean: z.number().nullable(),
  null95: z.number().nullable(),
  /** Of the calibrated test of "no difference", unadjusted; null where there is none. */
  p: z.number().nullable(),
  /** How it was computed, so that it can be done by hand: bins, log base, smoothing. */
  method: z.string(),
});
export type ShiftMeasure = z.infer<typeof ShiftMeasure>;

/** Both populations of one column, as drawn: at most 60 bars. Numeric: edges in the column's unit. Category: names. */
export const ShiftPicture = z.object({
  bars: z.array(z.object({ label: z.string(), low: z.number().nullable(), high: z.number().nullable(), reference: z.number().int(), candidate: z.number().int() })),
});

export const ColumnShift = z.object({
  column: z.string(),
  role: PopulationRole,
  kind: ColumnKind,
  /** Null for all rows. */
  segment: z.string().nullable(),
  nReference: z.number().int(),
  nCandidate: z.number().int(),
  /** After dependence between rows: how many independent rows say as much. Null where order in time is not known. */
  effectiveReference: z.number().nullable(),
  effectiveCandidate: z.number().nullable(),
  missingReference: z.number().int(),
  missingCandidate: z.number().int(),
  measures: z.array(ShiftMeasure),
  /** The measure that decides, its margin and where that came from. */
  deciding: z.string().nullable(),
  margin: z.number().nullable(),
  verdict: Verdict,
  /** Mean, sd, min, p5, p50, p95, max or the most frequent values, both sides, for a table. */
  summary: z.array(z.object({ name: z.string(), reference: z.union([z.number(), z.string()]).nullable(), candidate: z.union([z.number(), z.string()]).nullable() })),
  picture: ShiftPicture.nullable(),
});
export type ColumnShift = z.infer<typeof ColumnShift>;

/** One metric on both sides and the difference, where labels came, or of operations (latency, errors, throughput). */
export const PopulationMetric = z.object({
  metric: z.string(),
  /** Output and label, or what it is about. */
  of: z.string(),
  segment: z.string().nullable(),
  reference: z.number().nullable(),
  candidate: z.number().nullable(),
  difference: z.number().nullable(),
  interval: Interval.nullable(),
  nReference: z.number().int(),
  nCandidate: z.number().int(),
  margin: z.number().nullable(),
  verdict: Verdict,
  reason: z.string(),
});
export type PopulationMetric = z.infer<typeof PopulationMetric>;

/** A rate per cohort, with its interval, and the spread between cohorts with the part that mere sampling makes taken out. */
export const FairnessResult = z.object({
  /** `demographic-parity`, `equal-opportunity`, `equalised-odds`, `predictive-parity`, `four-fifths`. */
  criterion: z.string(),
  of: z.string(),
  cohort: z.string(),
  environment: z.string(),
  groups: z.array(z.object({ group: z.string(), n: z.number().int(), rate: z.number().nullable(), interval: Interval.nullable() })),
  /** Largest minus smallest rate as seen, and what it would be on average if all cohorts were equal. */
  gap: z.number().nullable(),
  gapUnderEquality: z.number().nullable(),
  /** Spread (standard deviation) between true rates, sampling noise removed; 0 when there is no more than noise. */
  spread: z.number().nullable(),
  interval: Interval.nullable(),
  margin: z.number().nullable(),
  verdict: Verdict,
  reason: z.string(),
});
export type FairnessResult = z.infer<typeof FairnessResult>;

/** Two columns that hang together otherwise than before. */
export const CorrelationShift = z.object({ a: z.string(), b: z.string(), reference: z.number(), candidate: z.number(), difference: z.number(), interval: Interval, p: z.number(), verdict: Verdict });
export type CorrelationShift = z.infer<typeof CorrelationShift>;

/** One side of a comparison of populations. */
export const PopulationSide = z.object({
  name: z.string(),
  /** Path or name as given, and the format that read it. */
  source: z.string(),
  format: z.string(),
  digest: z.string(),
  window: z.object({ from: z.string().nullable(), to: z.string().nullable() }),
  rows: z.number().int(),
  columns: z.array(PopulationColumn),
  standard: z.array(StandardColumn),
  gaps: z.array(LogGap),
  coverage: LogCoverage,
});
export type PopulationSide = z.infer<typeof PopulationSide>;

/** Everything that two populations showed; aggregates only. */
export const PopulationComparison = z.object({
  reference: PopulationSide,
  candidate: PopulationSide,
  /** Columns that only one side has, or that have another type, in words. */
  schema: z.array(z.object({ column: z.string(), problem: z.string() })),
  shifts: z.array(ColumnShift),
  metrics: z.array(PopulationMetric),
  reliability: z.array(ReliabilityCurve),
  fairness: z.array(FairnessResult),
  /** Strongest first, at most 50. */
  correlations: z.array(CorrelationShift),
  quality: z.array(QualityResult),
  /** What is controlled together: how many claims could have failed, at which level, and how. */
  family: z.object({ claims: z.number().int(), alpha: z.number(), method: z.string() }),
  /** Whether rows hang together in time and what was done about it, in a sentence. */
  dependence: z.string(),
  specDigest: z.string(),
});
export type PopulationComparison = z.infer<typeof PopulationComparison>;
