import type { Run } from "../../core/domain/run.ts";
import { runSkeleton } from "./run-skeleton.ts";

/** The candidate answered nothing: an error, and never a pass. */
export const unreachable = (): Run => {
  const skeleton = runSkeleton("run-20261103-090451-error");
  return {
    ...skeleton,
    coverage: { ...skeleton.coverage, rowsCandidate: 0, pairs: 0, onlyReference: 12000, errorsCandidate: 200, dropped: [{ environment: "production", reason: "connection refused", rows: 200 }] },
    errors: [{ environment: "production", requests: 200, errors: 200, interval: { low: 0.985, high: 1, level: 0.95, method: "Clopper-Pearson" }, byCode: [{ code: "ECONNREFUSED", message: "connect ECONNREFUSED 127.0.0.1:8081", count: 200 }] }],
    findings: [{
      id: "parity.errors/requests", check: "parity.errors", subject: { kind: "run", name: "production", segment: null }, verdict: "error", severity: "critical", mode: "enforce",
      statement: "production gave no answer at all: connection refused 200 times", estimate: null, unit: "difference of error rates", interval: null, margin: null, marginOrigin: null, n: 200,
      noiseFloor: null, reason: "nothing can be compared without answers", action: "check that the server runs and that the address and port are right", needed: null, evidence: { refused: 200 },
    }],
    verdict: "error", headline: "production gave no answer at all, so nothing could be compared.",
    decision: { action: "pause", reason: "it could not be evaluated", exitCode: 4 }, nextActions: ["Check that http://127.0.0.1:8081 is up, then run the same check again."],
  };
};
