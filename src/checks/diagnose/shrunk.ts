import { shortNumber } from "../../core/wording/short-number.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import type { PairFacts } from "./pair-facts.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** The order must be all but the same: another model of the same task ranks at 0.8 to 0.97, a rescaled score at 0.99 and above. */
export const SHRINK_RANK = 0.98;

/** Share of the squared difference that must follow from the reference's value alone; noise around the reference stays near 0. */
export const SHRINK_SYSTEMATIC = 0.8;

/** With fewer pairs the twenty bins hold one pair each and follow anything. */
export const SHRINK_PAIRS = 60;

/** Whether scores keep their order but move systematically. */
export const decideShrunk = (facts: Pick<PairFacts, "finite" | "spearman" | "systematic" | "finiteOutside">): boolean =>
  facts.finite >= SHRINK_PAIRS && facts.finiteOutside > 0 && facts.spearman >= SHRINK_RANK && facts.systematic >= SHRINK_SYSTEMATIC;

/** SHRINK: the order of the rows is kept, the scores are compressed, stretched or bent. */
export const findShrunk = (scope: OutputScope): Sighting | null => {
  const { comparison, facts } = scope;
  if (!isScore(scope) || !decideShrunk(facts)) return null;
  const spread = facts.slope < 1 ? "compressed" : "stretched";
  return sighting({
    code: "SHRINK",
    output: comparison.output,
    statement: `${comparison.output} keeps the order of the rows (rank correlation ${shortNumber(facts.spearman)}) but is ${spread}: about ${shortNumber(facts.slope)} times the reference ${facts.offset < 0 ? "minus" : "plus"} ${shortNumber(Math.abs(facts.offset))}`,
    explains: (facts.systematic * facts.finiteOutside) / Math.max(1, facts.outside),
    evidence: { spearman: facts.spearman, slope: facts.slope, offset: facts.offset, systematic: facts.systematic },
  });
};
