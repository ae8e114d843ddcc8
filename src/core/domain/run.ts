import { z } from "zod";
import { Agreement } from "./agreement.ts";
import { Coverage, OutputComparison, WorstPair } from "./comparison.ts";
import { Decision } from "./decision.ts";
import { EnvironmentRecord } from "./environment.ts";
import { EnvironmentDifference } from "./environment-difference.ts";
import { Finding } from "./finding.ts";
import { Fingerprint } from "./fingerprint.ts";
import { Interval } from "./interval.ts";
import { Pattern } from "./pattern.ts";
import { ReliabilityCurve } from "./reliability-curve.ts";
import { ReportedMetric } from "./reported-metric.ts";
import { ResourceUse } from "./resource-use.ts";
import { BudgetResult } from "./sign-off.ts";
import { PopulationComparison } from "./population-comparison.ts";
import { PreprocessingCaseResult, StageTrace } from "./stage.ts";
import { Validation } from "./validation.ts";
import { Verdict } from "./verdict.ts";

/** Latency from send to last byte of one environment, milliseconds; quantiles without enough tail are refused (null). */
export const LatencySummary = z.object({
  environment: z.string(),
  requests: z.number().int().nonnegative(),
  mean: z.number().nullable(),
  quantiles: z.array(z.object({ q: z.number(), ms: z.number().nullable(), interval: Interval.nullable() })),
  /** Points of the empirical distribution function, at most 200. */
  curve: z.array(z.object({ ms: z.number(), share: z.number() })),
});
export type LatencySummary = z.infer<typeof LatencySummary>;

export const ErrorSummary = z.object({
  environment: z.string(),
  requests: z.number().int().nonnegative(),
  errors: z.number().int().nonnegative(),
  interval: Interval.nullable(),
  byCode: z.array(z.object({ code: z.string(), message: z.string(), count: z.number().int() })),
});
export type ErrorSummary = z.infer<typeof ErrorSummary>;

/** One environment against itself, or against the other, over some of the rows: repeats, batches, order, concurrency. */
export const SelfComparison = z.object({
  environment: z.string(),
  arm: z.enum(["repeat", "batch", "serial", "shuffled", "rounded"]),
  output: z.string(),
  pairs: z.number().int().nonnegative(),
  outside: z.number().int().nonnegative(),
  changed: z.number().int().nonnegative(),
  maxAbsoluteDifference: z.number().nullable(),
  /** Why it could not be asked, when it could not. */
  skipped: z.string().nullable(),
});
export type SelfComparison = z.infer<typeof SelfComparison>;

export const MetricComparison = z.object({
  metric: z.string(),
  output: z.string(),
  reference: z.number().nullable(),
  candidate: z.number().nullable(),
  difference: z.number().nullable(),
  interval: Interval.nullable(),
  n: z.number().int().nonnegative(),
});
export type MetricComparison = z.infer<typeof MetricComparison>;

export const SegmentComparison = z.object({
  segment: z.string(),
  output: z.string(),
  pairs: z.number().int().nonnegative(),
  outside: z.number().int().nonnegative(),
  interval: Interval,
  /** Adjusted over the family of all segments and outputs. */
  verdict: Verdict,
});
export type SegmentComparison = z.infer<typeof SegmentComparison>;

export const ReplicaComparison = z.object({
  environment: z.string(),
  replica: z.string(),
  output: z.string(),
  pairs: z.number().int().nonnegative(),
  outside: z.number().int().nonnegative(),
});
export type ReplicaComparison = z.infer<typeof ReplicaComparison>;

/** What one environment is, as it was read for this run. */
export const EnvironmentFingerprint = z.object({ environment: z.string(), replica: z.string().nullable(), fingerprint: Fingerprint });
export type EnvironmentFingerprint = z.infer<typeof EnvironmentFingerprint>;

