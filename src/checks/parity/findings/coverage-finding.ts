import type { Coverage } from "../../../core/domain/comparison.ts";
import type { Finding } from "../../../core/domain/finding.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { allowedUnansweredShare } from "../../../core/judge/defaults.ts";
import { percent } from "../../../core/wording/percent.ts";

/**
 * Rows that only one side has cannot be compared, and may be exactly those that differ (a server that dropped the rows it failed on). Above
 * the allowed share the run is inconclusive, however well the rest agrees; and so it is when neither side answered too many of the rows.
 */
export const coverageFinding = (coverage: Coverage, allowed: number, origin: "agreed" | "default", names: { reference: string; candidate: string }, unanswered: number): Finding => {
  const { pairs, onlyReference, onlyCandidate } = coverage;
  const all = pairs + onlyReference + onlyCandidate;
  const unmatched = all === 0 ? null : (onlyReference + onlyCandidate) / all;
  const lacking = unmatched !== null && unmatched > allowed;
  const silent = pairs > 0 && unanswered / pairs > allowedUnansweredShare;
  const verdict = pairs === 0 || unmatched === null || lacking || silent ? "inconclusive" : "pass";
  if (silent && !lacking) return silentFinding(pairs, unanswered, names);
  return {
    id: "parity.coverage/rows",
    check: "parity.coverage",
    subject: { kind: "inputs", name: "rows", segment: null },
    verdict,
    severity: verdict === "pass" ? "info" : "high",
    mode: "enforce",
    statement: unmatched === 0
      ? `both sides hold the same ${countOf(pairs, "row")}`
      : `${countOf(pairs, "row")} in common; ${countOf(onlyReference, "row")} only in ${names.reference}, ${countOf(onlyCandidate, "row")} only in ${names.candidate}`,
    estimate: unmatched,
    unit: "share of rows without a partner",
    interval: null,
    margin: allowed,
    marginOrigin: origin,
    n: all,
    noiseFloor: null,
    reason: pairs === 0 ? "there is nothing to compare" : verdict === "pass" ? `at most ${percent(allowed)} may lack a partner` : `${percent(unmatched ?? 1)} of the rows lack a partner and may be exactly those that differ; at most ${percent(allowed)} is allowed`,
    action: verdict === "pass" ? "nothing to do" : "make both sides from the same inputs, or say with --max-unmatched how many rows may be left out",
    needed: null,
    evidence: { onlyReference, onlyCandidate },
  };
};

const silentFinding = (pairs: number, unanswered: number, { reference, candidate }: { reference: string; candidate: string }): Finding => ({
  id: "parity.coverage/rows",
  check: "parity.coverage",
  subject: { kind: "inputs", name: "rows", segment: null },
  verdict: "inconclusive",
  severity: "high",
  mode: "enforce",
  statement: `neither ${reference} nor ${candidate} answered ${unanswered.toLocaleString("en-US")} of ${countOf(pairs, "row")}`,
  estimate: unanswered / pairs,
  unit: "share of rows that neither side answered",
  interval: null,
  margin: allowedUnansweredShare,
  marginOrigin: "default",
  n: pairs,
  noiseFloor: null,
  reason: `${percent(unanswered / pairs)} of the rows could not be compared, at most ${percent(allowedUnansweredShare)} is allowed`,
  action: "look why both sides refuse these rows, or leave them out of the inputs",
  needed: null,
  evidence: { unanswered },
});
