import { z } from "zod";
import { ColumnKind, PopulationRole, StandardColumn } from "./population.ts";

const Text = z.string().min(1);

/**
 * What is left of a column before anything is counted: `hash`: a keyed hash of its text; `drop`: nothing; `round`: the number with that many digits behind
 * the point; `prefix`: the first characters; `bucket`: the lower end of a range that wide.
 */
export const Anonymising = z.union([
  z.enum(["hash", "drop"]),
  z.strictObject({ round: z.number().int().min(-15).max(15) }),
  z.strictObject({ prefix: z.number().int().min(0).max(1000) }),
  z.strictObject({ bucket: z.number().positive() }),
]);
export type Anonymising = z.infer<typeof Anonymising>;

/** How a log is read: which of its columns is what. Written once by a person, or proposed by `lockstep source inspect`. */
export const LogMapping = z.strictObject({
  version: z.literal(1).optional(),
  /** A log format's id; recognised when left out. */
  format: Text.optional(),
  /** IANA name of the zone of times that have none. */
  zone: Text.optional(),
  /** Each a column of the log, or SQL over its columns. Whatever is not named is not there. */
  standard: z.partialRecord(StandardColumn, Text).optional(),
  /** By name. `from` is a column or SQL; the name itself when left out. Columns of the log that are not named are ignored. */
  columns: z.record(Text, z.strictObject({ from: Text.optional(), role: PopulationRole, kind: ColumnKind.optional() })).optional(),
  /** Names of features in the order of a payload that has none. */
  featureNames: z.array(Text).optional(),
  /** Labels that came later, in a file of their own; its path counts from the folder where the command runs. */
  labels: z.strictObject({ source: Text, key: Text.optional(), label: Text.optional(), ts: Text.optional() }).optional(),
  /** A packed preprocessing that makes the features of what was logged: its folder, or FILE.py:NAME; counts from the folder where the command runs. */
  transform: Text.optional(),
  anonymise: z.record(Text, Anonymising).optional(),
  /** The key of `hash`, by reference: env:NAME or file:PATH. */
  anonymiseKey: z.string().regex(/^(env|file):\S+$/, "a reference is wanted: env:NAME or file:PATH").optional(),
  /** Share of the predictions that were logged: a number, or a column that holds it. */
  sampling: z.union([z.number().positive().max(1), Text]).optional(),
  /** The label's value that counts as positive. */
  positive: z.union([Text, z.number(), z.boolean()]).optional(),
});
export type LogMapping = z.infer<typeof LogMapping>;
