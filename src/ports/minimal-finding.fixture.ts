import type { Finding } from "../core/domain/finding.ts";

/** One enforced finding about the score of all rows that passes, unless said otherwise; for tests of what keeps and judges runs. */
export const minimalFinding = (over: Partial<Finding> = {}): Finding => ({
  id: "parity.score:score", check: "parity.score", subject: { kind: "output", name: "score", segment: null }, verdict: "pass", severity: "high", mode: "enforce", statement: "The scores agree.", estimate: 0, unit: "share",
  interval: null, margin: 0.01, marginOrigin: "agreed", n: 100, noiseFloor: null, reason: "It lies within its margin.", action: "", needed: null, evidence: {}, ...over,
});
