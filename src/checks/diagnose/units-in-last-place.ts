import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import type { PairFacts } from "./pair-facts.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** Last-digit rounding: ten roundings of float32, where libraries, kernels and thread counts differ. */
export const ULP_RELATIVE = 1e-6;

/** The bar below looks away from this share of the changed pairs: when no more than that is outside tolerance, it may be exactly those. */
const unseenShare = 0.01;

/** Relative size of the difference where the reference is near zero and a ratio to it misleads: against the reference's spread. */
const againstSpread = (facts: PairFacts): number => (facts.sdReference > 0 ? facts.rmsDifference / facts.sdReference : Number.POSITIVE_INFINITY);

/** All but the hundredth part of changed pairs stay within last-digit rounding of the value or of the reference's spread. */
export const decideUlp = (facts: PairFacts): boolean =>
  facts.changed > 0 && facts.relativeMedian <= ULP_RELATIVE && (facts.relativeHigh <= ULP_RELATIVE || againstSpread(facts) <= ULP_RELATIVE);

/** ULP: differences in the last digits of many rows. Information, unless tolerances are that tight. */
export const findUlp = (scope: OutputScope): Sighting | null => {
  const { comparison, facts } = scope;
  if (!isScore(scope) || !decideUlp(facts)) return null;
  const unseen = facts.outside > 0 && facts.finiteOutside <= unseenShare * facts.changed;
  return sighting({
    code: "ULP",
    output: comparison.output,
    statement: `${comparison.output} differs in its last digits on ${percent(facts.changed / facts.finite)} of the pairs (relative, mostly ${shortNumber(facts.relativeMedian)})`,
    explains: facts.outside === 0 ? facts.changed / facts.finite : unseen ? 0 : facts.finiteOutside / facts.outside,
    evidence: { withinTolerance: facts.outside === 0 || unseen, changed: facts.changed, pairs: facts.finite, relativeMedian: facts.relativeMedian, relativeHigh: facts.relativeHigh },
    explainedRows: unseen ? null : "class = 'value'",
  });
};
