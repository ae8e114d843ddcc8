import type { Finding } from "../domain/finding.ts";
import type { WaivedBy, Waiver } from "../domain/waiver.ts";

type Term = Pick<Waiver, "from" | "expiresAt" | "ended">;

/** When a waiver is over, ms: when it expires, or when somebody ended it before that. */
export const overAt = ({ expiresAt, ended }: Pick<Term, "expiresAt" | "ended">): number => Math.min(Date.parse(expiresAt), ended === undefined ? Number.POSITIVE_INFINITY : Date.parse(ended.at));

/** Whether a waiver holds at a moment (ISO 8601): from the moment it was given until, and not at, the moment it expires or somebody ended it. */
export const inForce = (waiver: Term, at: string): boolean => Date.parse(waiver.from) <= Date.parse(at) && Date.parse(at) < overAt(waiver);

/** Whether a waiver is for a model in an environment, in force or not. None is for a run that names no model. */
export const isFor = (waiver: Pick<Waiver, "model" | "environment">, { model, environment }: { readonly model: string | null; readonly environment: string }): boolean =>
  model !== null && waiver.model === model && (waiver.environment === null || waiver.environment === environment);

/**
 * Whether a waiver is for this finding. The beginning of an id covers what failed and was measured; what could not be told or evaluated is covered by its exact id alone,
 * for whoever waives many things at once has not looked at the evidence that is missing.
 */
export const covers = ({ finding: pattern }: Pick<Waiver, "finding">, { id, verdict }: Pick<Finding, "id" | "verdict">): boolean => {
  if (pattern === id) return true;
  return pattern.endsWith("*") && (verdict === "fail" || verdict === "warn") && id.startsWith(pattern.slice(0, -1));
};

/**
 * Findings with the waivers that hold at a moment (ISO 8601): each keeps its verdict and its evidence, and is marked. A mark that was there already says nothing of itself: it stays
 * where one of `waivers` still holds, so that what was waived when it was judged fails again, and nobody waives by writing a mark. `waivers` are those of the findings' model and
 * environment, in force or not.
 */
export const applyWaivers = <F extends Pick<Finding, "id" | "verdict" | "mode" | "waived">>(findings: readonly F[], waivers: readonly Waiver[], at: string): F[] => {
  const holding = waivers.filter((waiver) => inForce(waiver, at));
  return findings.map((before) => {
    const finding = { ...before };
    delete finding.waived;
    const waived = markOf(finding, holding);
    return waived === null ? finding : { ...finding, waived };
  });
};

/** Of several the one that holds longest. */
const markOf = (finding: Pick<Finding, "id" | "verdict" | "mode">, holding: readonly Waiver[]): WaivedBy | null => {
  if (finding.verdict === "pass" || finding.mode === "observe") return null;
  const [waiver] = holding.filter((each) => covers(each, finding)).toSorted((a, b) => Date.parse(b.expiresAt) - Date.parse(a.expiresAt));
  return waiver === undefined ? null : { waiver: waiver.id, owner: waiver.owner, reason: waiver.reason, expiresAt: waiver.expiresAt, ...(waiver.singlePerson === true ? { singlePerson: true } : {}) };
};
