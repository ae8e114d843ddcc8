import type { GateVerdict } from "./gate-verdict.ts";

export interface CanaryStep {
  /** For `canaryTrafficPercent`, 0 to 100. */
  readonly percent: number;
  readonly why: string;
}

/**
 * The share of traffic that a canary should have next: the next step of the ladder after a pass (or a warning that policy lets go on), none after a failure, as much as now
 * when nothing can be told. `steps` ascend, 1 to 100; `current` 0 to 100.
 */
export const canaryStep = ({ verdict, decision, sentence }: Pick<GateVerdict, "verdict" | "decision" | "sentence">, current: number, steps: readonly number[]): CanaryStep => {
  if (verdict === "fail") return { percent: 0, why: `It failed, so the canary gets nothing. ${sentence}` };
  const goes = (verdict === "pass" || verdict === "warn") && (decision === "proceed" || decision === "proceed-with-mitigation");
  if (!goes) return { percent: current, why: `It is ${verdict} (${decision}), so the share stays as it is. ${sentence}` };
  const next = steps.find((step) => step > current);
  return next === undefined ? { percent: current, why: `It is at its last step. ${sentence}` } : { percent: next, why: `${next} % follows ${current} %. ${sentence}` };
};
