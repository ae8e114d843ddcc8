import { z } from "zod";
import { Coverage, OutputComparison, WorstPair } from "./comparison.ts";
import { Decision } from "./decision.ts";
import { EnvironmentRecord } from "./environment.ts";
import { Finding } from "./finding.ts";
import { Interval } from "./interval.ts";
import { Pattern } from "./pattern.ts";
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

/** A reliability curve: mean score against observed share of positives, equal-mass bins. */
export const ReliabilityCurve = z.object({
  environment: z.string(),
  output: z.string(),
  bins: z.array(z.object({ meanScore: z.number(), observed: z.number(), n: z.number().int(), interval: Interval })),
});
export type ReliabilityCurve = z.infer<typeof ReliabilityCurve>;

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

/** One execution: immutable and self-contained; every report is rendered from it alone. */
export const Run = z.object({
  schemaVersion: z.literal(1),
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
  findings: z.array(Finding),
  verdict: Verdict,
  /** The verdict in one sentence that an executive understands. */
  headline: z.string(),
  decision: Decision,
  nextActions: z.array(z.string()),
  /** The chain's head after this run was entered; null in a document that was never stored. */
  ledger: z.object({ sequence: z.number().int(), head: z.string() }).nullable(),
  timings: z.array(z.object({ step: z.string(), seconds: z.number() })),
});
export type Run = z.infer<typeof Run>;
