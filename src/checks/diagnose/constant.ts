import { isFloat } from "../../core/domain/dtype.ts";
import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { type Band, bandAround } from "./bands.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** Differences count as one constant within 1 % of it: wide enough for rounded outputs, and a smooth spread rarely has half its mass there. */
export const CONSTANT_BAND = 0.01;

/** Half of all pairs must share the constant: then the median is the constant, and a fault in a minority of rows cannot hide or fake it. */
export const CONSTANT_SHARE = 0.5;

/** A shift below a thousand roundings of the output's dtype is rounding, not a constant. */
export const CONSTANT_ROUNDINGS = 1000;

/** Unit roundoff of the two float types, 2^-53 and 2^-24. */
export const unitRoundoff = (dtypes: readonly string[]): number => (dtypes.includes("float32") || dtypes.includes("float16") ? 2 ** -24 : 2 ** -53);

/** Log-odds lose their digits near 0 and 1; scores nearer than this are left out on that scale. */
export const LOGIT_MARGIN = 1e-6;

export interface ConstantShift {
  readonly scale: "raw" | "log-odds";
  readonly shift: number;
  readonly share: number;
  readonly band: Band;
}

/** The shift most pairs share, on the scale that gathers more of them; null when they share none. `magnitude` is the largest value's. */
export const decideConstant = (raw: Band | null, logit: Band | null, magnitude: number, roundoff: number): ConstantShift | null => {
  const candidates = [
    { scale: "raw" as const, band: raw, least: CONSTANT_ROUNDINGS * roundoff * magnitude },
    { scale: "log-odds" as const, band: logit, least: CONSTANT_ROUNDINGS * roundoff },
  ].flatMap(({ scale, band, least }) => {
    if (band === null || band.n === 0 || Math.abs(band.median) <= least) return [];
    const share = band.inside / band.n;
    return share >= CONSTANT_SHARE && band.insideOutside > 0 ? [{ scale, shift: band.median, share, band }] : [];
  });
  return candidates.sort((x, y) => y.share - x.share)[0] ?? null;
};

/** CONST: the candidate differs from the reference by one constant, in value or in log-odds. */
export const findConstant = async (scope: OutputScope): Promise<Sighting | null> => {
  const { engine, table, facts, comparison } = scope;
  if (!isScore(scope) || facts.distinctReference < 3) return null;
  const { double } = engine.dialect;
  const roundoff = unitRoundoff([comparison.dtypeReference, comparison.dtypeCandidate]);
  const magnitude = Math.max(Math.abs(facts.minReference), Math.abs(facts.maxReference), Math.abs(facts.minCandidate), Math.abs(facts.maxCandidate));
  const width = (median: number, rounding: string): string => `${double(CONSTANT_BAND * Math.abs(median))} + ${rounding}`;
  const raw = await bandAround(engine, table, "(b - a)", "a is not null and b is not null", (median) => width(median, double(8 * roundoff * magnitude)));
  const probabilities = isFloat(comparison.dtypeReference) && facts.minReference >= 0 && facts.maxReference <= 1 && facts.minCandidate >= 0 && facts.maxCandidate <= 1;
  const inner = ["a", "b"].map((v) => `${v} > ${double(LOGIT_MARGIN)} and ${v} < ${double(1 - LOGIT_MARGIN)}`).join(" and ");
  const logitDifference = "(ln(b / (1 - b)) - ln(a / (1 - a)))";
  // The guard stays inside the expression: an engine may compute it for rows that the condition drops.
  const guarded = `(case when ${inner} then ${logitDifference} end)`;
  const logit = probabilities ? await bandAround(engine, table, guarded, inner, (median) => width(median, `${double(8 * roundoff)} * (1 / (a * (1 - a)) + 1 / (b * (1 - b)))`)) : null;
  const found = decideConstant(raw, logit, magnitude, roundoff);
  if (found === null) return null;
  const size = shortNumber(found.shift);
  const by = found.shift > 0 ? `+${size}` : size;
  return sighting({
    code: "CONST",
    form: found.scale,
    output: comparison.output,
    statement:
      found.scale === "raw"
        ? `${comparison.output} is shifted by ${by} on ${percent(found.share)} of the pairs`
        : `${comparison.output} is shifted by ${by} in log-odds on ${percent(found.share)} of the pairs: the odds are multiplied by ${shortNumber(Math.exp(found.shift))}`,
    explains: found.band.insideOutside / Math.max(1, facts.outside),
    evidence: { scale: found.scale, shift: found.shift, share: found.share, pairs: found.band.n },
    explainedRows: found.band.rows,
  });
};
