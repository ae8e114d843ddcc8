import type { Finding } from "../../../core/domain/finding.ts";
import type { SelfComparison } from "../../../core/domain/run.ts";
import { allowedOutsideShare, alpha } from "../../../core/judge/defaults.ts";
import { newcombe } from "../../../core/stats/newcombe.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { percent } from "../../../core/wording/percent.ts";

const depends: Record<SelfComparison["arm"], string> = {
  repeat: "gives different answers to the same input",
  batch: "answers differently depending on what else is in the request",
  serial: "answers differently when requests run side by side",
  shuffled: "answers differently when the columns come in another order",
  rounded: "amplifies the rounding of its inputs to float32",
};

const advice: Record<SelfComparison["arm"], string> = {
  repeat: "fix the seed, the inference mode and the thread count; compare the replicas one by one",
  batch: "look for anything fitted or padded per request: scalers, encoders, batch normalisation, pooling",
  serial: "look for state shared between requests; lock it or give each worker its own copy",
  shuffled: "order the columns by name before predicting, and reject rows whose names do not fit",
  rounded: "the model is ill-conditioned: remove collinear features or regularise it",
};

const share = ({ outside, pairs }: SelfComparison): number => (pairs === 0 ? 0 : outside / pairs);

/** Whether an arm moved more answers than merely asking again does. */
const beyondRepeats = (arm: SelfComparison, repeats: readonly SelfComparison[]): boolean => {
  const repeat = repeats.find(({ environment }) => environment === arm.environment);
  if (arm.outside === 0) return false;
  if (repeat === undefined || repeat.outside === 0) return true;
  return (newcombe({ k: arm.outside, n: arm.pairs }, { k: repeat.outside, n: repeat.pairs }, 1 - 2 * alpha).low ?? 0) > allowedOutsideShare;
};

/**
 * An environment against itself under a change that should not matter. A candidate that depends on it where its reference does not is a
 * failure of its own, whatever the values say; what both do, or only the reference, is a warning. An environment that answers at random moves
 * in every arm: what its repeats explain already is said once, of the repeats.
 */
export const selfFinding = (reference: SelfComparison, candidate: SelfComparison, names: { reference: string; candidate: string }, repeats: readonly SelfComparison[] = []): Finding | null => {
  if (!beyondRepeats(reference, repeats) && !beyondRepeats(candidate, repeats)) return null;
  const { arm, output } = candidate;
  const level = 1 - 2 * alpha;
  const measured = reference.pairs > 0 && candidate.pairs > 0;
  const interval = measured ? newcombe({ k: candidate.outside, n: candidate.pairs }, { k: reference.outside, n: reference.pairs }, level) : null;
  const worse = interval !== null && (interval.low ?? 0) > allowedOutsideShare;
  const who = worse ? names.candidate : reference.outside > 0 && candidate.outside > 0 ? "both environments" : candidate.outside > 0 ? names.candidate : names.reference;
  const verb = who === "both environments" ? depends[arm].replace(/^gives/, "give").replace(/^answers/, "answer").replace(/^amplifies/, "amplify") : depends[arm];
  return {
    id: `parity.${arm}/${output}`,
    check: arm === "repeat" ? "parity.noise" : `parity.${arm}`,
    subject: { kind: arm === "repeat" ? "noise" : "metamorphic", name: output, segment: null },
    verdict: worse ? "fail" : "warn",
    severity: worse ? "high" : "medium",
    mode: worse ? "enforce" : "warn",
    statement: `${who} ${verb}: ${output} moved on ${countOf(candidate.outside, "row")} of ${candidate.pairs.toLocaleString("en-US")} in ${names.candidate}${reference.pairs === 0 ? "" : `, on ${countOf(reference.outside, "row")} of ${reference.pairs.toLocaleString("en-US")} in ${names.reference}`}`,
    estimate: measured ? share(candidate) - share(reference) : null,
    unit: "difference of shares that moved",
    interval,
    margin: allowedOutsideShare,
    marginOrigin: "default",
    n: candidate.pairs,
    noiseFloor: measured ? share(reference) : null,
    reason: interval === null ? "it could be asked of one side only" : `the candidate's share is ${percent(interval.low ?? 0)} to ${percent(interval.high ?? 0)} above the reference's; at most ${percent(allowedOutsideShare)} is allowed`,
    action: advice[arm],
    needed: null,
    evidence: { candidateMoved: candidate.outside, referenceMoved: reference.outside, candidateLargest: candidate.maxAbsoluteDifference, referenceLargest: reference.maxAbsoluteDifference },
  };
};
