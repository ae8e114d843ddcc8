import type { Decision } from "../domain/decision.ts";
import type { Finding } from "../domain/finding.ts";
import type { Run } from "../domain/run.ts";
import type { Verdict } from "../domain/verdict.ts";
import { decidePopulation } from "../judge/decide-population.ts";
import { decideValidation } from "../judge/decide-validation.ts";
import { decide } from "../judge/decide.ts";
import { answersFail } from "../judge/headline.ts";
import { isProduction } from "../judge/is-production.ts";
import { withoutWaived } from "./without-waived.ts";

/** What follows where no rule of a policy fits, from the run's own document: what is waived is no reason for anything. */
export const usualDecision = (run: Pick<Run, "kind" | "environments" | "agreement" | "validation">, verdict: Verdict, findings: readonly Finding[]): Decision => {
  const { name } = run.environments.candidate;
  const counting = withoutWaived(findings);
  if (run.kind === "validate") return decideValidation(verdict, withoutWaivedClaims(run.validation, findings));
  if (run.kind === "compare") return decidePopulation(verdict, { candidate: name, keptOut: counting.some(({ subject, verdict: found, mode }) => subject.kind === "quality" && found === "fail" && mode === "enforce") });
  return decide(verdict, { candidate: name, candidateIsProduction: run.agreement?.sources[name]?.production ?? isProduction(name), answersFail: answersFail(counting) });
};

/** Claims as they count: a finding that is waived says nothing of what is to be done. */
const withoutWaivedClaims = (validation: Run["validation"], findings: readonly Finding[]): NonNullable<Run["validation"]>["hypotheses"] => {
  const waived = new Set(findings.flatMap(({ id, waived: mark }) => (mark === undefined ? [] : [id])));
  return (validation?.hypotheses ?? []).map((result) => {
    const id = `hypothesis/${result.hypothesis.id}`;
    return { ...result, verdict: waived.has(id) ? "warn" : result.verdict, segments: result.segments.filter(({ segment }) => segment === null || !waived.has(`${id}/${segment.column} = ${segment.value}`)) };
  });
};
