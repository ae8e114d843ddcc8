import type { Finding } from "../../core/domain/finding.ts";
import type { StageTrace } from "../../core/domain/stage.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import type { ComparedStage } from "./compare-stages.ts";
import type { FirstDivergent } from "./first-divergent.ts";

export interface StageFindingInput {
  readonly trace: StageTrace;
  readonly stages: readonly ComparedStage[];
  readonly first: FirstDivergent | null;
  readonly names: { readonly reference: string; readonly candidate: string };
  readonly mode: Finding["mode"];
}

/** Where on the way to the model the sides part. It explains a verdict and never makes one: the answers do that. */
export const stageFinding = ({ trace, stages, first, names, mode }: StageFindingInput): Finding | null => {
  if (trace.skipped !== null || stages.length === 0) return null;
  const at = stages.find(({ comparison }) => comparison.stage === first?.stage);
  const disturbed = trace.disturbed.filter(({ rows }) => rows > 0);
  const verdict: Finding["verdict"] = first === null && disturbed.length === 0 ? "pass" : "warn";
  const tap = disturbed.map(({ environment, rows }) => `${environment} answers ${countOf(rows, "row")} differently while it is being traced`);
  return {
    id: "preprocessing.stage/first-divergent", check: "preprocessing.stage", subject: { kind: "stage", name: first?.stage ?? "all stages", segment: null },
    verdict, severity: verdict === "pass" ? "info" : "medium", mode: mode === "enforce" ? "warn" : mode,
    statement: [statementOf(stages, first, at, names), ...tap].join("; "),
    // How much stands in the statement; a share of the worst rows is no estimate of anything.
    estimate: null, unit: "rows", interval: null, margin: null, marginOrigin: null, n: trace.rows, noiseFloor: null,
    reason: reasonOf(first, at, trace),
    action: actionOf(first, disturbed.length > 0, names),
    needed: null,
    evidence: { traced: trace.rows, stages: stages.map(({ comparison }) => comparison.stage).join(" > "), largestRelative: at?.comparison.largestRelative ?? null, notRead: first === null ? null : first.unreadBefore.join(", ") || null, disturbed: disturbed.reduce((sum, { rows }) => sum + rows, 0) },
  };
};

const statementOf = (stages: readonly ComparedStage[], first: FirstDivergent | null, at: ComparedStage | undefined, names: StageFindingInput["names"]): string => {
  if (first === null || at === undefined) {
    const unread = stages.filter((each) => each.unread > 0).map(({ comparison }) => comparison.stage);
    const read = stages.length - unread.length;
    if (read === 0) return `no stage could be read without changing the result (${listOf(unread)})`;
    return `all ${countOf(read, "stage")} that could be read hold the same on both sides${unread.length === 0 ? "" : ` (not read: ${listOf(unread)})`}: they part in the model or behind it`;
  }
  const { comparison } = at;
  const before = first.unreadBefore.length === 0 ? "" : `, or in ${listOf(first.unreadBefore)}, which could not be read without changing the result`;
  if (first.kind === "absent") return `${comparison.missingCandidate === comparison.rows ? names.candidate : names.reference} never runs the stage ${comparison.stage}${before}`;
  if (first.kind === "rounding") return `the sides first differ in the stage ${comparison.stage}, by rounding alone${before}`;
  const { example, largestRelative } = comparison;
  const size = example === null ? "" : `: ${example.value} is ${example.reference} on ${names.reference} and ${example.candidate} on ${names.candidate} (row ${example.key})`;
  const relative = largestRelative === null || largestRelative === 0 ? "" : `, by up to ${shortNumber(largestRelative * 100)} %`;
  return `the sides part in the stage ${comparison.stage}${before}, on ${comparison.differing.toLocaleString("en-US")} of ${countOf(comparison.rows, "traced row")}${relative}${size}`;
};

const reasonOf = (first: FirstDivergent | null, at: ComparedStage | undefined, trace: StageTrace): string => {
  if (first === null) return `${countOf(trace.rows, "row")} whose answers differ were asked again with the stages told`;
  const earlier = at === undefined ? 0 : at.comparison.index - first.unreadBefore.length;
  return `every stage before it that could be read (${earlier}) holds the same values on both sides`;
};

const actionOf = (first: FirstDivergent | null, disturbed: boolean, { candidate }: StageFindingInput["names"]): string => {
  const tap = disturbed ? "make the tapped value safe to read twice (a list instead of an iterator, a copy instead of a view)" : null;
  const stage = first === null ? "compare the model files and what follows the model" : `compare the code and the fitted state of ${first.stage} on ${candidate} with the reference's`;
  return tap === null ? stage : `${stage}; ${tap}`;
};
