import { z } from "zod";

/**
 * What one preprocessing stage held for one request, as the SDK's tap tells it in the answer's `x-lockstep-stages` header.
 * Values are flat and in order; a float is written with all its digits, NaN and infinities as texts.
 */
export const StageSample = z.object({
  name: z.string(),
  /** Place in the request, from 0: a stage that runs twice is two samples. */
  index: z.number().int().nonnegative(),
  /** sha256 over dtype, shape and values, hex; null when reading the values would have changed the result. */
  digest: z.string().nullable(),
  /** `float64[1, 30]`, `dict[3]`, `str`; what the stage held. */
  shape: z.string(),
  /** Names of the values where they have names (columns, keys). */
  names: z.array(z.string()).nullable(),
  /** The values, when they fitted; null when only the digest travelled. */
  values: z.array(z.union([z.number(), z.string(), z.boolean(), z.null()])).nullable(),
  /** Why the tap did not read it (a one-shot iterator, a lazy frame), or what it could not tell. */
  note: z.string().nullable(),
});
export type StageSample = z.infer<typeof StageSample>;

/** Two environments' stage of one name, over the traced rows. */
export const StageComparison = z.object({
  stage: z.string(),
  /** Place in the reference's pipeline, from 0. */
  index: z.number().int().nonnegative(),
  rows: z.number().int().nonnegative(),
  /** Rows on which the stage's values differ by more than rounding. */
  differing: z.number().int().nonnegative(),
  /** Rows that one side did not show this stage for. */
  missingReference: z.number().int().nonnegative(),
  missingCandidate: z.number().int().nonnegative(),
  /** Largest relative difference over numeric values; null where digests alone were compared, or nothing is numeric. */
  largestRelative: z.number().nullable(),
  /** The value that moves most: its name (or place), an example's key and both values. */
  example: z.object({ value: z.string(), key: z.string(), reference: z.string(), candidate: z.string() }).nullable(),
  note: z.string().nullable(),
});
export type StageComparison = z.infer<typeof StageComparison>;

/** The walk through the stages of both sides, for rows whose answers differ. */
export const StageTrace = z.object({
  rows: z.number().int().nonnegative(),
  stages: z.array(StageComparison),
  /** The first stage whose values differ; null when none does (then it is the model, or what follows it). */
  firstDivergent: z.string().nullable(),
  /** Rows whose answer was another one while the tap listened: the tap itself changes the result there. */
  disturbed: z.array(z.object({ environment: z.string(), rows: z.number().int().nonnegative() })),
  /** Why nothing could be traced, when nothing could. */
  skipped: z.string().nullable(),
});
export type StageTrace = z.infer<typeof StageTrace>;

/** One small input with an expected outcome, run in one environment. */
export const PreprocessingCaseResult = z.object({
  case: z.string(),
  environment: z.string(),
  /** `preprocessing`: the packed transform's endpoint. `stage:<name>`: a tapped stage. `output`: the model's answer. */
  through: z.string(),
  verdict: z.enum(["pass", "fail", "error"]),
  /** What was expected and what came, in one sentence. */
  statement: z.string(),
});
export type PreprocessingCaseResult = z.infer<typeof PreprocessingCaseResult>;
