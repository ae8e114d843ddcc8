import { z } from "zod";
import { BinCount } from "./comparison.ts";
import { ColumnKind, PopulationRole } from "./population.ts";

/**
 * How one column is counted. Frozen from the reference before anything is counted: profiles of the same spec add, profiles of
 * different specs are never compared.
 */
export const ColumnSpec = z.object({
  name: z.string(),
  role: PopulationRole,
  kind: ColumnKind,
  /**
   * Numeric and time. `pivot`: logarithmic bins of x - pivot, by sign. `two-tailed`: for probabilities; logarithmic bins of x below one half
   * (kept in `negative`) and of 1 - x from there on (kept in `positive`), so that both ends are fine. Null for other kinds.
   */
  binning: z.enum(["pivot", "two-tailed"]).nullable(),
  /** What is subtracted before squares are summed and bins are drawn: 0, or the reference's middle where its values lie far from 0. */
  pivot: z.number().nullable(),
  /** Category: the values with a count of their own, most frequent in the reference first; all others are counted together as unseen. */
  categories: z.array(z.string()).nullable(),
  /** Numeric: the reference has whole numbers only. Counts are the same either way; left out where it was not so, or not looked at. */
  integers: z.boolean().optional(),
});
export type ColumnSpec = z.infer<typeof ColumnSpec>;

export const ProfileSpec = z.object({
  schemaVersion: z.literal(1),
  /** Ratio between neighbouring edges of logarithmic bins. */
  gamma: z.number(),
  columns: z.array(ColumnSpec),
  /** Cells by time: `all`, or one window per hour, day or week of `ts`, UTC. */
  window: z.enum(["all", "hour", "day", "week"]),
  /** Columns that cut the population, one at a time, each with its frozen values; a value beyond them is in none of the cells. */
  segments: z.array(z.object({ column: z.string(), values: z.array(z.string()) })),
  /** About how many consecutive blocks per window, by time or by place, for seeing whether rows depend on one another; 0 for none. */
  blocks: z.number().int().nonnegative(),
  /** What a label's value must be to count as positive; null where labels are numbers or classes. */
  positive: z.string().nullable(),
  /** Which score, decision and label belong together. */
  judged: z.array(z.object({ output: z.string(), label: z.string(), task: z.enum(["binary", "regression", "classes"]) })),
  /** Share of the rows, by hash, in cross moments; 1 for all. */
  correlationShare: z.number(),
  /** The numeric columns in cross moments: at most 64, outputs first, those that the reference nearly always has. */
  cross: z.array(z.string()),
});
export type ProfileSpec = z.infer<typeof ProfileSpec>;

