import { binomialQuantile } from "../../src/core/stats/distributions.ts";
import type { Claim } from "./scenario.ts";

/**
 * The band holds what a rate that is exactly nominal shows in this share of benches of this size, row by row. Some hundred rows are looked at
 * together: at 95 % a dozen of them would be outside by chance and mean nothing.
 */
const bandLevel = 0.999;

export interface RateJudgement {
  readonly rate: number | null;
  /** Monte Carlo standard error of the rate. */
  readonly error: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly word: "inside" | "NOT inside" | "wide" | "shown" | "refused";
}

/** Holds a measured rate against what was claimed of it. */
export const judgeRate = (claim: Claim, { hits, of }: { readonly hits: number; readonly of: number }): RateJudgement => {
  if (of === 0) return { rate: null, error: null, low: null, high: null, word: "refused" };
  const rate = hits / of;
  // With no hit the error of a rate is not 0: that of one hit in place of it.
  const seen = Math.min(of - 1, Math.max(1, hits)) / Math.max(1, of);
  const error = Math.sqrt((seen * (1 - seen)) / of);
  if (claim.rule === "shown" || claim.nominal === null) return { rate, error, low: null, high: null, word: "shown" };
  const slack = claim.slack ?? 0;
  const ceiling = binomialQuantile(1 - (1 - bandLevel) / 2, of, Math.min(1, claim.nominal + slack)) / of;
  const floor = binomialQuantile((1 - bandLevel) / 2, of, Math.max(0, claim.nominal - slack)) / of;
  const low = claim.rule === "at-most" ? 0 : floor;
  const high = claim.rule === "at-least" ? 1 : ceiling;
  const word = claim.rule === "coverage" && rate > high ? "wide" : rate < low || rate > high ? "NOT inside" : "inside";
  return { rate, error, low, high, word };
};
