import { familyAlpha, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { type BinnedPair, chiSquareDistance, type DistanceSample } from "../../../core/stats/chi-square-distance.ts";
import { normalQuantile } from "../../../core/stats/distributions.ts";
import { distanceInterval, resemblance } from "../../../core/stats/resemblance.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import { fewestRows, type RowsBehind, type ShiftClaim } from "./shift-claim.ts";

const unit = "chi-square distance";
const measure = "chi-square-distance";

/**
 * The deciding question: is the candidate's distribution further from the reference's than the margin? PASS if the 90 % interval of the distance lies inside it, FAIL if the distance is
 * beyond it with error `alphaPerClaim`, else INCONCLUSIVE. The estimate is the distance less what sampling adds to it.
 */
export const judgeDistance = (pair: Omit<BinnedPair, "effectiveReference" | "effectiveCandidate">, rows: RowsBehind, { margins, alphaPerClaim }: PopulationSettings): ShiftClaim => {
  const base = { claim: "distance", measure, unit, margin: margins.distance, marginName: "distance" } as const;
  const open = (reason: string, needed: number | null): ShiftClaim => ({ ...base, verdict: "inconclusive", estimate: null, interval: null, reason, needed });
  const fewest = Math.min(rows.reference, rows.candidate);
  if (fewest < fewestRows) return open(`${countOf(fewest, "row")} ${fewest === 1 ? "is" : "are"} too few: at least ${fewestRows} are needed on either side`, fewestRows - fewest);
  if (pair.reference.length < 2) return open("the reference has too few different values to draw bins from", null);
  const sample = chiSquareDistance({ ...pair, effectiveReference: rows.effectiveReference, effectiveCandidate: rows.effectiveCandidate });
  const interval = distanceInterval(sample, 1 - 2 * familyAlpha);
  const seen = { ...base, estimate: debiased(sample), interval };
  if (rows.refused !== null) return { ...seen, verdict: "inconclusive", reason: rows.refused, needed: null };
  // At or below the margin no small error probability is possible.
  const pBeyond = sample.distance <= margins.distance ? 1 : resemblance(sample, margins.distance).pBeyond;
  const between = `between ${shortNumber(interval.low)} and ${shortNumber(interval.high)} with 90 % confidence; at most ${shortNumber(margins.distance)} is allowed`;
  if (pBeyond <= alphaPerClaim) return { ...seen, verdict: "fail", reason: `the distance lies ${between}; p ${shortNumber(pBeyond)} of a distance inside it, held to ${shortNumber(alphaPerClaim)}`, needed: null };
  if (interval.high < margins.distance) return { ...seen, verdict: "pass", reason: `the distance lies ${between}`, needed: null };
  return { ...seen, verdict: "inconclusive", reason: `the distance lies ${between}`, needed: neededRows(pair, rows, seen.estimate, margins.distance) };
};

/** The distance as seen, less what sampling adds to it. */
const debiased = (sample: DistanceSample): number => Math.max(0, sample.distance - sample.bias(sample.distance, "most"));

/** How many rows more on the smaller side would bring the upper end inside the margin, or the lower end beyond it, if the distance stays where it seems to be; by the normal law of the distance, which is enough for a guess. */
const neededRows = (pair: Pick<BinnedPair, "reference" | "candidate">, rows: RowsBehind, distance: number, margin: number): number | null => {
  const z = normalQuantile(1 - familyAlpha);
  for (let times = 1.25; times < 1e5; times *= 1.25) {
    const { scale, df } = chiSquareDistance({ ...pair, effectiveReference: rows.effectiveReference * times, effectiveCandidate: rows.effectiveCandidate * times }).law(margin, "most");
    if (Math.abs(distance - margin) > z * Math.sqrt(scale * (4 * margin + 2 * scale * df))) return Math.ceil(Math.min(rows.reference, rows.candidate) * (times - 1));
  }
  return null;
};
