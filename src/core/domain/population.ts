import { z } from "zod";

/**
 * What a column of a prediction log is for. `score` is a number a model gave (probability, risk, value), `decision` a class or an
 * action, `label` what came true; `segment` only cuts the population and is not compared; `ignored` is read by nobody.
 */
export const PopulationRole = z.enum(["feature", "score", "decision", "label", "segment", "ignored"]);
export type PopulationRole = z.infer<typeof PopulationRole>;

/**
 * How a column is counted. `numeric`: moments and a histogram. `category`: one count per frozen value (booleans too). `time`: as numeric, in
 * seconds since 1970 UTC. `text`: too many values to name; only nulls, lengths and about how many are distinct, never a value.
 */
export const ColumnKind = z.enum(["numeric", "category", "time", "text"]);
export type ColumnKind = z.infer<typeof ColumnKind>;

export const PopulationColumn = z.object({
  /** As people name it: `income`, `probability[1]`. */
  name: z.string(),
  /** The column of the relation's SQL that holds it. */
  column: z.string(),
  role: PopulationRole,
  kind: ColumnKind,
  /** The engine's own name of the type. */
  type: z.string(),
  /** Whether a person said what it is for, or it was guessed from names, types and values; `why` then says from what. */
  origin: z.enum(["agreed", "guessed"]),
  why: z.string(),
});
export type PopulationColumn = z.infer<typeof PopulationColumn>;

/** Canonical columns beside features, outputs and labels; a log has some of them. */
export const StandardColumn = z.enum(["id", "ts", "label_ts", "latency_ms", "status", "error", "weight", "model", "version", "variant", "replica", "source_ref"]);
export type StandardColumn = z.infer<typeof StandardColumn>;

/** Something that the log cannot say, or says in a way that can mislead, in words. */
export const LogGap = z.object({
  /** What is missing: a standard column, a feature, `non-200`, `time zone`. */
  what: z.string(),
  why: z.string(),
  /** Whether what is missing can bend the comparison (survivors only, unknown zone), or is only unknown. */
  bends: z.boolean(),
});
export type LogGap = z.infer<typeof LogGap>;

/** What of a log was read at all; shown before anything is compared. Shares are of records, rows are predictions (a batch is many). */
export const LogCoverage = z.object({
  files: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** Records in the files: lines, messages, table rows. */
  recordsRead: z.number().int().nonnegative(),
  /** Predictions that came out of them. */
  rowsParsed: z.number().int().nonnegative(),
  /** Records or rows left out, each with its reason; nothing is dropped silently. */
  dropped: z.array(z.object({ reason: z.string(), rows: z.number().int().nonnegative(), example: z.string().nullable() })),
  /** Records whose status is known and is not a success; null when the log has no status. */
  nonSuccess: z.object({ records: z.number().int().nonnegative(), of: z.number().int().nonnegative() }).nullable(),
  /** Smallest and largest sampling fraction of the rows; null when the log does not say. */
  sampling: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** Rows that share their id with an earlier row. */
  duplicates: z.number().int().nonnegative().nullable(),
  /** First and last prediction, ISO 8601 UTC. */
  firstTs: z.string().nullable(),
  lastTs: z.string().nullable(),
  /** How far clocks disagree, seconds: answers before their requests, or predictions after the file was written. Null: cannot be seen. */
  clockSkewSeconds: z.number().nullable(),
  labels: z.object({
    labelled: z.number().int().nonnegative(),
    /** Label time minus prediction time, seconds. */
    delayQuantiles: z.array(z.object({ q: z.number(), seconds: z.number() })),
    beforePrediction: z.number().int().nonnegative(),
    /** Labels whose prediction is not in the log. */
    orphans: z.number().int().nonnegative(),
  }).nullable(),
});
export type LogCoverage = z.infer<typeof LogCoverage>;

/**
 * A log as the engine sees it after mapping: `sql` goes behind FROM as it is and has the columns of `columns` and those of `standard`
 * under their own names: `id` VARCHAR, `ts` and `label_ts` TIMESTAMP in UTC, `latency_ms` DOUBLE, `status` INTEGER, `error` VARCHAR, `weight` DOUBLE
 * (1 / sampling fraction), the others VARCHAR. Nothing after this knows where the rows came from.
 */
export interface PopulationRelation {
  readonly name: string;
  readonly sql: string;
  readonly columns: readonly PopulationColumn[];
  readonly standard: readonly StandardColumn[];
  readonly gaps: readonly LogGap[];
}
