import { shortNumber } from "../../core/wording/short-number.ts";
import { type FeatureInfluence, gapFeature, lostFeature, rulingFeature } from "./feature-influence.ts";
import type { OutputScope } from "./output-scope.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** A hint accounts for less than a condition that names the rows: it is told after one. */
export const HINT_EXPLAINS = 0.6;

/** Below this share of pairs outside, a gap is about some rows and not about a whole feature. */
export const HINT_OUTSIDE = 0.3;

/**
 * A fault of one input column, seen through the outputs: the candidate follows one feature alone (RATIO: as in a larger unit), or no
 * longer follows it, or the gap grows with its size (SUBSET).
 */
export const findSensitiveFeature = (scope: OutputScope, influences: readonly FeatureInfluence[]): Sighting | null => {
  const { comparison, facts } = scope;
  if (facts.outside < HINT_OUTSIDE * facts.pairs) return null;
  const explains = (HINT_EXPLAINS * facts.finiteOutside) / Math.max(1, facts.outside);
  const ruling = rulingFeature(influences);
  const shared = (f: FeatureInfluence) => ({ feature: f.feature, rankWithReference: f.reference, rankWithCandidate: f.candidate, gapWithSize: f.gap, rowsKnown: f.rows });
  if (ruling !== null) {
    return sighting({
      code: "RATIO", form: "feature", output: comparison.output,
      statement: `${comparison.output} follows ${ruling.feature} almost alone in the candidate (rank correlation ${shortNumber(ruling.candidate)}, reference ${shortNumber(ruling.reference)}): as if ${ruling.feature} came in another unit`,
      explains: explains + 0.2, evidence: shared(ruling),
    });
  }
  const gap = gapFeature(influences);
  if (gap !== null) {
    return sighting({
      code: "SUBSET", form: "sensitive", output: comparison.output, rows: `the more, the larger ${gap.feature} is`,
      statement: `the gap in ${comparison.output} grows with the size of ${gap.feature} (rank correlation ${shortNumber(gap.gap)})`,
      explains, evidence: shared(gap),
    });
  }
  const lost = lostFeature(influences);
  if (lost === null) return null;
  return sighting({
    code: "SUBSET", form: "lost", output: comparison.output, rows: `rows whose ${lost.feature} is not its default`,
    statement: `${comparison.output} no longer follows ${lost.feature} in the candidate (rank correlation ${shortNumber(lost.candidate)}, reference ${shortNumber(lost.reference)}): the column may be missing, constant or in another unit there`,
    explains, evidence: shared(lost),
  });
};
