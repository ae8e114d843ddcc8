import { createHash } from "node:crypto";

/** The field names and kinds of a recorded service, as its own description gave them. */
export type FieldNames = readonly string[];

/**
 * A short name for a row that does not depend on the order of its fields, on how a number is spelled, or on whether a missing
 * value was left out or sent as null. Fields that the service does not know do not count.
 */
export const canonicalRow = (row: Readonly<Record<string, unknown>>, fields: FieldNames): string => {
  const values = fields.toSorted().map((field) => [field, row[field] ?? null]);
  // 64 bits: with a thousand rows, two share a name once in 10^13 recordings.
  return createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 16);
};
