import type { Finding } from "../../core/domain/finding.ts";
import type { Run, SinceRun } from "../../core/domain/run.ts";

/** Which open findings are new against an earlier run, which are gone, and which are still there. */
export const sinceRun = (earlier: Run, findings: readonly Finding[]): SinceRun => {
  const open = (all: readonly Finding[]): ReadonlySet<string> => new Set(all.filter(({ verdict, mode }) => verdict !== "pass" && mode !== "observe").map(({ id }) => id));
  const [then, now] = [open(earlier.findings), open(findings)];
  return { run: earlier.id, startedAt: earlier.startedAt, appeared: [...now].filter((id) => !then.has(id)), gone: [...then].filter((id) => !now.has(id)), still: [...now].filter((id) => then.has(id)) };
};
