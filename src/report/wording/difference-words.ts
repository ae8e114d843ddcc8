import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import { formatPlural } from "./format-number.ts";

/** What a difference can move. */
export const movesWords: Readonly<Record<EnvironmentDifference["moves"], string>> = { answers: "answers", latency: "latency", both: "answers and latency", nothing: "nothing" };

/** How much a difference weighs, as a label: the weight, or what takes its weight away. */
export const weightLabel = ({ weight, quiet, override }: Pick<EnvironmentDifference, "weight" | "quiet" | "override">): string => (quiet !== null ? "harmless" : override !== null ? "intended" : weight);

/** Who makes it intended, or what it can do. */
export const standingWords = ({ override, why, quiet }: Pick<EnvironmentDifference, "override" | "why" | "quiet">): string => quiet ?? (override === null ? why : `intended by ${override}; otherwise ${why}`);

/** How many differences there are of each kind: `4 differences, 1 intended, 12 harmless`. */
export const differenceCounts = (differences: readonly Pick<EnvironmentDifference, "quiet" | "override">[]): string => {
  const quiet = differences.filter((each) => each.quiet !== null).length;
  const intended = differences.filter((each) => each.quiet === null && each.override !== null).length;
  const open = differences.length - quiet - intended;
  return [open === 0 ? "no difference that matters" : formatPlural(open, "difference"), ...(intended === 0 ? [] : [`${intended} intended`]), ...(quiet === 0 ? [] : [`${quiet} harmless`])].join(", ");
};

const own = /: .*$/s;

/** The reasons why differences are harmless, the most frequent first, each with how many it speaks for. */
export const quietReasons = (differences: readonly Pick<EnvironmentDifference, "quiet">[]): readonly (readonly [string, number])[] => {
  const counts = new Map<string, number>();
  for (const { quiet } of differences) {
    if (quiet === null) continue;
    const reason = quiet.replace(own, "");
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
};
