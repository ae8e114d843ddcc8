import type { Interval } from "../domain/interval.ts";
import type { Verdict } from "../domain/verdict.ts";
import { clopperPearson, shareLowerBound, shareUpperBound } from "../stats/clopper-pearson.ts";
import { normalQuantile } from "../stats/distributions.ts";
import { pairedShareDifference } from "../stats/paired-share-difference.ts";
import { pairsNeeded } from "../stats/pairs-needed.ts";
import { countOf } from "../wording/count-of.ts";
import { percent } from "../wording/percent.ts";
import { alpha, fewestPairs, highestUsableNoiseFloor } from "./defaults.ts";

/** Where each pair stands when the reference was asked twice: against the candidate, and against itself. */
export interface RepeatCounts {
  readonly pairs: number;
  /** Outside tolerance against the candidate but not against the reference's own repeat. */
  readonly onlyCandidate: number;
  /** Outside tolerance against the reference's own repeat but not against the candidate. */
  readonly onlyRepeat: number;
  /** Outside tolerance against both. */
  readonly both: number;
}

export interface ShareEvidence {
  readonly pairs: number;
  readonly outside: number;
  /** Null where the reference could not be asked twice. */
  readonly repeat: RepeatCounts | null;
  /** Pairs of the candidate's own repeats that disagreed; null where it could not be asked twice. */
  readonly candidateChanged: number | null;
  readonly margin: number;
  readonly claim: "these-inputs" | "inputs-like-these";
  /** How many outputs are judged together; the failing side is held to alpha / family. */
  readonly family: number;
}

export interface ShareJudgement {
  readonly verdict: Extract<Verdict, "pass" | "fail" | "inconclusive">;
  /** Share outside tolerance beyond the reference's own disagreement with itself. */
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly noiseFloor: number | null;
  readonly needed: number | null;
  readonly reason: string;
}

const threeStates = (low: number, high: number, margin: number): ShareJudgement["verdict"] =>
  high <= margin ? "pass" : low > margin ? "fail" : "inconclusive";

/**
 * Parity as a question of equivalence: is the share of pairs outside tolerance, beyond the reference's own noise, at most the margin?
 *
 * On *these inputs* the inputs are fixed and only repeats are random. Where both sides repeat themselves exactly the share is
 * known, not estimated. Where the reference does not, the excess P(A≠B) - P(A≠A') has a score interval from the paired counts.
 * On *inputs like these* the inputs are a sample and the exact binomial bounds apply.
 */
export const judgeShare = (evidence: ShareEvidence): ShareJudgement => {
  const { pairs, outside, repeat, margin, family } = evidence;
  if (pairs === 0) return nothing("no pair could be compared", null);

  const noiseFloor = repeat === null || repeat.pairs === 0 ? null : (repeat.onlyRepeat + repeat.both) / repeat.pairs;
  if (noiseFloor !== null && noiseFloor > highestUsableNoiseFloor) {
    return {
      ...nothing(`the reference disagrees with itself on ${percent(noiseFloor)} of its own repeats; above ${percent(highestUsableNoiseFloor)} too few pairs are left in which a difference could show`, noiseFloor),
      estimate: outside / pairs,
    };
  }

  const judged = boundsOf(evidence, noiseFloor);
  const verdict = threeStates(judged.low, judged.high, margin);
  const base = { estimate: judged.estimate, interval: judged.interval, noiseFloor };
  if (verdict === "pass" && pairs < fewestPairs) {
    return { ...base, verdict: "inconclusive", needed: fewestPairs - pairs, reason: `${countOf(pairs, "pair")} ${pairs === 1 ? "is" : "are"} too few to pass on: at least ${fewestPairs} are needed` };
  }
  const compared = judged.exact
    ? `${percent(judged.estimate)} outside tolerance against at most ${percent(margin)} allowed; known exactly on these inputs, ${noiseFloor === null ? "repeats were not measured" : "both sides repeat themselves"}`
    : `${interval(judged.low, judged.high)} against at most ${percent(margin)} allowed (${judged.interval.method})`;
  return { ...base, verdict, needed: verdict === "inconclusive" ? neededFor(evidence) : null, reason: family > 1 && !judged.exact ? `${compared}; failing held to ${alpha}/${family}` : compared };
};

interface Bounds {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly interval: Interval;
  readonly exact: boolean;
}

const boundsOf = ({ pairs, outside, repeat, candidateChanged, claim, family }: ShareEvidence, noiseFloor: number | null): Bounds => {
  const level = 1 - 2 * alpha;
  if (noiseFloor !== null && noiseFloor > 0 && repeat !== null) {
    const estimate = (repeat.onlyCandidate - repeat.onlyRepeat) / repeat.pairs;
    const inner = pairedShareDifference({ pairs: repeat.pairs, onlyFirst: repeat.onlyCandidate, onlySecond: repeat.onlyRepeat }, level);
    const outer = pairedShareDifference({ pairs: repeat.pairs, onlyFirst: repeat.onlyCandidate, onlySecond: repeat.onlyRepeat }, 1 - (2 * alpha) / family);
    const low = outer.low ?? -1;
    const high = inner.high ?? 1;
    return { estimate, low, high, exact: false, interval: { low, high, level, method: "paired score interval (Tango) of the excess over the reference's own repeats" } };
  }
  const estimate = outside / pairs;
  const deterministic = candidateChanged === null || candidateChanged === 0;
  if (claim === "these-inputs" && deterministic) {
    return { estimate, low: estimate, high: estimate, exact: true, interval: { low: estimate, high: estimate, level: 1, method: "known exactly on these inputs" } };
  }
  const low = shareLowerBound(outside, pairs, 1 - alpha / family);
  const high = shareUpperBound(outside, pairs, 1 - alpha);
  return { estimate, low, high, exact: false, interval: { low, high, level, method: clopperPearson(outside, pairs, level).method } };
};

const neededFor = ({ pairs, outside, margin, repeat }: ShareEvidence): number | null => {
  if (repeat !== null && repeat.onlyRepeat + repeat.both > 0) {
    // The half-width shrinks with the square root of n: so many pairs until the discordant share alone would fit the margin.
    const discordant = (repeat.onlyCandidate + repeat.onlyRepeat) / repeat.pairs;
    const excess = Math.max(0, (repeat.onlyCandidate - repeat.onlyRepeat) / repeat.pairs);
    if (excess >= margin) return null;
    const z = normalQuantile(1 - alpha);
    return Math.max(1, Math.ceil((z * z * discordant) / (margin - excess) ** 2) - pairs);
  }
  return pairsNeeded(outside, pairs, margin, 1 - alpha);
};

const nothing = (reason: string, noiseFloor: number | null): ShareJudgement => ({ verdict: "inconclusive", estimate: null, interval: null, noiseFloor, needed: null, reason });

const interval = (low: number, high: number): string => `between ${percent(low)} and ${percent(high)}`;
