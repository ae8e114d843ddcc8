import type { Finding } from "../domain/finding.ts";
import type { Run } from "../domain/run.ts";
import { type ExperimentRecord, experimentRecord, type RunPlace } from "./experiment-record.ts";

/** A conclusion as the auditor's page and the model card tell it. */
export type ToldFinding = Pick<Finding, "id" | "check" | "subject" | "verdict" | "mode" | "statement" | "estimate" | "unit" | "interval" | "margin" | "marginOrigin" | "n" | "waived">;

/** What an archive tells of a run besides its document. */
export interface RunFacts {
  readonly record: ExperimentRecord;
  readonly path: string;
  readonly environment: string;
  readonly author: string | null;
  /** What did not pass, and the worst of what did where nothing failed; at most `mostTold`. */
  readonly findings: readonly ToldFinding[];
  readonly findingsInAll: number;
  readonly hypotheses: readonly { readonly id: string; readonly version: number; readonly verdict: string; readonly metric: string; readonly registeredAt: string | null; readonly refused: string | null }[];
  /** What no data were there for, a sentence each. */
  readonly gaps: readonly string[];
}

const mostTold = 40;
const mostDays = 60;

/** The facts of a run, for people. */
export const runFacts = (run: Run, path: string, place: RunPlace): RunFacts => {
  const open = run.findings.filter(({ verdict, waived }) => verdict !== "pass" || waived !== undefined);
  const shown = [...open, ...run.findings.filter((finding) => !open.includes(finding) && finding.estimate !== null)].slice(0, mostTold);
  return {
    record: experimentRecord(run, place), path, environment: run.environments.candidate.name, author: run.agreement?.author ?? null,
    findings: shown.map(({ id, check, subject, verdict, mode, statement, estimate, unit, interval, margin, marginOrigin, n, waived }) => ({ id, check, subject, verdict, mode, statement, estimate, unit, interval, margin, marginOrigin, n, ...(waived === undefined ? {} : { waived }) })),
    findingsInAll: run.findings.length,
    hypotheses: (run.validation?.hypotheses ?? []).map(({ hypothesis, version, verdict, metric, registeredAt, refused }) => ({ id: hypothesis.id, version, verdict, metric, registeredAt, refused: refused?.message ?? null })),
    gaps: gapsOf(run),
  };
};

const gapsOf = ({ validation, findings, coverage }: Run): string[] => [
  ...(validation === null || validation.missingDays.length === 0 ? [] : [`production has no data on ${validation.missingDays.slice(0, mostDays).join(", ")}${validation.missingDays.length > mostDays ? ` and ${validation.missingDays.length - mostDays} more days` : ""}`]),
  ...(validation?.hypotheses ?? []).flatMap(({ hypothesis, overall, refused }) => {
    if (refused !== null) return [`${hypothesis.id} was not judged: ${refused.message}`];
    const without = (overall?.points ?? []).filter(({ status }) => status === "missing" || status === "thin" || status === "excluded");
    return without.length === 0 ? [] : [`${hypothesis.id}: ${without.length} of ${overall?.points.length ?? 0} windows were not judged (${countBy(without.map(({ status }) => status))}), the first ${without[0]?.label ?? ""}, the last ${without.at(-1)?.label ?? ""}`];
  }),
  ...coverage.dropped.map(({ environment, reason, rows }) => `${rows} rows of ${environment} were left out: ${reason}`),
  ...findings.filter(({ verdict }) => verdict === "inconclusive" || verdict === "error").slice(0, mostTold).map(({ id, statement }) => `${id} was not decided: ${statement}`),
];

const countBy = (words: readonly string[]): string => [...new Set(words)].map((word) => `${words.filter((each) => each === word).length} ${word}`).join(", ");
