import { z } from "zod";
import { Interval } from "./interval.ts";
import { Severity, Verdict } from "./verdict.ts";
import { WaivedBy } from "./waiver.ts";

/** What a finding is about. */
export const Subject = z.object({
  kind: z.enum(["run", "output", "decision", "metric", "latency", "errors", "noise", "metamorphic", "schema", "inputs", "environment", "stage", "preprocessing", "budget", "reported",
    "feature", "label", "missing", "correlation", "calibration", "fairness", "quality", "coverage", "operations", "hypothesis"]),
  /** The output, metric or environment by name. */
  name: z.string(),
  /** The segment's condition in words (`region = EU`), or null for all rows. */
  segment: z.string().nullable(),
});
export type Subject = z.infer<typeof Subject>;

/** One conclusion about one subject, with everything needed to recompute it by hand. */
export const Finding = z.object({
  /** Stable between runs: check, subject and segment. */
  id: z.string(),
  check: z.string(),
  subject: Subject,
  verdict: Verdict,
  severity: Severity,
  /** Whether this finding can decide the run (`enforce`) or is only shown (`observe`). */
  mode: z.enum(["enforce", "warn", "observe"]),
  /** The conclusion in one plain sentence, effect first. */
  statement: z.string(),
  estimate: z.number().nullable(),
  /** What the estimate counts: `share`, `ratio`, `ms`, `score`, `rank correlation`. */
  unit: z.string(),
  interval: Interval.nullable(),
  margin: z.number().nullable(),
  /** Whether people agreed on the margin or Lockstep's default stands in. */
  marginOrigin: z.enum(["agreed", "default", "derived"]).nullable(),
  n: z.number().int().nonnegative(),
  /** The reference's own disagreement with itself, on the same scale as the estimate; null where it was not measured. */
  noiseFloor: z.number().nullable(),
  /** Why this verdict follows from these numbers. */
  reason: z.string(),
  /** What to do now. */
  action: z.string(),
  /** For `inconclusive`: how many more pairs would decide it; null when it is not a question of pairs. */
  needed: z.number().int().nullable(),
  /** Other numbers the statement rests on. */
  evidence: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
  /** The waiver that held when it was judged; a waived finding at most warns. Left out where none did. */
  waived: WaivedBy.optional(),
});
export type Finding = z.infer<typeof Finding>;