/** The approved baseline that stood in for an environment which could not be reached. */
export const BaselineUse = z.object({ model: z.string(), version: z.number().int(), approvedAt: z.string(), approvedBy: z.string(), standsFor: z.string(), why: z.string() });
export type BaselineUse = z.infer<typeof BaselineUse>;

/** Findings against those of an earlier run, by their ids. */
export const SinceRun = z.object({ run: z.string(), startedAt: z.string(), appeared: z.array(z.string()), gone: z.array(z.string()), still: z.array(z.string()) });
export type SinceRun = z.infer<typeof SinceRun>;

/** One execution: immutable and self-contained; every report is rendered from it alone. */
export const Run = z.object({
  schemaVersion: z.literal(1),
  /**
   * `check`: the same inputs to both. `compare`: what really flowed through each; then `population` holds what was seen. `validate`: production against what
   * offline estimates promised; then `validation` holds it, the offline estimate is the reference and production the candidate.
   */
  kind: z.enum(["check", "compare", "validate"]).default("check"),
  id: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  tool: z.object({ name: z.literal("lockstep"), version: z.string() }),
  host: z.object({ platform: z.string(), arch: z.string(), node: z.string() }),
  codeRevision: z.string().nullable(),
  /** The options in force, after defaults; secrets only as references. */
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  seed: z.number().int(),
  /** `these-inputs`: only repeats are random. `inputs-like-these`: sampling counts too. */
  claim: z.enum(["these-inputs", "inputs-like-these"]),
  environments: z.object({ reference: EnvironmentRecord, candidate: EnvironmentRecord }),
  inputs: z.object({
    source: z.string(),
    digest: z.string().nullable(),
    rows: z.number().int().nonnegative(),
    key: z.string(),
    keyOrigin: z.enum(["agreed", "guessed"]),
    features: z.array(z.string()),
    label: z.string().nullable(),
    segments: z.array(z.string()),
    /** True when Lockstep made the inputs up from the model's own description. */
    synthetic: z.boolean(),
  }),
  coverage: Coverage,
  outputs: z.array(OutputComparison),
  noise: z.array(SelfComparison),
  replicas: z.array(ReplicaComparison),
  segments: z.array(SegmentComparison),
  metrics: z.array(MetricComparison),
  reliability: z.array(ReliabilityCurve),
  latency: z.array(LatencySummary),
  latencyRatios: z.array(z.object({ q: z.number(), ratio: z.number().nullable(), interval: Interval.nullable() })),
  errors: z.array(ErrorSummary),
  patterns: z.array(Pattern),
  worst: z.array(WorstPair),
  /** What was agreed, resolved; null for a check of two targets that nobody agreed on. */
  agreement: Agreement.nullable().default(null),
  fingerprints: z.array(EnvironmentFingerprint).default([]),
  /** Every difference between the fingerprints, ranked; the quiet ones too, each with its reason. */
  differences: z.array(EnvironmentDifference).default([]),
  resources: z.array(ResourceUse).default([]),
  budgets: z.array(BudgetResult.extend({ environment: z.string() })).default([]),
  trace: StageTrace.nullable().default(null),
  cases: z.array(PreprocessingCaseResult).default([]),
  reported: z.array(ReportedMetric).default([]),
  baseline: BaselineUse.nullable().default(null),
  since: SinceRun.nullable().default(null),
  population: PopulationComparison.nullable().default(null),
  validation: Validation.nullable().default(null),
  findings: z.array(Finding),
  verdict: Verdict,
  /** The verdict in one sentence that an executive understands. */
  headline: z.string(),
  decision: Decision,
  /** sha256 of the canonical JSON of the policy that decided, hex; the store keeps the text. Left out where none was in force. */
  policyDigest: z.string().optional(),
  nextActions: z.array(z.string()),
  /** The chain's head after this run was entered; null in a document that was never stored. */
  ledger: z.object({ sequence: z.number().int(), head: z.string() }).nullable(),
  timings: z.array(z.object({ step: z.string(), seconds: z.number() })),
});
export type Run = z.infer<typeof Run>;
