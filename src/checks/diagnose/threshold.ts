import { countOf } from "../../core/wording/count-of.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { countOrZero, numberOrNull } from "./cell-number.ts";
import type { OutputScope } from "./output-scope.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** Nine of ten flips must be what the other threshold would have decided on the candidate's own score. */
export const THRESHOLD_EXPLAINS = 0.9;

/** Fewer flips leave the place of the threshold open. */
export const THRESHOLD_FLIPS = 3;

/** Where one environment cuts a score: the highest score that got the lower decision and the lowest that got the higher one. */
export interface Cut {
  readonly below: number;
  readonly above: number;
}

/** A number with as few digits as possible between two bounds, themselves included: 0.4 for 0.397 and 0.412. Thresholds are written by people. */
export const simplestBetween = (low: number, high: number): number => {
  for (let digits = 0; digits <= 15; digits += 1) {
    const step = 10 ** -digits;
    const least = Math.ceil(low / step);
    const most = Math.floor(high / step);
    if (most < least) continue;
    const middle = (low + high) / 2 / step;
    return Number((Math.min(most, Math.max(least, Math.round(middle))) * step).toFixed(digits));
  }
  return (low + high) / 2;
};

/** The two thresholds, when the two cuts leave a gap between them and are told apart by it; null when one threshold fits both. */
export const decideThresholds = (reference: Cut, candidate: Cut): { readonly reference: number; readonly candidate: number } | null => {
  // A cut whose two sides overlap was not made on this score.
  if (reference.below > reference.above || candidate.below > candidate.above) return null;
  const apart = reference.above <= candidate.below || candidate.above <= reference.below;
  return apart ? { reference: simplestBetween(reference.below, reference.above), candidate: simplestBetween(candidate.below, candidate.above) } : null;
};

const cutOf = async (scope: OutputScope, paired: string, side: "a" | "b", low: string, high: string): Promise<Cut | null> => {
  const { engine } = scope;
  const { literal } = engine.dialect;
  const row = (await engine.query(`select max(case when d_${side} = ${literal(low)} then s_${side} end) as below, min(case when d_${side} = ${literal(high)} then s_${side} end) as above from ${paired}`))[0] ?? {};
  const [below, above] = [numberOrNull(row["below"]), numberOrNull(row["above"])];
  return below === null || above === null ? null : { below, above };
};

/** Flips that the other threshold accounts for, and the band of the candidate's score they lie in. */
interface FlipCounts {
  readonly flips: number;
  readonly explained: number;
  /** Rows whose score moved, flipped or not. */
  readonly moved: number;
  readonly low: number;
  readonly high: number;
}

/** THRESH: the scores agree and the decisions flip inside a band of them. `scores` are the scopes of outputs that may be the decision's score. */
export const findThreshold = async (decision: OutputScope, scores: readonly OutputScope[]): Promise<Sighting | null> => {
  const { engine, table, comparison, facts, input } = decision;
  const { countIf, double, literal } = engine.dialect;
  if (comparison.role !== "decision" || facts.outside < THRESHOLD_FLIPS) return null;
  const values = (await engine.query(`select v from (select a_text as v from ${table} union select b_text from ${table}) as seen where v is not null limit 3`)).map((row) => String(row["v"]));
  if (values.length !== 2) return null;
  let best: Sighting | null = null;
  for (const score of scores) {
    const paired = `(select d.key, d.outside as flipped, d.a_text as d_a, d.b_text as d_b, s.a as s_a, s.b as s_b, s.outside as moved from ${table} as d join ${score.table} as s on s.key = d.key where d.a_text is not null and d.b_text is not null and s.a is not null and s.b is not null) as paired`;
    const means = (await engine.query(`select d_a as v, avg(s_a) as m from ${paired} group by d_a order by m`)).map((row) => String(row["v"]));
    const [low, high] = means.length === 2 ? [means[0] ?? "", means[1] ?? ""] : [values[0] ?? "", values[1] ?? ""];
    const [reference, candidate] = [await cutOf(decision, paired, "a", low, high), await cutOf(decision, paired, "b", low, high)];
    const found = reference === null || candidate === null ? null : decideThresholds(reference, candidate);
    if (found === null || reference === null || candidate === null) continue;
    const asReference = `(case when s_b > ${double(reference.below)} then ${literal(high)} else ${literal(low)} end = d_a)`;
    const countsOf = async (flipped: string): Promise<FlipCounts | null> => {
      const row = (await engine.query(`select ${countIf(flipped)} as flips, ${countIf(`${flipped} and ${asReference}`)} as explained, ${countIf("moved")} as moved,
        min(case when ${flipped} then s_b end) as band_low, max(case when ${flipped} then s_b end) as band_high from ${paired}`))[0] ?? {};
      const [flips, explained] = [countOrZero(row["flips"]), countOrZero(row["explained"])];
      const telling = flips >= THRESHOLD_FLIPS && explained >= THRESHOLD_EXPLAINS * flips;
      return telling ? { flips, explained, moved: countOrZero(row["moved"]), low: numberOrNull(row["band_low"]) ?? 0, high: numberOrNull(row["band_high"]) ?? 0 } : null;
    };
    // Where another cause moves some of the scores as well, the threshold is told from the rows whose score stayed.
    const counts = (await countsOf("flipped")) ?? (await countsOf("(flipped and not moved)"));
    if (counts === null) continue;
    const { flips, explained, low: from, high: to } = counts;
    const rows = `${score.comparison.output} from ${shortNumber(from)} to ${shortNumber(to)}`;
    const agreed = input.threshold === null ? "" : `; ${shortNumber(input.threshold)} was agreed`;
    const next = sighting({
      code: "THRESH",
      output: comparison.output,
      rows,
      statement: `${comparison.output} flips on ${countOf(flips, "row")}, all with ${rows}: ${input.reference.environment} seems to decide at ${shortNumber(found.reference)}, ${input.candidate.environment} at ${shortNumber(found.candidate)}${agreed}`,
      explains: explained / Math.max(1, facts.outside),
      evidence: {
        score: score.comparison.output, flips, explained, scoresOutside: counts.moved, bandLow: from, bandHigh: to,
        thresholdReference: found.reference, thresholdCandidate: found.candidate, referenceBelow: reference.below, referenceAbove: reference.above,
        candidateBelow: candidate.below, candidateAbove: candidate.above, agreed: input.threshold,
      },
      explainedRows: "outside",
    });
    if (best === null || next.pattern.explains > best.pattern.explains) best = next;
  }
  return best;
};

