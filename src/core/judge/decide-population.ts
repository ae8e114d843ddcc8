import type { Decision } from "../domain/decision.ts";
import { ExitCode } from "../domain/exit-code.ts";
import type { Verdict } from "../domain/verdict.ts";

/**
 * What to do after two populations were compared. A population that moved is no proof that the model is at fault, so nothing is rolled back on it
 * alone: people look first, and until then nothing is promoted.
 */
export const decidePopulation = (verdict: Verdict, { candidate, keptOut }: { readonly candidate: string; readonly keptOut: boolean }): Decision => {
  switch (verdict) {
    case "pass":
      return { action: "proceed", reason: "everything that was judged lies within its margin", exitCode: ExitCode.proceed };
    case "warn":
      return { action: "proceed-with-mitigation", reason: "nothing that decides lies beyond its margin; look at the warnings", exitCode: ExitCode.proceed };
    case "fail":
      return { action: "pause", reason: keptOut ? "the data break their contract, and nothing is concluded from them" : `${candidate} is not what it is held against; find out why before it is relied on`, exitCode: ExitCode.fail };
    case "inconclusive":
      return { action: "pause", reason: "there is not enough evidence to tell, and no evidence is never a pass", exitCode: ExitCode.inconclusive };
    case "error":
      return { action: "pause", reason: "it could not be evaluated", exitCode: ExitCode.unreachable };
  }
};
