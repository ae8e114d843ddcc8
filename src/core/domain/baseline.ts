import { z } from "zod";
import { Tolerance } from "./tolerance.ts";

/**
 * An approved version of a model's reference behaviour. Lives as `<folder>/<model>/v<version>/baseline.json` beside its recording, so that it
 * is versioned with the code and reaches a fresh machine. Nothing is ever overwritten: a revert is a new version that points back.
 */
export const Baseline = z.object({
  lockstep: z.literal("baseline"),
  schemaVersion: z.literal(1),
  model: z.string(),
  version: z.number().int().positive(),
  approvedAt: z.string(),
  approvedBy: z.string(),
  reason: z.string(),
  run: z.object({ id: z.string(), digest: z.string() }),
  /** Whose answers these are: the environment of that run, and which side it was. */
  environment: z.string(),
  side: z.enum(["reference", "candidate"]),
  modelVersion: z.string().nullable(),
  inputsDigest: z.string().nullable(),
  key: z.string(),
  recording: z.object({ file: z.string(), digest: z.string(), rows: z.number().int().nonnegative() }),
  /** By output; agreed once the baseline is approved. */
  tolerances: z.record(z.string(), Tolerance),
  maxOutside: z.number(),
  /** Latency quantiles of that environment, milliseconds by quantile. */
  latency: z.record(z.string(), z.number()),
  peakMemoryBytes: z.number().nullable(),
  /** Identity digests of the fingerprint, by part; empty where none was read. */
  identity: z.record(z.string(), z.string()),
  /** The version whose content was taken up again by a revert. */
  revertOf: z.number().int().positive().nullable(),
});
export type Baseline = z.infer<typeof Baseline>;
