import type { Finding } from "../../core/domain/finding.ts";
import type { Run } from "../../core/domain/run.ts";
import type { Severity, Verdict } from "../../core/domain/verdict.ts";

const verdictRank: Readonly<Record<Verdict, number>> = { error: 0, fail: 1, inconclusive: 2, warn: 3, pass: 4 };
const severityRank: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };
/** Findings that can decide the run come before those that are only shown. */
const modeRank: Readonly<Record<Finding["mode"], number>> = { enforce: 0, warn: 1, observe: 2 };

/** How far the estimate is from its margin, as a multiple of it; 0 where either is missing. */
const excess = (finding: Finding): number =>
  finding.estimate === null || finding.margin === null || finding.margin === 0 ? 0 : Math.abs(finding.estimate / finding.margin);

/** What is open, then what is only shown, then what passes. */
const openRank = ({ verdict, mode }: Finding): number => (verdict === "pass" ? 2 : mode === "observe" ? 1 : 0);

/** Where populations are compared, a fail that may only warn is a warning: what can decide the run stands before it. */
const rankOf = ({ verdict, mode, check }: Finding): number => (verdict === "fail" && mode === "warn" && check.startsWith("population.") ? verdictRank.warn : verdictRank[verdict]);

/** Worst first: open before shown, verdict, mode, severity, distance beyond the margin, whole runs before segments, then by id so that the order is stable. */
export const orderFindings = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (a, b) =>
      openRank(a) - openRank(b) ||
      rankOf(a) - rankOf(b) ||
      modeRank[a.mode] - modeRank[b.mode] ||
      severityRank[a.severity] - severityRank[b.severity] ||
      Number(a.subject.segment !== null) - Number(b.subject.segment !== null) ||
      excess(b) - excess(a) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );

/** Whether it was not there in the earlier run that this one is held against. */
export const isNew = ({ since }: Pick<Run, "since">, { id }: Pick<Finding, "id">): boolean => since?.appeared.includes(id) ?? false;

/** Findings in reading order: those that are new against an earlier run first, then worst first. */
export const findingsInOrder = (run: Pick<Run, "findings" | "since">): Finding[] => {
  const ordered = orderFindings(run.findings);
  if (run.since === null) return ordered;
  const appeared = new Set(run.since.appeared);
  return [...ordered.filter(({ id }) => appeared.has(id)), ...ordered.filter(({ id }) => !appeared.has(id))];
};
