import type { ComparedStage } from "./compare-stages.ts";

export interface FirstDivergent {
  readonly stage: string;
  /** `values`: they differ beyond rounding. `absent`: one side never shows it, and what follows differs. `rounding`: nothing differs by more. */
  readonly kind: "values" | "absent" | "rounding";
  /** Stages before it that could not be read: it may have begun there. */
  readonly unreadBefore: readonly string[];
}

/**
 * The first stage that tells the sides apart; null when none does. A stage that one side never shows counts only when something behind it
 * differs: a tap that is missing is no fault.
 */
export const firstDivergent = (stages: readonly ComparedStage[]): FirstDivergent | null => {
  const unreadBefore = (end: number): readonly string[] => stages.slice(0, end).filter(({ unread }) => unread > 0).map(({ comparison }) => comparison.stage);
  const at = stages.findIndex(({ comparison }) => comparison.differing > 0);
  if (at < 0) {
    const rounded = stages.findIndex((each) => each.rounded > 0);
    return rounded < 0 ? null : { stage: stages[rounded]?.comparison.stage ?? "", kind: "rounding", unreadBefore: unreadBefore(rounded) };
  }
  const absent = stages.slice(0, at).findLast(({ comparison: { rows, missingReference, missingCandidate } }) => (missingReference === rows) !== (missingCandidate === rows));
  const found = absent ?? stages[at];
  return { stage: found?.comparison.stage ?? "", kind: absent === undefined ? "values" : "absent", unreadBefore: unreadBefore(stages.indexOf(found as ComparedStage)) };
};
