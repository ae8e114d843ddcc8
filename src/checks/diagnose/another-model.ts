import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { countOrZero, numberOrNull } from "./cell-number.ts";
import { EXCESS_SHARE } from "./excess-rate.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import { medianSql } from "./quantile-sql.ts";
import { bothRates, shareOf } from "./self-rates.ts";
import { sighting, type Sighting } from "./sighting.ts";

/**
 * A pair moves well beyond tolerance from a twentieth of the reference's spread on. Reduced precision stays below it (bfloat16 keeps 0.4 %,
 * int8 one or two per cent), other kernels far below; models of one task that were fitted otherwise differ by a tenth and more.
 */
export const MODEL_SPREAD = 0.05;

/** ... and from three tolerances on: where people agreed on a wide one, a little more than that is no other model. */
export const MODEL_TOLERANCES = 3;

/** Share of the pairs that must move so far: a model has one set of weights, and few rows do not feel them. */
export const MODEL_SHARE = 0.5;

/** With fewer pairs no shape can be ruled out. */
export const MODEL_PAIRS = 30;

/** What was found beside it may account for no more than this, such as NaN on a few rows. */
export const MODEL_BESIDE = 0.2;

/** A conclusion by exclusion accounts for half at most. */
export const MODEL_EXPLAINS = 0.5;

export interface ModelCounts {
  readonly finite: number;
  /** Pairs moved by `MODEL_SPREAD` of the spread and by `MODEL_TOLERANCES` tolerances. */
  readonly moved: number;
  readonly distinctReference: number;
  /** How often each side left its own first answer when asked again; 0 where nothing was asked twice. */
  readonly candidateWavers: number;
  readonly referenceWavers: number;
  /** The most that anything found so far accounts for. */
  readonly explained: number;
}

/** Whether what is left after all other patterns is another model. */
export const decideModel = (c: ModelCounts): boolean =>
  c.finite >= MODEL_PAIRS && c.distinctReference >= 3 && c.moved >= MODEL_SHARE * c.finite && c.candidateWavers <= EXCESS_SHARE && c.referenceWavers <= EXCESS_SHARE && c.explained <= MODEL_BESIDE;

/** MODEL: most pairs move far, steadily, and no row, number, shape or input accounts for it. Only asked after all other patterns. */
export const findAnotherModel = async (scope: OutputScope, explained: number): Promise<Sighting | null> => {
  const { engine, table, comparison, facts, input } = scope;
  if (!isScore(scope)) return null;
  const { countIf, double } = engine.dialect;
  const tolerance = comparison.tolerance === null ? "0" : `${double(MODEL_TOLERANCES)} * (${double(comparison.tolerance.absolute)} + ${double(comparison.tolerance.relative)} * abs(a))`;
  const row = (await engine.query(`select ${countIf(`outside and abs(b - a) >= greatest(${double(MODEL_SPREAD * facts.sdReference)}, ${tolerance})`)} as moved,
    ${medianSql(table, "abs(b - a)", "a is not null and b is not null")} as size from ${table} where a is not null and b is not null`))[0] ?? {};
  const repeats = bothRates(input, "repeat", comparison.output);
  const counts: ModelCounts = { finite: facts.finite, moved: countOrZero(row["moved"]), distinctReference: facts.distinctReference, candidateWavers: shareOf(repeats.candidate), referenceWavers: shareOf(repeats.reference), explained };
  if (!decideModel(counts)) return null;
  const size = numberOrNull(row["size"]) ?? 0;
  const askedTwice = repeats.candidate.pairs > 0;
  return sighting({
    code: "MODEL",
    output: comparison.output,
    statement: `${comparison.output} looks like another model's: it moves on ${percent(facts.finiteOutside / facts.finite)} of the pairs, by ${shortNumber(size)} at the median (${percent(size / facts.sdReference)} of its spread), ${askedTwice ? "steadily, " : ""}and no kind of row${scope.features.length === 0 ? "" : ", no input"} and no common shift accounts for it`,
    explains: (MODEL_EXPLAINS * facts.finiteOutside) / Math.max(1, facts.outside),
    evidence: { moved: counts.moved, pairs: facts.finite, medianMove: size, sdReference: facts.sdReference, spearman: facts.spearman, marginalDistance: facts.marginalDistance, askedTwice, inputsLookedAt: scope.features.length },
  });
};
