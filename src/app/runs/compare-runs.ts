import { compareFingerprints } from "../../checks/environment/compare-fingerprints.ts";
import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { Finding } from "../../core/domain/finding.ts";
import type { Run } from "../../core/domain/run.ts";
import { sinceRun } from "../check/since-run.ts";

type Shown = Pick<Finding, "verdict" | "severity" | "statement" | "estimate" | "unit" | "interval" | "margin" | "n">;

export interface RunsCompared {
  /** Findings that are open in the second run and were not in the first, that are no longer, and that still are; each with what both say. */
  readonly findings: readonly { readonly id: string; readonly check: string; readonly change: "appeared" | "gone" | "still"; readonly subject: Finding["subject"]; readonly a: Shown | null; readonly b: Shown | null }[];
  /** How each environment that both runs read has changed, ranked; harmless differences last, with their reasons. */
  readonly environments: readonly { readonly environment: string; readonly replica: string | null; readonly differences: readonly EnvironmentDifference[] }[];
  readonly options: readonly { readonly option: string; readonly a: Run["options"][string] | null; readonly b: Run["options"][string] | null }[];
}

const shown = (finding: Finding | undefined): Shown | null => {
  if (finding === undefined) return null;
  const { verdict, severity, statement, estimate, unit, interval, margin, n } = finding;
  return { verdict, severity, statement, estimate, unit, interval, margin, n };
};

/** What is not the same in two runs, the first being the earlier. */
export const compareRuns = (a: Run, b: Run): RunsCompared => {
  const since = sinceRun(a, b.findings);
  const [before, after] = [a, b].map(({ findings }) => new Map(findings.map((finding) => [finding.id, finding] as const))) as [Map<string, Finding>, Map<string, Finding>];
  const told = (change: "appeared" | "gone" | "still", ids: readonly string[]): RunsCompared["findings"] => ids.flatMap((id) => {
    const finding = after.get(id) ?? before.get(id);
    return finding === undefined ? [] : [{ id, check: finding.check, change, subject: finding.subject, a: shown(before.get(id)), b: shown(after.get(id)) }];
  });
  const environments = b.fingerprints.flatMap(({ environment, replica, fingerprint }) => {
    const earlier = a.fingerprints.find((each) => each.environment === environment && each.replica === replica) ?? a.fingerprints.find((each) => each.environment === environment);
    return earlier === undefined ? [] : [{ environment, replica, differences: compareFingerprints(earlier.fingerprint, fingerprint, { overrides: [], names: { reference: "before", candidate: "now" } }) }];
  });
  const options = [...new Set([...Object.keys(a.options), ...Object.keys(b.options)])].toSorted().flatMap((option) => {
    const [then, now] = [a.options[option] ?? null, b.options[option] ?? null];
    return JSON.stringify(then) === JSON.stringify(now) ? [] : [{ option, a: then, b: now }];
  });
  return { findings: [...told("appeared", since.appeared), ...told("gone", since.gone), ...told("still", since.still)], environments, options };
};
