import type { Run } from "../domain/run.ts";
import type { Verdict } from "../domain/verdict.ts";
import type { Waiver } from "../domain/waiver.ts";
import { judgeRun } from "../judge/decide.ts";
import { applyWaivers } from "./apply-waivers.ts";

/**
 * What a run's verdict is worth at a moment (ISO 8601). A waiver that held when it was judged and has expired fails again; one that was given since holds. A run that
 * no waiver ever touched is what it was.
 */
export const effectiveVerdict = (run: Pick<Run, "verdict" | "findings">, waivers: readonly Waiver[], at: string): Verdict => {
  const findings = applyWaivers(run.findings, waivers, at);
  const same = run.findings.every(({ waived }, index) => (waived === undefined) === (findings[index]?.waived === undefined));
  return same ? run.verdict : judgeRun(findings);
};
