import type { Finding } from "../domain/finding.ts";
import type { Validation } from "../domain/validation.ts";
import type { Verdict } from "../domain/verdict.ts";
import { countOf } from "../wording/count-of.ts";
import { leadingFinding } from "./headline.ts";

/** What production showed against what was promised, in one sentence that an executive understands. */
export const headlineValidation = ({ verdict, findings, validation }: { readonly verdict: Verdict; readonly findings: readonly Finding[]; readonly validation: Pick<Validation, "model" | "environment" | "hypotheses"> }): string => {
  const { model, environment, hypotheses } = validation;
  const claims = countOf(hypotheses.length, "claim");
  const deciding = findings.filter(({ mode }) => mode === "enforce");
  const told = verdict === "warn" ? findings.filter(({ mode, verdict: found }) => mode !== "observe" && found !== "pass") : deciding;
  // What holds for everybody goes before what holds for a segment.
  const leading = leadingFinding(told.filter(({ subject }) => subject.segment === null), verdict) ?? leadingFinding(told, verdict) ?? leadingFinding(findings, "fail") ?? findings.find(({ verdict: found }) => found !== "pass");
  const said = leading?.statement ?? "nothing could be judged";
  const failed = new Set(deciding.filter(({ verdict: found }) => found === "fail").map(({ subject }) => subject.name)).size;
  const more = failed > 1 ? `, and ${countOf(failed - 1, "other claim")} ${failed === 2 ? "does" : "do"} not hold either` : "";
  const untold = hypotheses.filter(({ verdict: found }) => found === "inconclusive").length;
  switch (verdict) {
    case "pass": return `${model} in ${environment} keeps what was promised: ${claims === "1 claim" ? "the one claim holds" : `all ${claims} hold`}.`;
    case "warn": return `${model} in ${environment} keeps what was promised, with a warning: ${said}.`;
    case "fail": return `${model} in ${environment} does not keep what was promised: ${said}${more}.`;
    case "inconclusive": return `There is not enough evidence yet to say whether ${model} in ${environment} keeps what was promised${hypotheses.length > 1 && untold > 0 ? ` (${untold} of ${claims} cannot be told)` : ""}: ${said}.`;
    case "error": return `Whether ${model} in ${environment} keeps what was promised could not be evaluated: ${said}.`;
  }
};
