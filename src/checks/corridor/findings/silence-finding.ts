import type { Finding } from "../../../core/domain/finding.ts";

/** A production that is silent for longer than this, days, is not known to keep anything: whole weeks are the unit of evidence, and one has passed without any. */
const longestSilence = 7;

/** That production wrote nothing lately; empty while it did. Times are ISO 8601. */
export const silenceFinding = (environment: string, rows: number, lastTs: string | null, asOf: string): Finding[] => {
  const days = lastTs === null ? 0 : (Date.parse(asOf) - Date.parse(lastTs)) / 86_400_000;
  if (lastTs === null || days <= longestSilence) return [];
  return [{
    id: "validation.silence", check: "validation.silence", subject: { kind: "coverage", name: `days since the last prediction of ${environment}`, segment: null }, verdict: "inconclusive", severity: "high", mode: "enforce",
    statement: `${environment} wrote no predictions after ${lastTs.slice(0, 16).replace("T", " ")} UTC: for ${Math.floor(days)} days nothing is known`,
    estimate: days, unit: "days", interval: null, margin: longestSilence, marginOrigin: "default", n: rows, noiseFloor: null,
    reason: "what was so then need not be so now, and no evidence is never a pass", action: "Look why nothing is logged, or name the day that is meant with --as-of", needed: null, evidence: { lastTs },
  }];
};
