import type { Finding } from "../../../core/domain/finding.ts";
import type { ErrorSummary } from "../../../core/domain/run.ts";
import { countOf } from "../../../core/wording/count-of.ts";

/**
 * Where only one side was asked its errors have nothing to be compared with; the rows they cost are judged with the outputs. This says why there are none.
 * Null when every request was answered.
 */
export const loneErrorFinding = ({ environment, requests, errors, byCode }: ErrorSummary): Finding | null => {
  const [most] = byCode;
  if (errors === 0) return null;
  return {
    id: "parity.errors/requests",
    check: "parity.errors",
    subject: { kind: "errors", name: "requests", segment: null },
    verdict: "warn",
    severity: "medium",
    mode: "warn",
    statement: `${environment} failed on ${errors.toLocaleString("en-US")} of ${countOf(requests, "request")}`,
    estimate: errors / requests,
    unit: "error rate",
    interval: null,
    margin: null,
    marginOrigin: null,
    n: requests,
    noiseFloor: null,
    reason: "the other side is a file, which has no requests",
    action: most === undefined ? "look at the server's log" : `look at the most frequent error: ${most.code} ${most.message}`,
    needed: null,
    evidence: { errors, mostFrequent: most === undefined ? null : `${most.code} ${most.message}` },
  };
};
