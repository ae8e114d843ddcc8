import type { Decision } from "../../core/domain/decision.ts";

/** The decision as an order a person can follow. */
export const decisionWords: Readonly<Record<Decision["action"], string>> = {
  proceed: "Proceed",
  "proceed-with-mitigation": "Proceed with mitigation",
  pause: "Pause",
  "roll-back": "Roll back",
};

const exitMeanings: ReadonlyMap<number, string> = new Map([
  [0, "proceed"],
  [1, "pause after a failed gate, or roll back"],
  [2, "usage, configuration or crash"],
  [3, "pause for lack of evidence"],
  [4, "an environment did not answer, or a claim could not be evaluated"],
  [130, "interrupted"],
]);

/** What the process's exit code tells a pipeline. */
export const exitCodeMeaning = (code: number): string => exitMeanings.get(code) ?? "unknown";
