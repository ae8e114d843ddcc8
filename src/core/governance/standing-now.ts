import type { Finding } from "../domain/finding.ts";
import type { Verdict } from "../domain/verdict.ts";
import type { Waiver } from "../domain/waiver.ts";
import { judgeRun } from "../judge/decide.ts";
import { applyWaivers, covers, isFor, overAt } from "./apply-waivers.ts";

/** What a list knows of a run without opening its document. */
interface ListedAs {
  readonly model: string | null;
  readonly environment: string;
  /** As it was judged. */
  readonly verdict: Verdict;
  readonly startedAt: string;
}

/**
 * The waivers that can have changed what a run counts as, or change it at a moment (ISO 8601): those for its model and environment that had been given by then and were not over before
 * it began. None for a run that passed: nothing of it was ever waived.
 */
export const waiversThatTouch = ({ model, environment, verdict, startedAt }: ListedAs, waivers: readonly Waiver[], at: string): Waiver[] =>
  verdict === "pass" ? [] : waivers.filter((waiver) => isFor(waiver, { model, environment }) && Date.parse(waiver.from) <= Date.parse(at) && overAt(waiver) > Date.parse(startedAt));

/**
 * What a run counts as at a moment (ISO 8601), from the findings of it that did not pass, and the ids of the waivers that hold for one of them: what `effectiveVerdict` says of the
 * whole document. `touching` are those of `waiversThatTouch`; where none of them was ever for a finding, the verdict is as it was judged.
 */
export const standingNow = (judged: Verdict, findings: readonly Pick<Finding, "id" | "verdict" | "mode">[], touching: readonly Waiver[], at: string): { readonly verdict: Verdict; readonly waivers: readonly string[] } => {
  const counting = findings.filter(({ mode, verdict }) => mode !== "observe" && verdict !== "pass");
  if (!counting.some((finding) => touching.some((waiver) => covers(waiver, finding)))) return { verdict: judged, waivers: [] };
  const marked = applyWaivers<(typeof counting)[number] & Pick<Finding, "waived">>(counting, touching, at);
  return { verdict: judgeRun(marked), waivers: [...new Set(marked.flatMap(({ waived }) => waived?.waiver ?? []))] };
};
