import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { type Band, bandAround } from "./bands.ts";
import { logOddsDifference } from "./log-odds.ts";
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

/**
 * A shift of log-odds below a hundredth moves no probability by more than 0.0025 (its slope is at most a quarter). A missing intercept, a
 * prior corrected twice or another class weight move far more; less is what is left of rounding near the ends of the scale.
 */
export const CONSTANT_LOG_ODDS = 0.01;

/** One or two pairs always share a median. */
export const CONSTANT_PAIRS = 3;

/** The pairs that share the constant must be this part of the pairs outside tolerance, or it explains another story. */
export const CONSTANT_ACCOUNTS = 0.5;

export interface ConstantShift {
  readonly scale: "raw" | "log-odds";
  readonly shift: number;
  readonly share: number;
  readonly band: Band;
}

/**
 * The shift most pairs share, on the scale that gathers more of them; null when they share none. `magnitude` is the largest value's,
 * `outside` the number of pairs outside tolerance that the shift must account for.
 */
export const decideConstant = (raw: Band | null, logit: Band | null, magnitude: number, roundoff: number, outside: number): ConstantShift | null => {
  const candidates = [
    { scale: "raw" as const, band: raw, least: CONSTANT_ROUNDINGS * roundoff * magnitude },
    { scale: "log-odds" as const, band: logit, least: CONSTANT_LOG_ODDS },
  ].flatMap(({ scale, band, least }) => {
    if (band === null || band.n < CONSTANT_PAIRS || Math.abs(band.median) <= least) return [];
    const share = band.inside / band.n;
    return share >= CONSTANT_SHARE && band.insideOutside > 0 && band.insideOutside >= CONSTANT_ACCOUNTS * outside ? [{ scale, shift: band.median, share, band }] : [];
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
  const logOdds = logOddsDifference(scope);
  const logit = logOdds === null ? null : await bandAround(engine, table, logOdds.sql, logOdds.condition, (median) => width(median, `${double(8 * roundoff)} * (1 / (a * (1 - a)) + 1 / (b * (1 - b)))`));
  const found = decideConstant(raw, logit, magnitude, roundoff, facts.finiteOutside);
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
