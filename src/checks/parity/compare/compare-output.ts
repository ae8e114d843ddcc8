import type { OutputComparison } from "../../../core/domain/comparison.ts";
import type { Engine } from "../../../ports/engine.ts";
import { classHistogramSql, foldClassHistogram } from "./class-histogram.ts";
import { finitePairsSql } from "./classified-sql.ts";
import { flipsOf, flipsSql } from "./flips.ts";
import { exactDistinct, momentsOf, momentsSql, rangeOf, rangeSql, scaleExponents } from "./moments.ts";
import { pairPlan, type PairPlan } from "./pair-plan.ts";
import type { OutputPairs } from "./pair-table.ts";
import { exactRankPairs, rankAgreementOf, rankAgreementSql } from "./rank-agreement.ts";
import { scoreBinsOf, scoreBinsSql } from "./score-bins.ts";
import { smallestTolerance } from "./smallest-tolerance.ts";
import { largestDifferencesSql, placedPair, type PlacedPair, withoutDifferenceSql } from "./worst-pairs.ts";

export interface OutputResult {
  readonly comparison: OutputComparison;
  readonly worst: readonly PlacedPair[];
}

export interface OutputOptions {
  readonly allowedShare: number;
  readonly worst: number;
  readonly signal?: AbortSignal;
}

type NumericParts = Pick<OutputComparison, "moments" | "rank" | "scoreBins">;

const noNumbers: NumericParts = { moments: null, rank: null, scoreBins: null };

/** Everything about one output: a handful of short passes over its two columns. */
export const compareOutput = async (engine: Engine, pairs: OutputPairs, options: OutputOptions): Promise<OutputResult> => {
  const { dialect } = engine;
  const { output } = pairs;
  const plan = pairPlan(dialect, output);
  const score = output.role === "score" && plan.numeric;
  const histogram = foldClassHistogram(await engine.query(classHistogramSql(dialect, plan, pairs), [], options.signal), score, plan.ulp !== null);
  const numbers = score ? await numericParts(engine, plan, pairs, histogram.pairs, options) : noNumbers;
  const flips = output.role === "decision" ? flipsOf(await engine.query(flipsSql(dialect, plan, pairs), [], options.signal)) : null;
  const worst = await worstOf(engine, plan, pairs, histogram.classes, options);
  const comparison: OutputComparison = {
    output: output.output,
    role: output.role,
    roleOrigin: output.roleOrigin,
    dtypeReference: output.reference?.dtype ?? "null",
    dtypeCandidate: output.candidate?.dtype ?? "null",
    tolerance: output.tolerance,
    ...histogram,
    ...numbers,
    smallestTolerance: smallestTolerance(histogram, options.allowedShare, numbers.moments?.maxAbsoluteDifference ?? null),
    flips,
  };
  return { comparison, worst };
};

const numericParts = async (engine: Engine, plan: PairPlan, pairs: OutputPairs, pairCount: number, { signal }: OutputOptions): Promise<NumericParts> => {
  const finite = finitePairsSql(engine.dialect, pairs.output, plan, pairs.columns, pairs.from);
  const range = rangeOf((await engine.query(rangeSql(finite), [], signal))[0]);
  if (range === null) return noNumbers;
  const exponents = scaleExponents(range);
  const [row] = await engine.query(momentsSql(engine.dialect, finite, exponents), [], signal);
  const [ranks] = await engine.query(rankAgreementSql(finite), [], signal);
  const bins = await engine.query(scoreBinsSql(engine.dialect, finite, range), [], signal);
  return {
    moments: row === undefined ? null : await exactDistinct(engine, finite, momentsOf(range, row, exponents), signal),
    rank: rankAgreementOf(ranks, pairCount > exactRankPairs),
    scoreBins: scoreBinsOf(bins, range),
  };
};

const worstOf = async (engine: Engine, plan: PairPlan, pairs: OutputPairs, classes: OutputComparison["classes"], options: OutputOptions): Promise<readonly PlacedPair[]> => {
  const { dialect } = engine;
  const outsideWithoutDifference = classes["one-sided-error"] + classes.missing + classes.extra + classes.shape + classes.dtype + classes["non-finite"] + (plan.numeric ? 0 : classes.value);
  const differing = plan.numeric ? classes.value + classes.within : 0;
  // Half of the places are kept for pairs that have no difference to be ordered by, where both kinds compete.
  const without = Math.min(outsideWithoutDifference, Math.max(Math.ceil(options.worst / 2), options.worst - differing));
  const rows = [
    ...(without > 0 ? await engine.query(withoutDifferenceSql(dialect, plan, pairs, without), [], options.signal) : []),
    ...(differing > 0 && options.worst > without ? await engine.query(largestDifferencesSql(dialect, plan, pairs, options.worst - without), [], options.signal) : []),
  ];
  return rows.map((row) => placedPair(pairs.output.output, row));
};
