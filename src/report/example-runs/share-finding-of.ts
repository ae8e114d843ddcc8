import type { OutputComparison } from "../../core/domain/comparison.ts";
import type { Finding } from "../../core/domain/finding.ts";

const margin = 0.001;
/** Normal quantile of a two-sided 90 % interval; close enough for an example. */
const z = 1.645;

/** A plausible finding about one output's share outside tolerance. */
export const shareFindingOf = (comparison: OutputComparison, { candidate = "production", noiseFloor = 0 }: { candidate?: string; noiseFloor?: number | null } = {}): Finding => {
  const { output, role, outside, pairs } = comparison;
  const share = outside / pairs;
  const width = z * Math.sqrt((share * (1 - share)) / pairs);
  const verdict = share - width > margin ? "fail" : share + width <= margin ? "pass" : "inconclusive";
  return {
    id: `parity.${role}/${output}`, check: `parity.${role}`, subject: { kind: role === "decision" ? "decision" : "output", name: output, segment: null },
    verdict, severity: verdict === "pass" ? "info" : role === "decision" ? "critical" : "high", mode: "enforce",
    statement: outside === 0
      ? `${output} agrees on all ${pairs.toLocaleString("en-US")} pairs`
      : `${output} ${role === "decision" ? "is decided differently" : "differs beyond tolerance"} on ${outside.toLocaleString("en-US")} of ${pairs.toLocaleString("en-US")} pairs`,
    estimate: share, unit: "share of pairs outside tolerance",
    interval: { low: Math.max(0, share - width), high: share + width, level: 0.9, method: "paired score interval (Tango) of the excess over the reference's own repeats" },
    margin, marginOrigin: "default", n: pairs, noiseFloor,
    reason: `between ${(100 * Math.max(0, share - width)).toFixed(2)} % and ${(100 * (share + width)).toFixed(2)} % against at most 0.1 % allowed`,
    action: verdict === "pass" ? "nothing to do" : `find out why ${candidate} differs in ${output} before promoting it`,
    needed: verdict === "inconclusive" ? 3000 : null,
    evidence: { outside, value: comparison.classes.value, within: comparison.classes.within, equal: comparison.classes.equal, smallestTolerance: comparison.smallestTolerance },
  };
};
