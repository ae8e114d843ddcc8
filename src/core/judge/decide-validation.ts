import type { Decision } from "../domain/decision.ts";
import { ExitCode } from "../domain/exit-code.ts";
import type { HypothesisResult } from "../domain/validation.ts";
import type { Verdict } from "../domain/verdict.ts";
import { listOf } from "../wording/list-of.ts";

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
      const named = failed.filter(({ hypothesis }) => hypothesis.consequence === consequence).map(({ hypothesis }) => hypothesis.name);
      const holds = `${listOf(named)} ${named.length === 1 ? "does" : "do"} not hold`;
      if (consequence === "roll-back") return { action: "roll-back", reason: `it was agreed for this case: ${holds}`, exitCode: ExitCode.fail };
      return { action: "pause", reason: consequence === "pause" ? `it was agreed for this case: ${holds}` : `promote nothing until somebody has found out why ${holds}`, exitCode: ExitCode.fail };
    }
    case "inconclusive": return { action: "pause", reason: "there is not enough evidence to tell, and no evidence is never a pass", exitCode: ExitCode.inconclusive };
    case "error": return { action: "pause", reason: "it could not be evaluated", exitCode: ExitCode.unreachable };
  }
};
