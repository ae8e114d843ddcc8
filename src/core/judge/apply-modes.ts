import type { Finding } from "../domain/finding.ts";
import type { CheckMode, CheckName } from "../domain/manifest.ts";

/** Which of the agreed checks a finding belongs to. */
export const checkOf = ({ check, subject }: Pick<Finding, "check" | "subject">): CheckName => {
  if (subject.segment !== null) return "segments";
  const [room = "", kind = ""] = check.split(".");
  switch (room) {
    case "environment": case "preprocessing": case "budgets": case "reported":
      return room;
    default:
      break;
  }
  switch (kind) {
    case "coverage": case "schema": case "errors": case "latency":
      return kind;
    case "metric":
      return "metrics";
    case "score": case "decision": case "text":
      return "parity";
    default:
      // Repeats, batches, order, concurrency, rounding: an environment against itself.
      return "noise";
  }
};

/** A finding's own mode, but no stronger than what was agreed for its check: `observe` silences, `warn` keeps it from failing. */
export const applyModes = (findings: readonly Finding[], modes: Readonly<Partial<Record<CheckName, CheckMode>>>): Finding[] =>
  findings.map((finding) => ({ ...finding, mode: weaker(finding.mode, modes[checkOf(finding)] ?? "enforce") }));

const strength = { observe: 0, warn: 1, enforce: 2 } as const;

const weaker = (a: CheckMode, b: CheckMode): CheckMode => (strength[a] <= strength[b] ? a : b);
