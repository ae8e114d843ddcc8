import type { Run } from "../domain/run.ts";
import type { Waiver } from "../domain/waiver.ts";
import { headlinePopulation } from "../judge/headline-population.ts";
import { headlineValidation } from "../judge/headline-validation.ts";
import { headline } from "../judge/headline.ts";
import { nextActions } from "../judge/next-actions.ts";
import { listOf } from "../wording/list-of.ts";
import { applyWaivers } from "./apply-waivers.ts";
import { decideByPolicy, type Policy } from "./decide-by-policy.ts";
import { effectiveVerdict } from "./effective-verdict.ts";
import { withoutWaived } from "./without-waived.ts";

/** A run that was judged, as policy and the waivers in force at a moment (ISO 8601) leave it: what was found stays, what counts and what is to be done may change, and its first sentence says so. */
export const underPolicy = (run: Run, policy: Pick<Policy, "decisions"> | null, waivers: readonly Waiver[], at: string): Run => {
  const { action, reason, exitCode, byRule } = decideByPolicy(run, policy, waivers, at);
  const findings = applyWaivers(run.findings, waivers, at);
  const waived = [...new Map(findings.flatMap(({ waived: mark }) => (mark === undefined ? [] : [[mark.waiver, mark] as const]))).values()];
  if (waived.length === 0) return byRule === null ? run : { ...run, decision: { action, reason, exitCode } };
  const verdict = effectiveVerdict(run, waivers, at);
  const said = listOf(waived.map(({ waiver, owner, expiresAt, singlePerson }) => `${waiver} (${owner}, until ${expiresAt.slice(0, 10)}${singlePerson === true ? ", asked and approved by one person" : ""})`));
  return {
    ...run, findings, verdict,
    // What people accepted is still so: only where something else decides is the sentence about that.
    headline: `${verdict === run.verdict ? headlineOf(run, verdict, findings) : run.headline} Waived by ${said}.`,
    decision: { action, reason: `${byRule === null && verdict !== run.verdict ? "what does not hold was accepted for a time" : reason}; waived by ${said}`, exitCode },
    nextActions: verdict === run.verdict ? run.nextActions : nextActions({ verdict, findings: withoutWaived(findings), patterns: run.patterns }),
  };
};

const headlineOf = (run: Run, verdict: Run["verdict"], findings: Run["findings"]): string => {
  const counting = withoutWaived(findings);
  if (run.validation !== null) return headlineValidation({ verdict, findings: counting, validation: run.validation });
  if (run.population !== null) return headlinePopulation({ verdict, findings: counting, population: run.population });
  return headline({ reference: run.environments.reference.name, candidate: run.environments.candidate.name, verdict, coverage: run.coverage, outputs: run.outputs, findings: counting, patterns: run.patterns });
};
