import type { Coverage, OutputComparison } from "../domain/comparison.ts";
import type { Finding } from "../domain/finding.ts";
import type { Pattern } from "../domain/pattern.ts";
import type { Verdict } from "../domain/verdict.ts";
import { countOf } from "../wording/count-of.ts";
import { listOf } from "../wording/list-of.ts";
import { percent } from "../wording/percent.ts";

export interface HeadlineInput {
  readonly reference: string;
  readonly candidate: string;
  readonly verdict: Verdict;
  readonly coverage: Coverage;
  readonly outputs: readonly OutputComparison[];
  readonly findings: readonly Finding[];
  readonly patterns: readonly Pattern[];
}

const severityOrder = ["critical", "high", "medium", "low", "info"] as const;

/** The finding that a reader should hear of first: what decides, the more severe first, the larger effect first. */
export const leadingFinding = (findings: readonly Finding[], verdict: Verdict): Finding | undefined =>
  findings
    .filter((finding) => finding.verdict === verdict && finding.mode !== "observe")
    .toSorted((a, b) => severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) || Math.abs(b.estimate ?? 0) - Math.abs(a.estimate ?? 0))[0];

/** The verdict in one sentence that an executive understands: who, what, how much; the cause when one stands out. */
export const headline = (input: HeadlineInput): string => {
  const { reference, candidate, verdict, coverage, outputs } = input;
  const pairs = countOf(coverage.pairs, "input");
  switch (verdict) {
    case "pass":
      if (outputs.length === 0) return `${candidate} is what ${reference} was, in all that was agreed and read; no predictions were compared.`;
      return `${candidate} behaves like ${reference} on ${pairs}: ${agreement(outputs)}.`;
    case "warn":
      if (outputs.length === 0) return `${candidate} is not in all what ${reference} was: ${leadingStatement(input, "warn")}; no predictions were compared.`;
      return `${candidate} gives the answers that ${reference} gives on ${pairs}, with ${countOf(input.findings.filter(({ mode, verdict: found }) => mode !== "observe" && found !== "pass").length, "warning")}: ${leadingStatement(input, "warn")}.`;
    case "fail":
      if (outputs.length === 0) return `${candidate} is not what ${reference} was: ${failure(input)}.`;
      if (!answersFail(input.findings)) return `${candidate} answers like ${reference}, but not all that was agreed holds: ${leadingStatement(input, "fail")}.`;
      return `${candidate} does not behave like ${reference}: ${failure(input)}.`;
    case "inconclusive":
      return `There is not enough evidence to say whether ${candidate} behaves like ${reference}: ${leadingStatement(input, "inconclusive")}.`;
    case "error":
      return `${candidate} could not be compared with ${reference}: ${leadingStatement(input, "error")}.`;
  }
};

/** Kinds of findings that are about what an environment keeps or is, and not about whether the two answer alike. */
const besideAnswers: ReadonlySet<Finding["subject"]["kind"]> = new Set(["budget", "preprocessing", "reported", "environment", "stage"]);

/** Whether a failing finding says that the two do not answer alike. */
export const answersFail = (findings: readonly Finding[]): boolean => findings.some(({ verdict, mode, subject }) => verdict === "fail" && mode === "enforce" && !besideAnswers.has(subject.kind));

const agreement = (outputs: readonly OutputComparison[]): string => {
  const outside = outputs.reduce((sum, output) => sum + output.outside, 0);
  if (outside > 0) return "what differs stays within the allowed share";
  const identical = outputs.every(({ classes, pairs }) => classes.equal + classes["both-error"] === pairs);
  const names = outputs.length <= 3 ? listOf(outputs.map(({ output }) => output)) : countOf(outputs.length, "output");
  return identical ? `${names} ${outputs.length === 1 ? "is" : "are"} identical` : `${names} ${outputs.length === 1 ? "agrees" : "agree"} within tolerance`;
};

/** Patterns that tell how the answers differ all over, and only guess why. */
const guesses: ReadonlySet<Pattern["code"]> = new Set(["MODEL", "SHRINK", "FLAT", "PERM", "MANT", "ULP", "JUMP"]);

const leadingStatement = ({ findings }: HeadlineInput, verdict: Verdict): string => {
  const leading = leadingFinding(findings, verdict);
  if (leading === undefined) return "nothing could be judged";
  return verdict === "inconclusive" || verdict === "error" ? `${leading.statement}; ${leading.reason}` : leading.statement;
};

const failure = ({ findings, verdict, patterns, outputs }: HeadlineInput): string => {
  const leading = leadingFinding(findings, verdict);
  if (leading === undefined) return "a check failed";
  const failing = outputs.filter(({ output }) => findings.some((finding) => finding.verdict === "fail" && finding.subject.name === output && finding.subject.segment === null));
  const others = failing.length - 1;
  const effect = leading.check.startsWith("parity.decision")
    ? `it decides ${percent(leading.estimate ?? 0)} of the inputs differently`
    : leading.statement;
  // What stays within tolerance, or explains nothing of the disagreement, is no cause of it.
  const pattern = patterns.find(({ explains, evidence }) => explains > 0 && evidence["withinTolerance"] !== true);
  const stage = findings.find(({ check, verdict: found }) => check === "preprocessing.stage" && found === "warn");
  const otherModel = findings.find(({ check, verdict: found, evidence }) => check.startsWith("environment") && found !== "pass" && String(evidence["field"]).startsWith("model."));
  // What was seen of the model or on the way to it goes before what the answers alone make likely; rows that share something are seen too.
  const cause = pattern !== undefined && !guesses.has(pattern.code) ? pattern : (otherModel ?? stage ?? pattern);
  return `${effect}${others > 0 ? `, and ${countOf(others, "other output")} ${others === 1 ? "differs" : "differ"} too` : ""}${cause === undefined ? "" : ` — ${cause.statement}`}`;
};
