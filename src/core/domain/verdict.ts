import { z } from "zod";

/**
 * What was concluded. `inconclusive` is not enough evidence, `error` is could not be evaluated; neither is ever a pass.
 */
export const Verdict = z.enum(["pass", "warn", "fail", "inconclusive", "error"]);
export type Verdict = z.infer<typeof Verdict>;

/** How much it matters, apart from what was concluded. */
export const Severity = z.enum(["critical", "high", "medium", "low", "info"]);
export type Severity = z.infer<typeof Severity>;

const worstFirst: readonly Verdict[] = ["error", "fail", "inconclusive", "warn", "pass"];

/** The verdict of several taken together; of none at all it is `inconclusive`, for no evidence is never a pass. */
export const worstVerdict = (verdicts: Iterable<Verdict>): Verdict => {
  const present = new Set(verdicts);
  return worstFirst.find((verdict) => present.has(verdict)) ?? "inconclusive";
};
