import type { Finding } from "../domain/finding.ts";
import type { Pattern } from "../domain/pattern.ts";
import type { Verdict } from "../domain/verdict.ts";
import { leadingFinding } from "./headline.ts";

export interface NextActionsInput {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly patterns: readonly Pattern[];
}

/** So many steps are read; the rest stands with the findings. */
const mostActions = 4;

/** What to do now, most telling first: what the patterns' first suspects ask to be looked at, then what the deciding finding asks for. */
export const nextActions = ({ verdict, findings, patterns }: NextActionsInput): string[] => {
  if (verdict === "pass") return [];
  const fromPatterns = patterns.filter(({ explains, evidence }) => explains > 0 && evidence["withinTolerance"] !== true).slice(0, 2).flatMap(({ suspects }) => suspects.slice(0, 1).map(({ cause, check }) => `${cause}: ${check}`));
  const leading = leadingFinding(findings, verdict);
  const rest = findings.filter((finding) => finding.mode !== "observe" && finding.verdict !== "pass").map(({ action }) => action);
  return [...new Set([...fromPatterns, ...(leading === undefined ? [] : [leading.action]), ...rest])].filter((action) => action !== "nothing to do").slice(0, mostActions);
};
