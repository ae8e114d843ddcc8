import type { Decision } from "../domain/decision.ts";
import { ExitCode } from "../domain/exit-code.ts";
import type { Finding } from "../domain/finding.ts";
import { type Verdict, worstVerdict } from "../domain/verdict.ts";

type Counted = Pick<Finding, "mode" | "verdict" | "waived">;

/** What a finding may contribute to the run: an observed one nothing, a warning one and one that was waived at most a warning. */
const contribution = (finding: Counted): Verdict | null => {
  if (finding.mode === "observe") return null;
  if (finding.mode === "warn" || finding.waived !== undefined) return finding.verdict === "pass" ? "pass" : "warn";
  return finding.verdict;
};

/** The run's verdict: the worst that its findings contribute; of no findings at all, `inconclusive`. */
export const judgeRun = (findings: readonly Counted[]): Verdict =>
  worstVerdict(findings.map(contribution).filter((verdict) => verdict !== null));

/** The policy that holds where no other was agreed: what to do now, and the exit code a pipeline sees. */
export const decide = (verdict: Verdict, { candidate, candidateIsProduction, answersFail = true }: { candidate: string; candidateIsProduction: boolean; answersFail?: boolean }): Decision => {
  switch (verdict) {
    case "pass":
      return { action: "proceed", reason: "everything that was judged agrees", exitCode: ExitCode.proceed };
    case "warn":
      return { action: "proceed-with-mitigation", reason: "it agrees where it was agreed to; look at the warnings", exitCode: ExitCode.proceed };
    case "fail":
      // A broken budget or a failing case is no reason to take back answers that agree.
      if (!answersFail) return { action: "pause", reason: "the answers agree, and something else that was agreed does not hold", exitCode: ExitCode.fail };
      return candidateIsProduction
        ? { action: "roll-back", reason: `${candidate} is serving answers that its reference does not give`, exitCode: ExitCode.fail }
        : { action: "pause", reason: `${candidate} must not be promoted while it behaves differently`, exitCode: ExitCode.fail };
    case "inconclusive":
      return { action: "pause", reason: "there is not enough evidence to tell, and no evidence is never a pass", exitCode: ExitCode.inconclusive };
    case "error":
      return { action: "pause", reason: "it could not be evaluated", exitCode: ExitCode.unreachable };
  }
};
