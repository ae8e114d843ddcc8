import type { Finding } from "../../../core/domain/finding.ts";
import type { MetricComparison } from "../../../core/domain/run.ts";
import { metricWorthAWarning } from "../../../core/judge/defaults.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";

/** What the labels say of the difference: shown with its interval; it decides nothing here, for equal metrics can hide unequal answers. */
export const metricFinding = ({ metric, output, reference, candidate, difference, interval, n }: MetricComparison): Finding => {
  const margin = metricWorthAWarning * Math.abs(reference ?? 0);
  // With rows paired, rounding alone can be told from 0; what matters is whether the metric as people quote it has moved.
  const clear = interval !== null && interval.low !== null && interval.high !== null && (interval.low > margin || interval.high < -margin);
  return {
    id: `parity.metric/${metric}/${output}`,
    check: "parity.metric",
    subject: { kind: "metric", name: `${metric} of ${output}`, segment: null },
    verdict: difference === null ? "inconclusive" : clear ? "warn" : "pass",
    severity: clear ? "medium" : "info",
    mode: clear ? "warn" : "observe",
    statement: reference === null || candidate === null || difference === null
      ? `${metric} of ${output} could not be computed on ${n} labelled rows`
      : Math.abs(difference) <= margin
        ? `${metric} of ${output} is ${shortNumber(reference)} in both environments`
        : `${metric} of ${output} is ${shortNumber(candidate)} against ${shortNumber(reference)} in the reference`,
    estimate: difference,
    unit: `difference of ${metric}`,
    interval,
    margin,
    marginOrigin: "default",
    n,
    noiseFloor: null,
    reason: difference === null ? "the labels do not allow it" : clear ? `the interval of the paired difference lies wholly beyond ${shortNumber(margin)}` : `the interval of the paired difference reaches inside ${shortNumber(margin)} of 0`,
    action: clear ? "weigh what the difference costs; the answers themselves are judged apart" : "nothing to do",
    needed: null,
    evidence: { reference, candidate },
  };
};
