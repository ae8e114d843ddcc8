import type { Finding } from "../../../core/domain/finding.ts";
import type { ErrorSummary } from "../../../core/domain/run.ts";
import { allowedErrorExcess, alpha } from "../../../core/judge/defaults.ts";
import { newcombe } from "../../../core/stats/newcombe.ts";
import { percent } from "../../../core/wording/percent.ts";

/** Errors are chance events and judged as such: is the candidate's error rate at most this much above the reference's? */
export const errorFinding = (reference: ErrorSummary, candidate: ErrorSummary): Finding => {
  const n = Math.min(reference.requests, candidate.requests);
  const level = 1 - 2 * alpha;
  const interval = n === 0 ? null : newcombe({ k: candidate.errors, n: candidate.requests }, { k: reference.errors, n: reference.requests }, level);
  const estimate = n === 0 ? null : candidate.errors / candidate.requests - reference.errors / reference.requests;
  const none = candidate.errors === 0 && reference.errors === 0;
  const verdict = ((): Finding["verdict"] => {
    if (interval === null || interval.low === null || interval.high === null) return "inconclusive";
    if (interval.low > allowedErrorExcess) return "fail";
    // No error on either side is no reason to ask for more requests; how rare errors are is not what was asked.
    if (none) return "pass";
    return interval.high <= allowedErrorExcess && candidate.errors <= reference.errors ? "pass" : "warn";
  })();
  const most = candidate.byCode[0] ?? reference.byCode[0];
  return {
    id: "parity.errors/requests",
    check: "parity.errors",
    subject: { kind: "errors", name: "requests", segment: null },
    verdict,
    severity: verdict === "fail" ? "critical" : verdict === "pass" ? "info" : "medium",
    mode: verdict === "fail" || verdict === "inconclusive" ? "enforce" : "warn",
    statement: none
      ? `both environments answered every request (${reference.requests.toLocaleString("en-US")} and ${candidate.requests.toLocaleString("en-US")})`
      : `${candidate.environment} failed on ${candidate.errors.toLocaleString("en-US")} of ${candidate.requests.toLocaleString("en-US")} requests, ${reference.environment} on ${reference.errors.toLocaleString("en-US")} of ${reference.requests.toLocaleString("en-US")}`,
    estimate,
    unit: "difference of error rates",
    interval,
    margin: allowedErrorExcess,
    marginOrigin: "default",
    n,
    noiseFloor: null,
    reason: interval === null ? "no request was sent" : `the excess lies between ${percent(interval.low ?? 0)} and ${percent(interval.high ?? 0)}, at most ${percent(allowedErrorExcess)} is allowed`,
    action: verdict === "pass" ? "nothing to do" : most === undefined ? "look at the server's log" : `look at the most frequent error: ${most.code} ${most.message}`,
    needed: null,
    evidence: { referenceErrors: reference.errors, candidateErrors: candidate.errors, mostFrequent: most === undefined ? null : `${most.code} ${most.message}` },
  };
};
