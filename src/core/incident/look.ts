import type { Incident } from "../domain/incident.ts";
import type { Interval } from "../domain/interval.ts";
import type { Verdict } from "../domain/verdict.ts";

/** What one look says of one thing that an incident can be about. */
export interface LookFinding {
  /** Stable between looks: `credit/precision`, `review due credit/precision`. */
  readonly subject: string;
  readonly kind: Incident["kind"];
  readonly title: string;
  readonly verdict: Verdict;
  /** Only what is enforced opens an incident. */
  readonly mode: "enforce" | "warn" | "observe";
  readonly severity: Incident["severity"];
  readonly owner: Incident["owner"];
  readonly consequence: Incident["consequence"];
  readonly since: string | null;
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly sentence: string;
}

/** One look at production: what incidents are made of. `at` is the time it speaks of, ISO 8601 UTC; looks are ordered by it. */
export interface Look {
  readonly run: string;
  readonly at: string;
  readonly findings: readonly LookFinding[];
}

/** What a verdict says to an incident: it goes on, it is better, or nothing was heard. A warning is all that a review says. */
export const readingOf = (kind: Incident["kind"], verdict: Verdict): "bad" | "well" | "unheard" => {
  if (verdict === "fail" || (kind === "review" && verdict === "warn")) return "bad";
  return verdict === "pass" || verdict === "warn" ? "well" : "unheard";
};
