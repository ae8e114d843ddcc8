import { deriveDecisions, type DerivedDecision } from "../../checks/parity/decision/derived-decisions.ts";
import type { OutputSpec } from "../../checks/parity/compare/output-spec.ts";
import type { OutputProfile } from "../../checks/parity/relation/inspect-outputs.ts";
import { deriveTolerance } from "../../checks/parity/tolerance/derive-tolerance.ts";
import type { SelfComparison } from "../../core/domain/run.ts";
import type { Tolerance } from "../../core/domain/tolerance.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { CheckOptions } from "./check-options.ts";

/** Nothing but equal values; what self-comparisons are measured under before there is a tolerance. */
const exact: Tolerance = { mode: "additive", absolute: 0, relative: 0, origin: "derived", why: "exact" };

/** Each output with its role, compared exactly. */
export const exactSpecs = (profiles: readonly OutputProfile[]): OutputSpec[] =>
  profiles.map(({ output, role }) => ({ output, role, roleOrigin: "guessed", tolerance: role === "score" ? exact : null }));

/** Decisions that follow from the scores, beside those that the environments write. */
export const decisionsFor = (profiles: readonly OutputProfile[], options: CheckOptions): DerivedDecision[] =>
  deriveDecisions(
    profiles.filter(({ role }) => role === "score").map(({ output, dtypeReference, spread }) => ({ output, dtype: dtypeReference, min: spread?.min ?? null, max: spread?.max ?? null })),
    options.threshold,
    profiles.some(({ role }) => role === "decision"),
  );

export const decisionSpecs = (decisions: readonly DerivedDecision[]): OutputSpec[] => decisions.map(({ name, origin }) => ({ output: name, role: "decision", roleOrigin: origin, tolerance: null }));

/** The agreed tolerance of each score, or one derived from what the reference showed of itself. LS207 for one that names no score. */
export const withTolerances = (profiles: readonly OutputProfile[], self: readonly SelfComparison[], options: CheckOptions): OutputSpec[] => {
  const scores = profiles.filter(({ role }) => role === "score").map(({ output }) => output);
  for (const { output } of options.tolerance) {
    if (output !== null && !scores.includes(output)) throw new LockstepError("LS207", { message: `a tolerance was given for ${output}, which is no score; the scores are ${listOf(scores)}`, place: "--tolerance" });
  }
  return profiles.map((profile): OutputSpec => {
    const { output, role } = profile;
    if (role !== "score") return { output, role, roleOrigin: "guessed", tolerance: null };
    const agreed = options.tolerance.find((each) => each.output === output) ?? options.tolerance.find((each) => each.output === null);
    return { output, role, roleOrigin: "guessed", tolerance: agreed?.tolerance ?? derive(profile, self) };
  });
};

const derive = ({ output, dtypeReference, dtypeCandidate, spread }: OutputProfile, self: readonly SelfComparison[]): Tolerance => {
  const largest = (arm: SelfComparison["arm"]): number | null => {
    const found = self.find((each) => each.arm === arm && each.output === output && each.skipped === null);
    return found === undefined ? null : (found.maxAbsoluteDifference ?? 0);
  };
  return deriveTolerance({ dtypeReference, dtypeCandidate, spread: spread?.sd ?? null, repeatDifference: largest("repeat"), roundedDifference: largest("rounded") });
};
