import type { Finding } from "../../../core/domain/finding.ts";
import type { MetricComparison } from "../../../core/domain/run.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";

/** What the labels say of the difference: shown with its interval; it decides nothing here, for equal metrics can hide unequal answers. */
export const metricFinding = ({ metric, output, reference, candidate, difference, interval, n }: MetricComparison): Finding => {
  const clear = interval !== null && interval.low !== null && interval.high !== null && (interval.low > 0 || interval.high < 0);
  return {
    id: `parity.metric/${metric}/${output}`,
    check: "parity.metric",
    subject: { kind: "metric", name: `${metric} of ${output}`, segment: null },
    verdict: difference === null ? "inconclusive" : clear ? "warn" : "pass",
    severity: clear ? "medium" : "info",
    mode: clear ? "warn" : "observe",
    statement: reference === null || candidate === null || difference === null
      ? `${metric} of ${output} could not be computed on ${n} labelled rows`
      : difference === 0
        ? `${metric} of ${output} is ${shortNumber(reference)} in both environments`
        : `${metric} of ${output} is ${shortNumber(candidate)} against ${shortNumber(reference)} in the reference`,
    estimate: difference,
    unit: `difference of ${metric}`,
    interval,
    margin: 0,
    marginOrigin: "default",
    n,
    noiseFloor: null,
    reason: difference === null ? "the labels do not allow it" : clear ? "the interval of the paired difference lies wholly on one side of 0" : "the interval of the paired difference holds 0",
    action: clear ? "weigh what the difference costs; the answers themselves are judged apart" : "nothing to do",
    needed: null,
    evidence: { reference, candidate },
  };
};
