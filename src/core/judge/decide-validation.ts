import type { Decision } from "../domain/decision.ts";
import { ExitCode } from "../domain/exit-code.ts";
import type { HypothesisResult } from "../domain/validation.ts";
import type { Verdict } from "../domain/verdict.ts";

const gravest = ["roll-back", "pause", "investigate"] as const;

/** What to do now, as the failing claims themselves say: the gravest consequence of those that decide. */
export const decideValidation = (verdict: Verdict, results: readonly Pick<HypothesisResult, "hypothesis" | "verdict" | "segments">[]): Decision => {
  switch (verdict) {
    case "pass": return { action: "proceed", reason: "every claim that was judged lies within its corridor", exitCode: ExitCode.proceed };
    case "warn": return { action: "proceed-with-mitigation", reason: "no claim that decides has left its corridor; look at the warnings", exitCode: ExitCode.proceed };
    case "fail": {
      // One of its segments is enough.
      const failed = results.filter((each) => each.hypothesis.mode === "enforce" && (each.verdict === "fail" || each.segments.some((segment) => segment.verdict === "fail")));
      const consequence = gravest.find((each) => failed.some(({ hypothesis }) => hypothesis.consequence === each)) ?? "investigate";
      const named = failed.filter(({ hypothesis }) => hypothesis.consequence === consequence).map(({ hypothesis }) => hypothesis.name).join(", ");
      if (consequence === "roll-back") return { action: "roll-back", reason: `${named}: agreed is to roll back when it does not hold`, exitCode: ExitCode.fail };
      return { action: "pause", reason: consequence === "pause" ? `${named}: agreed is to pause when it does not hold` : `${named}: promote nothing until somebody has found out why it does not hold`, exitCode: ExitCode.fail };
    }
    case "inconclusive": return { action: "pause", reason: "there is not enough evidence to tell, and no evidence is never a pass", exitCode: ExitCode.inconclusive };
    case "error": return { action: "pause", reason: "it could not be evaluated", exitCode: ExitCode.unreachable };
  }
};
