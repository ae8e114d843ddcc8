import { z } from "zod";

/**
 * What a pair of answers to the same input is. Every pair is in exactly one class; the order below is the order of precedence.
 * - `one-sided-error`: one environment answered and the other failed
 * - `both-error`: neither answered; no evidence either way
 * - `missing` / `extra`: the candidate lacks the value, or has one where the reference has none
 * - `shape`: the two nest or count differently
 * - `dtype`: the two cannot be compared as the same kind of thing (a number against a text)
 * - `non-finite`: NaN or infinite on one side only, or infinite with another sign
 * - `value`: both comparable, outside tolerance
 * - `within`: different bits, inside tolerance
 * - `equal`: the same value (also NaN with NaN, and null with null)
 */
export const DifferenceClass = z.enum(["one-sided-error", "both-error", "missing", "extra", "shape", "dtype", "non-finite", "value", "within", "equal"]);
export type DifferenceClass = z.infer<typeof DifferenceClass>;

/** The classes that count as outside tolerance. */
export const outsideClasses = ["one-sided-error", "missing", "extra", "shape", "dtype", "non-finite", "value"] as const satisfies readonly DifferenceClass[];
