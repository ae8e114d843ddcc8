import { z } from "zod";

/**
 * When two numbers a (reference) and b (candidate) count as the same, with m = max(|a|, |b|):
 * - `either`: |a - b| <= absolute or |a - b| <= relative * m
 * - `both`: |a - b| <= absolute and |a - b| <= relative * m
 * - `additive`: |a - b| <= absolute + relative * m
 */
export const Tolerance = z.object({
  mode: z.enum(["either", "both", "additive"]),
  absolute: z.number().nonnegative(),
  relative: z.number().nonnegative(),
  /** Agreed beforehand by people, or derived by Lockstep from what it measured; printed either way. */
  origin: z.enum(["agreed", "derived"]),
  /** How each part came about, in one sentence a reader can recompute. */
  why: z.string(),
});
export type Tolerance = z.infer<typeof Tolerance>;
