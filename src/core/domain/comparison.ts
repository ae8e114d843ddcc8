import { z } from "zod";
import { DifferenceClass } from "./difference-class.ts";
import { DType } from "./dtype.ts";
import { Tolerance } from "./tolerance.ts";

/** A count per bin. For a logarithmic histogram bin i holds (gamma^(i-1), gamma^i]; the zero bin is kept apart. */
export const BinCount = z.object({ bin: z.number().int(), count: z.number().int().nonnegative() });
export type BinCount = z.infer<typeof BinCount>;

export const Moments = z.object({
  /** Pairs in which both numbers are finite; all other fields are over these. */
  pairs: z.number().int().nonnegative(),
  meanReference: z.number().nullable(),
  meanCandidate: z.number().nullable(),
  sdReference: z.number().nullable(),
  sdCandidate: z.number().nullable(),
  minReference: z.number().nullable(),
  maxReference: z.number().nullable(),
  minCandidate: z.number().nullable(),
  maxCandidate: z.number().nullable(),
  /** candidate - reference */
  meanDifference: z.number().nullable(),
  sdDifference: z.number().nullable(),
  maxAbsoluteDifference: z.number().nullable(),
  /** |a - b| / max(|a|, |b|), 0 where both are 0 */
  maxRelativeDifference: z.number().nullable(),
  correlation: z.number().nullable(),
  /** candidate / reference over pairs whose reference is not 0 */
  ratioPairs: z.number().int().nonnegative(),
  meanRatio: z.number().nullable(),
  sdRatio: z.number().nullable(),
  /** Distinct values, approximate above a few thousand. */
  distinctReference: z.number().int().nonnegative(),
  distinctCandidate: z.number().int().nonnegative(),
});
export type Moments = z.infer<typeof Moments>;

/** Frozen equal-width edges over the reference's range, and how many pairs fell into each cell. */
export const ScoreBins = z.object({
  low: z.number(),
  high: z.number(),
  /** Bins 0..count-1; values outside [low, high] are counted in the first or last. */
  count: z.number().int().positive(),
  cells: z.array(z.object({ reference: z.number().int(), candidate: z.number().int(), count: z.number().int().positive() })),
});
export type ScoreBins = z.infer<typeof ScoreBins>;

/** Everything that is aggregated about one output over all pairs of two relations; holds no row. */
export const OutputComparison = z.object({
  output: z.string(),
  /** `score` is compared as a number under a tolerance; `decision` and `text` exactly. */
  role: z.enum(["score", "decision", "text"]),
  /** Why this role was chosen when nobody said. */
  roleOrigin: z.enum(["agreed", "guessed"]),
  dtypeReference: DType,
  dtypeCandidate: DType,
  tolerance: Tolerance.nullable(),
  /** Pairs by class; the classes add up to `pairs`. */
  pairs: z.number().int().nonnegative(),
  classes: z.record(DifferenceClass, z.number().int().nonnegative()),
  /** Pairs outside tolerance: the sum of the outside classes. */
  outside: z.number().int().nonnegative(),
  moments: Moments.nullable(),
  rank: z.object({ spearman: z.number(), pairs: z.number().int(), sampled: z.boolean() }).nullable(),
  /** Logarithmic histogram of |candidate - reference| over finite pairs, by the sign of the difference. */
  differences: z.object({
    gamma: z.number(),
    zero: z.number().int().nonnegative(),
    positive: z.array(BinCount),
    negative: z.array(BinCount),
  }).nullable(),
  /** Distance in units in the last place: bin 0 is 0 ulp, bin i holds [2^(i-1), 2^i) ulp of the coarser dtype. */
  ulp: z.array(BinCount).nullable(),
  scoreBins: ScoreBins.nullable(),
  /** The absolute tolerance, with relative 0, under which exactly the allowed share would have been outside. */
  smallestTolerance: z.number().nullable(),
  /** For decisions: how often each (reference, candidate) pair of values occurred, most frequent first, at most 50. */
  flips: z.array(z.object({ reference: z.string(), candidate: z.string(), count: z.number().int() })).nullable(),
});
export type OutputComparison = z.infer<typeof OutputComparison>;

/** How two prediction relations cover each other, before any value is compared. */
export const Coverage = z.object({
  rowsReference: z.number().int().nonnegative(),
  rowsCandidate: z.number().int().nonnegative(),
  pairs: z.number().int().nonnegative(),
  onlyReference: z.number().int().nonnegative(),
  onlyCandidate: z.number().int().nonnegative(),
  errorsReference: z.number().int().nonnegative(),
  errorsCandidate: z.number().int().nonnegative(),
  dropped: z.array(z.object({ environment: z.string(), reason: z.string(), rows: z.number().int().nonnegative() })),
});
export type Coverage = z.infer<typeof Coverage>;

/** One of the worst pairs, values written as the model wrote them. */
export const WorstPair = z.object({
  output: z.string(),
  key: z.string(),
  class: DifferenceClass,
  reference: z.string(),
  candidate: z.string(),
  difference: z.number().nullable(),
});
export type WorstPair = z.infer<typeof WorstPair>;
