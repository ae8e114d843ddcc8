import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import type { PairFacts } from "./pair-facts.ts";
import { sighting, type Sighting } from "./sighting.ts";
import { ULP_RELATIVE } from "./units-in-last-place.ts";

/** bf16 keeps eight bits, a relative rounding of 4e-3; what several layers add up to stays below this. */
export const MANTISSA_RELATIVE = 1e-2;

/** Rounding hits every row; a difference on fewer than this share has another cause. */
export const MANTISSA_CHANGED = 0.9;

/** Rounding has no direction: its mean is small against its size. */
export const MANTISSA_MEAN = 0.3;

/** Rounding does not follow the value, unlike a rescaled score. */
export const MANTISSA_SYSTEMATIC = 0.5;

/** Whether the difference looks like a shorter mantissa: everywhere, small, without direction. */
export const decideMantissa = (facts: PairFacts): boolean =>
  facts.changed >= MANTISSA_CHANGED * facts.finite &&
  facts.relativeMedian > ULP_RELATIVE && facts.relativeMedian <= MANTISSA_RELATIVE &&
  // The largest relative differences sit near zero and mislead there; against the reference's spread they must be small too.
  facts.rmsDifference <= MANTISSA_RELATIVE * Math.max(facts.sdReference, Number.MIN_VALUE) &&
  Math.abs(facts.meanDifference) <= MANTISSA_MEAN * facts.rmsDifference &&
  (facts.finite < 60 || facts.systematic <= MANTISSA_SYSTEMATIC);

/** MANT: reduced precision, or outputs rounded on one side. */
export const findMantissa = (scope: OutputScope): Sighting | null => {
  const { comparison, facts } = scope;
  if (!isScore(scope) || !decideMantissa(facts)) return null;
  return sighting({
    code: "MANT",
    output: comparison.output,
    statement: `${comparison.output} differs by a relative ${shortNumber(facts.relativeMedian)} on ${percent(facts.changed / facts.finite)} of the pairs, without direction: fewer digits are kept on one side`,
    explains: facts.outside === 0 ? facts.changed / facts.finite : facts.finiteOutside / facts.outside,
    evidence: { withinTolerance: facts.outside === 0, changed: facts.changed, pairs: facts.finite, relativeMedian: facts.relativeMedian, meanDifference: facts.meanDifference, rmsDifference: facts.rmsDifference },
  });
};
