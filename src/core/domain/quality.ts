import { z } from "zod";
import { Severity, Verdict } from "./verdict.ts";

/** What a gate asks of data before anything is compared. */
export const QualityDimension = z.enum(["schema", "type", "range", "category", "pattern", "null", "uniqueness", "completeness", "consistency", "timeliness", "freshness", "rows", "provenance"]);
export type QualityDimension = z.infer<typeof QualityDimension>;

/** A count of rows, or its percentage, held against bounds; `outside` turns it round: only what lies outside of them is allowed. */
export const AllowedCount = z.object({
  unit: z.enum(["rows", "percent"]),
  low: z.number().nullable(),
  lowIncluded: z.boolean(),
  high: z.number().nullable(),
  highIncluded: z.boolean(),
  outside: z.boolean(),
});
export type AllowedCount = z.infer<typeof AllowedCount>;

/** One rule of a contract, in Lockstep's own words; contracts of other standards are read into these. */
export const QualityRule = z.object({
  /** Unique within the contract. */
  id: z.string(),
  dimension: QualityDimension,
  /** The column, or null for the whole table. */
  column: z.string().nullable(),
  /** The rule in one plain sentence: `income lies between 0 and 1,000,000`. */
  statement: z.string(),
  /** What is asked; which fields count depends on the dimension. */
  type: z.string().nullable().default(null),
  minimum: z.union([z.number(), z.string()]).nullable().default(null),
  maximum: z.union([z.number(), z.string()]).nullable().default(null),
  pattern: z.string().nullable().default(null),
  /** Category: the values that are allowed. Completeness: texts that stand for a missing value, beside null. */
  values: z.array(z.string()).nullable().default(null),
  columns: z.array(z.string()).nullable().default(null),
  /** Consistency: a condition over columns that every row must fulfil, in SQL of the engine. */
  condition: z.string().nullable().default(null),
  /** Range: whether the minimum, or the maximum, is itself outside. */
  exclusiveMinimum: z.boolean().default(false),
  exclusiveMaximum: z.boolean().default(false),
  /** Range: of the value, or of the length of its text in characters. */
  measure: z.enum(["value", "length"]).default("value"),
  /** Completeness: keys that must all be there, at least once. */
  keys: z.array(z.string()).nullable().default(null),
  /** Completeness: every bucket of so many seconds between the first and the last row must hold one. */
  bucketSeconds: z.number().positive().nullable().default(null),
  /** Timeliness and freshness, seconds. */
  withinSeconds: z.number().nullable().default(null),
  /** Provenance: digests or sources that are allowed. */
  digests: z.array(z.string()).nullable().default(null),
  /** Share of rows that may break it. */
  maxShare: z.number().default(0),
  /** How many rows may break it, where the contract says more than a largest share; it then decides and `maxShare` does not. */
  allowed: AllowedCount.nullable().default(null),
  /** Values of the column are never shown. */
  private: z.boolean().default(false),
  /** `observed`: the bound is what was seen when the contract was inferred; nobody agreed on it yet. */
  origin: z.enum(["agreed", "observed"]).default("agreed"),
  severity: Severity.default("high"),
  owner: z.string().nullable().default(null),
});
export type QualityRule = z.infer<typeof QualityRule>;

export const QualityContract = z.object({
  name: z.string(),
  version: z.string().nullable(),
  /** Where it was read from. */
  source: z.string(),
  owner: z.string().nullable(),
  rules: z.array(QualityRule),
  /** Parts of a foreign contract that nothing here can hold data against, with their place. */
  notRead: z.array(z.object({ place: z.string(), why: z.string() })),
});
export type QualityContract = z.infer<typeof QualityContract>;

/** How one rule came out on one side. `error` where it could not be asked (no such column); `inconclusive` for no rows. */
export const QualityResult = z.object({
  environment: z.string(),
  rule: QualityRule,
  verdict: Verdict,
  rows: z.number().int(),
  broken: z.number().int(),
  /** The first rows that break it: place in the file or id, and the value, unless the column is kept private. */
  examples: z.array(z.object({ row: z.string(), value: z.string().nullable() })),
  /** Time of the first row that breaks it, ISO 8601 UTC; null where the log has no time. */
  since: z.string().nullable(),
  reason: z.string(),
  action: z.string(),
});
export type QualityResult = z.infer<typeof QualityResult>;
