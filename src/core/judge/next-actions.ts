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

/** What to do now, most telling first: what the patterns' first suspects ask to be looked at; where no pattern was named, what the findings ask for. */
export const nextActions = ({ verdict, findings, patterns }: NextActionsInput): string[] => {
  if (verdict === "pass") return [];
  const causes = patterns.filter(({ explains, evidence }) => explains > 0 && evidence["withinTolerance"] !== true);
  const fromPatterns = causes.flatMap(({ suspects }) => suspects.slice(0, 1).map(({ cause, check }) => `${cause}: ${check}`));
  // Where on the way to the model the sides part is worth more than that they do.
  const fromStages = findings.filter(({ check, verdict: found }) => check === "preprocessing.stage" && found === "warn").map(({ action }) => action);
  const leading = leadingFinding(findings, verdict);
  const others = findings.filter((finding) => finding !== leading && finding.mode !== "observe" && finding.verdict !== "pass");
  // An output's own advice is to find the cause; once a pattern has named one, that says nothing more.
  const told = fromPatterns.length + fromStages.length > 0 ? others.filter(({ subject }) => subject.kind !== "output" && subject.kind !== "decision") : [...(leading === undefined ? [] : [leading]), ...others];
  return [...new Set([...fromStages, ...fromPatterns, ...told.map(({ action }) => action)])].filter((action) => action !== "nothing to do").slice(0, mostActions);
};
