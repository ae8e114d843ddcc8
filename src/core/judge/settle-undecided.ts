import type { Finding } from "../domain/finding.ts";

/**
 * What only warns warns of something that was seen: where there were too few rows to tell, it is shown, and neither warns nor passes. Unless nothing at
 * all was told of any column: then there is no evidence, and no evidence is never a pass.
 */
export const settleUndecided = (findings: readonly Finding[]): Finding[] => {
  const told = findings.some(({ check, verdict, mode }) => mode !== "observe" && (verdict === "pass" || verdict === "fail") && isEvidence(check));
  return findings.map((finding) => (finding.verdict === "inconclusive" && finding.mode === "warn" ? { ...finding, mode: told ? "observe" : "enforce" } : finding));
};

/** That two sets of rows hang together alike says nothing of their values. */
const isEvidence = (check: string): boolean => check.startsWith("population.") && !check.startsWith("population.correlation");
