import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { type Band, bandAround } from "./bands.ts";
import { unitRoundoff } from "./constant.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** Ratios count as one within 1 % of their distance from 1: the same bar as for a constant difference. */
export const RATIO_BAND = 0.01;

/** Half of all pairs must share the ratio, so that its median is it. */
export const RATIO_SHARE = 0.5;

/** A ratio nearer to 1 than a thousand roundings is rounding. */
export const RATIO_ROUNDINGS = 1000;

/** Ratios that have a name, and how near the median must come: a known unit is exact, a measured ratio carries output rounding. */
export const RATIO_NAME_TOLERANCE = 0.002;

/** Conversions that go wrong in practice, as factors of the candidate over the reference; each also counts upside down. */
const named: readonly { readonly factor: number; readonly means: string }[] = [
  { factor: 1000, means: "a factor of a thousand: milli- against whole units, or seconds against milliseconds" },
  { factor: 100, means: "a factor of a hundred: percent against share, or cents against whole money" },
  { factor: 10, means: "a factor of ten" },
  { factor: 255, means: "255: bytes against the range 0 to 1" },
  { factor: 1e6, means: "a factor of a million: micro- against whole units" },
  { factor: 1e9, means: "a factor of a thousand million: nanoseconds against seconds" },
  { factor: 60, means: "60: minutes against seconds or hours" },
  { factor: 3600, means: "3,600: seconds against hours" },
  { factor: 24, means: "24: hours against days" },
  { factor: 2, means: "a factor of two: counted twice, or a window of half the length" },
  { factor: Math.LN2, means: "ln 2: logarithms to base 2 against natural ones" },
  { factor: Math.LN10, means: "ln 10: logarithms to base 10 against natural ones" },
];

/** What a constant ratio usually is; null when it has no name. `n` tries n/(n-1) and its root for averages over n. */
export const nameOfRatio = (ratio: number, n: number): string | null => {
  const near = (value: number): boolean => Math.abs(ratio / value - 1) <= RATIO_NAME_TOLERANCE * Math.min(1, Math.abs(value - 1));
  if (near(-1)) return "the opposite sign";
  const sign = ratio < 0 ? -1 : 1;
  for (const { factor, means } of named) if (near(sign * factor) || near(sign / factor)) return sign < 0 ? `${means}, with the opposite sign` : means;
  const correction = n > 1 ? n / (n - 1) : 1;
  for (const [value, means] of [[correction, "n/(n-1)"], [Math.sqrt(correction), "the root of n/(n-1)"]] as const)
    if (Math.abs((ratio - 1) / (value - 1) - 1) <= RATIO_BAND || Math.abs((1 / ratio - 1) / (value - 1) - 1) <= RATIO_BAND) return `${means} for n = ${n}: a variance divided by n on one side and by n-1 on the other`;
  return null;
};

/** The share of pairs with one ratio, when most have it and it is not 1; null otherwise. */
export const decideRatio = (band: Band | null, roundoff: number): { readonly ratio: number; readonly share: number } | null => {
  if (band === null || band.n === 0 || band.insideOutside === 0) return null;
  if (Math.abs(band.median - 1) <= RATIO_ROUNDINGS * roundoff || band.median === 0) return null;
  const share = band.inside / band.n;
  return share >= RATIO_SHARE ? { ratio: band.median, share } : null;
};

/** RATIO: the candidate is the reference times one factor. */
export const findRatio = async (scope: OutputScope): Promise<Sighting | null> => {
  const { engine, table, facts, comparison } = scope;
  if (!isScore(scope) || facts.distinctReference < 3) return null;
  const { double } = engine.dialect;
  const roundoff = unitRoundoff([comparison.dtypeReference, comparison.dtypeCandidate]);
  const condition = "a is not null and b is not null and a <> 0";
  const band = await bandAround(engine, table, "(b / nullif(a, 0))", condition, (median) => double(RATIO_BAND * Math.abs(median - 1) + 8 * roundoff * Math.abs(median)));
  const found = decideRatio(band, roundoff);
  if (band === null || found === null) return null;
  const name = nameOfRatio(found.ratio, facts.pairs);
  const size = Math.abs(found.ratio - 1) < 0.05 ? String(Number(found.ratio.toPrecision(7))) : shortNumber(found.ratio);
  return sighting({
    code: "RATIO",
    output: comparison.output,
    statement: `${comparison.output} is ${size} times the reference's on ${percent(found.share)} of the pairs${name === null ? "" : ` (${name})`}`,
    explains: band.insideOutside / Math.max(1, facts.outside),
    evidence: { ratio: found.ratio, share: found.share, pairs: band.n, name },
    explainedRows: band.rows,
  });
};
