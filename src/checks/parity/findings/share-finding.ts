import type { OutputComparison } from "../../../core/domain/comparison.ts";
import type { Finding } from "../../../core/domain/finding.ts";
import { judgeShare, type RepeatCounts } from "../../../core/judge/judge-share.ts";
import { tostPaired } from "../../../core/stats/tost.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { percent } from "../../../core/wording/percent.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import { alpha, fewestPairs, widestSuggestedTolerance } from "../../../core/judge/defaults.ts";
import { valuedPairs } from "./valued-pairs.ts";

export interface ShareFindingInput {
  readonly comparison: OutputComparison;
  readonly reference: string;
  readonly candidate: string;
  readonly repeat: RepeatCounts | null;
  readonly candidateChanged: number | null;
  readonly margin: number;
  readonly marginOrigin: "agreed" | "default";
  readonly claim: "these-inputs" | "inputs-like-these";
  readonly family: number;
  /** Whether some output of the run holds values enough to pass on; without one nothing was seen of the models. */
  readonly someValues: boolean;
}

/** One output's conclusion: the share of pairs outside tolerance, the reference's own noise taken off. */
export const shareFinding = (input: ShareFindingInput): Finding => {
  const { comparison, margin, marginOrigin } = input;
  // Pairs in which neither side answered say nothing about this output.
  const pairs = comparison.pairs - comparison.classes["both-error"];
  const share = judgeShare({ pairs, outside: comparison.outside, repeat: input.repeat, candidateChanged: input.candidateChanged, margin, claim: input.claim, family: input.family });
  const valued = valuedPairs(comparison);
  const empty = share.verdict === "pass" && (valued === 0 || (!input.someValues && valued < fewestPairs));
  const judged = empty ? { ...share, verdict: "inconclusive" as const, needed: null, reason: `agreeing on null or NaN shows nothing of the model; at least ${fewestPairs} pairs with a value are needed` } : share;
  const decision = comparison.role === "decision";
  return {
    id: `parity.${comparison.role}/${comparison.output}`,
    check: `parity.${comparison.role}`,
    subject: { kind: decision ? "decision" : "output", name: comparison.output, segment: null },
    verdict: judged.verdict,
    severity: judged.verdict === "pass" ? "info" : decision ? "critical" : "high",
    // Beside outputs that have values, one that is always null is an optional field; a score that never is a number is worth a look.
    mode: !empty || !input.someValues ? "enforce" : comparison.role === "score" ? "warn" : "observe",
    statement: empty ? `${comparison.output} holds ${valued === 0 ? "no value" : `a value in only ${countOf(valued, "pair")}`} on both sides (null or NaN in ${(pairs - valued).toLocaleString("en-US")} of ${countOf(pairs, "pair")})` : statementOf(input, pairs),
    estimate: judged.estimate,
    unit: "share of pairs outside tolerance",
    interval: judged.interval,
    margin,
    marginOrigin,
    n: pairs,
    noiseFloor: judged.noiseFloor,
    reason: judged.reason,
    action: empty ? `look why both sides give no value for ${comparison.output}` : actionOf(judged.verdict, comparison, input.candidate, judged.needed),
    needed: judged.needed,
    evidence: {
      outside: comparison.outside,
      ...comparison.classes,
      tolerance: comparison.tolerance === null ? "exact" : `${comparison.tolerance.mode}: absolute ${comparison.tolerance.absolute}, relative ${comparison.tolerance.relative}`,
      toleranceOrigin: comparison.tolerance?.origin ?? null,
      smallestTolerance: comparison.smallestTolerance,
      ...meanDifference(comparison),
    },
  };
};

/** The second view: is the mean difference inside the tolerance? It is shown and never rescues a failing share. */
const meanDifference = ({ moments, tolerance }: OutputComparison): Record<string, number | boolean | null> => {
  if (moments === null || moments.pairs < 2 || moments.meanDifference === null || moments.sdDifference === null) return {};
  const marginOfMean = tolerance === null ? 0 : tolerance.absolute;
  const test = tostPaired({ n: moments.pairs, mean: moments.meanDifference, sd: moments.sdDifference, margin: marginOfMean, alpha });
  return { meanDifference: moments.meanDifference, meanDifferenceLow: test.interval.low, meanDifferenceHigh: test.interval.high, meanEquivalent: test.equivalent };
};

const statementOf = ({ comparison, reference, candidate }: ShareFindingInput, pairs: number): string => {
  const { output, outside, role, moments, classes } = comparison;
  if (pairs === 0) return `${output}: no pair could be compared`;
  if (outside === 0) {
    if (classes.within === 0) return `${output} is identical on all ${countOf(pairs, "pair")}`;
    const largest = moments?.maxAbsoluteDifference ?? null;
    return `${output} agrees on all ${countOf(pairs, "pair")}${largest === null ? "" : ` (largest difference ${shortNumber(largest)})`}`;
  }
  const share = `${outside.toLocaleString("en-US")} of ${countOf(pairs, "pair")} (${percent(outside / pairs)})`;
  if (classes.missing === outside) return `${output} is missing from ${candidate} on ${share}`;
  if (classes.extra === outside) return `${output} is given by ${candidate} but not by ${reference} on ${share}`;
  if (classes["one-sided-error"] === outside) return `${output}: only one of ${reference} and ${candidate} answers on ${share}`;
  if (classes["non-finite"] === outside) return `${output} is NaN or infinite on one side only on ${share}`;
  if (role === "decision") return `${output} is decided differently on ${share}`;
  if (role === "text") return `${output} reads differently on ${share}`;
  const size = moments?.maxAbsoluteDifference;
  return `${output} differs beyond tolerance on ${share}${size === null || size === undefined ? "" : `, by up to ${shortNumber(size)}`}`;
};

const actionOf = (verdict: Finding["verdict"], { output, smallestTolerance, moments }: OutputComparison, candidate: string, needed: number | null): string => {
  if (verdict === "pass") return "nothing to do";
  if (verdict === "inconclusive") return needed === null ? `make the reference repeatable (seeds, threads, precision), or agree on a wider tolerance for ${output}` : `ask ${countOf(needed, "more input")}`;
  const small = smallestTolerance !== null && smallestTolerance <= widestSuggestedTolerance * (moments?.sdReference ?? 0);
  const widen = !small ? "" : `; only if that size is harmless, agree on --tolerance '${output}:abs=${roundedUp(smallestTolerance)}'`;
  return `find out why ${candidate} differs in ${output} before promoting it${widen}`;
};

/** Two digits, never less than the number: what is agreed on should read like an agreement. */
const roundedUp = (value: number): number => {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit) * unit).toPrecision(2));
};
