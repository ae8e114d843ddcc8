import type { Finding } from "../domain/finding.ts";

/** Findings as they count: one that is waived is a warning. For sentences and decisions; the document keeps what was found. */
export const withoutWaived = (findings: readonly Finding[]): Finding[] => findings.map((finding) => (finding.waived === undefined || finding.mode === "observe" ? finding : { ...finding, verdict: "warn", mode: "warn" }));
