import type { TextProfile } from "../../../core/domain/profile.ts";
import { familyAlpha, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { standardisedMeanDifference } from "../../../core/stats/standardised-mean-difference.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { percent } from "../../../core/wording/percent.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import { meanAndSd } from "../dependence/mean-and-sd.ts";
import { fewestRows, type RowsBehind, type ShiftClaim } from "./shift-claim.ts";
import type { ShiftParts } from "./shift-parts.ts";

/** Free text has too many values to name: its lengths are compared, and how often it is empty. */
export const textShift = ({ reference, candidate, rows, settings }: { readonly reference: TextProfile; readonly candidate: TextProfile; readonly rows: RowsBehind; readonly settings: PopulationSettings }): ShiftParts => {
  const [before, after] = [lengths(reference), lengths(candidate)];
  const claim = judgeLengths(reference, candidate, rows, settings);
  const share = ({ empty, n }: TextProfile): string | null => (n === 0 ? null : percent(empty / n));
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    claims: [claim],
    measures: [{ measure: claim.measure, value: claim.estimate, interval: claim.interval, nullMean: null, null95: null, p: null, method: "lengths in characters; candidate minus reference, over the root of the mean variance" }],
    summary: [
      { name: "mean length", reference: known(before.mean), candidate: known(after.mean) }, { name: "sd of length", reference: known(before.sd), candidate: known(after.sd) },
      { name: "shortest", reference: reference.minLength, candidate: candidate.minLength }, { name: "longest", reference: reference.maxLength, candidate: candidate.maxLength }, { name: "empty", reference: share(reference), candidate: share(candidate) },
    ],
    picture: null,
    told: () => Number.isFinite(before.mean) && Number.isFinite(after.mean) ? `mean length ${shortNumber(before.mean)} → ${shortNumber(after.mean)}` : null,
  };
};

const lengths = ({ n, sumLength, sumSquaredLength, minLength, maxLength }: TextProfile) => meanAndSd({ n, sum: sumLength, sumSquares: sumSquaredLength, min: minLength, max: maxLength }, 0);

/** The margin is the root of the distance's: a normal distribution moved by d standard deviations is d^2 away, for small d. */
const judgeLengths = (reference: TextProfile, candidate: TextProfile, rows: RowsBehind, { margins, alphaPerClaim }: PopulationSettings): ShiftClaim => {
  const margin = Math.sqrt(margins.distance);
  const base = { claim: "distance", measure: "standardised-mean-difference", unit: "difference of mean lengths, in standard deviations", margin, marginName: "distance" } as const;
  const fewest = Math.min(reference.n, candidate.n);
  if (fewest < fewestRows) return { ...base, verdict: "inconclusive", estimate: null, interval: null, reason: `${countOf(fewest, "row")} ${fewest === 1 ? "is" : "are"} too few: at least ${fewestRows} are needed on either side`, needed: fewestRows - fewest };
  const sides = [{ n: rows.effectiveReference, ...lengths(reference) }, { n: rows.effectiveCandidate, ...lengths(candidate) }] as const;
  const inner = standardisedMeanDifference(...sides, 1 - 2 * familyAlpha);
  const outer = standardisedMeanDifference(...sides, 1 - 2 * alphaPerClaim);
  if (inner === null || outer === null) {
    const same = sides[0].mean === sides[1].mean;
    return { ...base, verdict: same ? "pass" : "fail", estimate: same ? 0 : null, interval: null, reason: same ? "all texts are of one length on both sides" : "all texts are of one length on either side, and not of the same", needed: null };
  }
  const { low, high } = inner.interval;
  const between = `between ${shortNumber(low)} and ${shortNumber(high)} standard deviations with 90 % confidence; at most ${shortNumber(margin)} either way is allowed`;
  const verdict = rows.refused !== null ? "inconclusive" : outer.interval.low > margin || outer.interval.high < -margin ? "fail" : low > -margin && high < margin ? "pass" : "inconclusive";
  return { ...base, verdict, estimate: inner.estimate, interval: inner.interval, reason: rows.refused ?? between, needed: null };
};
