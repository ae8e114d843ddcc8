import type { SelfComparison } from "../../core/domain/run.ts";
import type { DiagnosisInput } from "./diagnosis-input.ts";
import { clearExcess, type Rate } from "./excess-rate.ts";
import { bothRates, shareOf } from "./self-rates.ts";

export interface ArmExcess {
  readonly candidate: Rate;
  readonly reference: Rate;
  /** How far the candidate's rate lies above what its repeats and the reference show anyway. */
  readonly excess: number;
}

/**
 * Whether the candidate depends on an arm: its answers leave tolerance clearly more often than the reference's under the same arm and
 * than its own plain repeats. Without the second condition every random model would also be called dependent on everything.
 */
export const decideArm = (candidate: Rate, reference: Rate, candidateRepeat: Rate): ArmExcess | null => {
  // An arm that the reference was not asked is held against a reference that never moves.
  const over = clearExcess(candidate, reference.pairs === 0 ? { outside: 0, pairs: candidate.pairs } : reference);
  const overRepeat = clearExcess(candidate, candidateRepeat.pairs === 0 ? { outside: 0, pairs: candidate.pairs } : candidateRepeat);
  if (over === null || overRepeat === null) return null;
  return { candidate, reference, excess: Math.min(over, overRepeat) };
};

/** `decideArm` on what the run measured. */
export const armExcess = (input: DiagnosisInput, arm: SelfComparison["arm"], output: string): ArmExcess | null => {
  const { candidate, reference } = bothRates(input, arm, output);
  return decideArm(candidate, reference, bothRates(input, "repeat", output).candidate);
};

/** Share of the disagreement that a dependence of this size accounts for; of none, all of what there is to explain. */
export const explainedByArm = (excess: number, outside: number, pairs: number): number => (outside === 0 || pairs === 0 ? 1 : Math.min(1, (excess * pairs) / outside));

/** The four numbers behind the statement. */
export const armEvidence = (found: ArmExcess): Record<string, number> => ({
  candidateMoved: found.candidate.outside, candidateAsked: found.candidate.pairs, candidateShare: shareOf(found.candidate),
  referenceMoved: found.reference.outside, referenceAsked: found.reference.pairs,
});