/** Additive: counts are integers; sums are of x - pivot over finite values. Min and max merge by taking the smaller and the larger. */
export const NumericProfile = z.object({
  kind: z.literal("numeric"),
  /** Finite values. */
  n: z.number().int().nonnegative(),
  nulls: z.number().int().nonnegative(),
  nan: z.number().int().nonnegative(),
  positiveInfinity: z.number().int().nonnegative(),
  negativeInfinity: z.number().int().nonnegative(),
  sum: z.number(),
  sumSquares: z.number(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** `pivot`: values equal to the pivot. `two-tailed`: exactly 0 (`zero`) and exactly 1 (`one`). */
  zero: z.number().int().nonnegative(),
  one: z.number().int().nonnegative(),
  /** Ascending by bin. `pivot`: magnitudes above (positive) and below (negative) the pivot. `two-tailed`: 1 - x from one half on (positive) and x below it (negative). */
  positive: z.array(BinCount),
  negative: z.array(BinCount),
  /** Two-tailed only: values below 0 or above 1, in no bin. */
  outside: z.number().int().nonnegative(),
});
export type NumericProfile = z.infer<typeof NumericProfile>;

export const CategoryProfile = z.object({
  kind: z.literal("category"),
  n: z.number().int().nonnegative(),
  nulls: z.number().int().nonnegative(),
  /** One count per category of the spec, in its order. */
  counts: z.array(z.number().int().nonnegative()),
  /** Values outside the spec, together; and a few of the most frequent of them, for display: not additive, at most 10. */
  unseen: z.number().int().nonnegative(),
  unseenExamples: z.array(z.object({ value: z.string(), count: z.number().int() })),
});
export type CategoryProfile = z.infer<typeof CategoryProfile>;

export const TextProfile = z.object({
  kind: z.literal("text"),
  n: z.number().int().nonnegative(),
  nulls: z.number().int().nonnegative(),
  empty: z.number().int().nonnegative(),
  sumLength: z.number().int().nonnegative(),
  sumSquaredLength: z.number().nonnegative(),
  minLength: z.number().int().nullable(),
  maxLength: z.number().int().nullable(),
});
export type TextProfile = z.infer<typeof TextProfile>;

export const ColumnProfile = z.discriminatedUnion("kind", [NumericProfile, CategoryProfile, TextProfile]);
export type ColumnProfile = z.infer<typeof ColumnProfile>;

/**
 * Score against binary label: one row per bin of the score, ascending by side and then by score (index as in its histogram; `side` tells the two
 * halves apart). In two-tailed binning a score below 0 is counted with `zero` and one above 1 with `one`, so that ranks and sums lose nobody.
 */
export const ScoreLabelBin = z.object({
  side: z.enum(["negative", "zero", "positive", "one"]),
  bin: z.number().int(),
  /** Rows with a label, sum of scores, of squared scores, positives, and sum of scores over positives. */
  n: z.number().int(),
  sumScore: z.number(),
  sumSquaredScore: z.number(),
  positives: z.number().int(),
  sumScorePositives: z.number(),
});
export type ScoreLabelBin = z.infer<typeof ScoreLabelBin>;

/** What is known of an output where the label has come. Additive. `labelled` and `unlabelled` are of the rows that have the output, as a finite number where it is one. */
export const JudgedProfile = z.discriminatedUnion("task", [
  z.object({ task: z.literal("binary"), output: z.string(), label: z.string(), labelled: z.number().int(), unlabelled: z.number().int(), bins: z.array(ScoreLabelBin),
    /** Sum of -ln of the probability given to what came true, probabilities kept within [1e-15, 1 - 1e-15]. */
    sumLogLoss: z.number() }),
  z.object({ task: z.literal("regression"), output: z.string(), label: z.string(), labelled: z.number().int(), unlabelled: z.number().int(),
    /** error = output - label; sums of error, its square, its magnitude, and its fourth power (for the interval of RMSE). */
    sumError: z.number(), sumSquaredError: z.number(), sumAbsoluteError: z.number(), sumFourthError: z.number(),
    sumLabel: z.number(), sumSquaredLabel: z.number(), sumOutput: z.number(), sumSquaredOutput: z.number(), sumProduct: z.number() }),
  z.object({ task: z.literal("classes"), output: z.string(), label: z.string(), labelled: z.number().int(), unlabelled: z.number().int(),
    cells: z.array(z.object({ output: z.string(), label: z.string(), count: z.number().int() })) }),
]);
export type JudgedProfile = z.infer<typeof JudgedProfile>;

/** One block of consecutive rows: n and sum of x - pivot of every numeric column, and the count of the most frequent category of the others. */
export const BlockProfile = z.object({
  /** In time: the `block`-th span of `blockSeconds` since the window began, or since 1970 for all time. By place: from 0 on. Blocks without rows are left out. */
  block: z.number().int(),
  rows: z.number().int().nonnegative(),
  columns: z.record(z.string(), z.object({ n: z.number().int(), sum: z.number() })),
});
export type BlockProfile = z.infer<typeof BlockProfile>;

/** Cross moments of numeric columns over the sampled rows in which all of them are finite; `products` is the upper triangle, row by row, diagonal included. */
export const CrossMoments = z.object({ columns: z.array(z.string()), n: z.number().int(), sums: z.array(z.number()), products: z.array(z.number()) });
export type CrossMoments = z.infer<typeof CrossMoments>;

/** Latency, statuses and time of the rows of a cell; fields are null where the log does not have them. */
export const OperationsProfile = z.object({
  /** Milliseconds; `pivot` binning about 0. */
  latency: NumericProfile.nullable(),
  statuses: z.array(z.object({ status: z.string(), count: z.number().int() })).nullable(),
  errors: z.number().int().nullable(),
  firstTs: z.string().nullable(),
  lastTs: z.string().nullable(),
});
export type OperationsProfile = z.infer<typeof OperationsProfile>;

/** All that is kept of the rows of one window and one segment; no row. */
export const ProfileCell = z.object({
  /** Start of the window, ISO 8601 UTC; null for all time, and in a profile by windows for the rows that bear no time. */
  window: z.string().nullable(),
  /** Null for all rows of the window. */
  segment: z.object({ column: z.string(), value: z.string() }).nullable(),
  rows: z.number().int().nonnegative(),
  columns: z.record(z.string(), ColumnProfile),
  judged: z.array(JudgedProfile),
  /** Only in the cells of all rows. */
  blocks: z.array(BlockProfile),
  /** How long a block is; null where blocks are by place, or there are none. */
  blockSeconds: z.number().positive().nullable(),
  cross: CrossMoments.nullable(),
  operations: OperationsProfile,
});
export type ProfileCell = z.infer<typeof ProfileCell>;

/** A profile with where it came from; `sources` lists the digests of all that was counted, so that nothing is counted twice. */
export const Profile = z.object({
  schemaVersion: z.literal(1),
  name: z.string(),
  spec: ProfileSpec,
  /** sha256 of the spec's canonical JSON, hex. */
  specDigest: z.string(),
  sources: z.array(z.object({ source: z.string(), digest: z.string(), rows: z.number().int().nonnegative(), takenAt: z.string(), tool: z.string() })),
  /** Columns of the spec that rows were counted without, and why; where no rows had it, no cell has it either. */
  absent: z.array(z.object({ column: z.string(), why: z.string(), rows: z.number().int() })),
  /** Records of the sources that did not come out as rows, and why; left out where there were none. */
  dropped: z.array(z.object({ reason: z.string(), rows: z.number().int().nonnegative() })).optional(),
  cells: z.array(ProfileCell),
});
export type Profile = z.infer<typeof Profile>;
