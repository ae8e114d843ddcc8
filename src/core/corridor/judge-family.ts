import type { Verdict } from "../domain/verdict.ts";
import { eBenjaminiHochberg } from "../stats/e-benjamini-hochberg.ts";

/** One series of a family: a hypothesis over all rows, or within one segment. */
interface FamilyMember {
  readonly id: string;
  readonly logEValue: number;
  readonly verdict: Verdict;
}

/**
 * The verdicts of series that are judged together: a `fail` stands only where its e-value is among those that e-BH rejects at `alpha`; one that does not is `warn`, for the
 * series alone would have failed and somebody should know, but with so many asked it may be chance. Every other verdict stays. A family of one changes nothing.
 * The evidence is the highest since an episode began, which is one over an anytime-valid p-value rather than an e-value: e-BH on it is Benjamini and Hochberg's procedure on those, proven for series that are independent or
 * positively dependent, and for any dependence only up to a factor of 1 + 1/2 + … + 1/m. `docs/corridors.md` has what came of fifty series.
 */
export const judgeFamily = (members: readonly FamilyMember[], alpha: number): ReadonlyMap<string, Verdict> => {
  const survive = eBenjaminiHochberg(members.map(({ logEValue }) => logEValue), alpha);
  return new Map(members.map(({ id, verdict }, index) => [id, verdict === "fail" && survive[index] !== true ? "warn" : verdict]));
};
