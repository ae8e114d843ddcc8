import type { Finding } from "../../../core/domain/finding.ts";
import type { Run } from "../../../core/domain/run.ts";
import { latencyDifferenceWorthAWarning, latencyRatioWorthAWarning } from "../../../core/judge/defaults.ts";
import { percent } from "../../../core/wording/percent.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";

export interface LatencyBesides {
  readonly n: number;
  /** Candidate minus reference at this quantile, milliseconds; null where either is unknown. */
  readonly slowerByMs: number | null;
}

/** Latency is judged apart from answers, and decides only where a limit was agreed; otherwise a clear slowdown is a warning. */
export const latencyFinding = (ratio: Run["latencyRatios"][number], { n, slowerByMs }: LatencyBesides, names: { reference: string; candidate: string }, agreed: number | null): Finding => {
  const margin = agreed ?? latencyRatioWorthAWarning;
  const { interval } = ratio;
  const low = interval?.low ?? null;
  const high = interval?.high ?? null;
  const verdict = ((): Finding["verdict"] => {
    if (low === null || high === null) return "inconclusive";
    if (low > margin && agreed !== null) return "fail";
    if (low > margin) return slowerByMs === null || slowerByMs >= latencyDifferenceWorthAWarning ? "warn" : "pass";
    return high <= margin ? "pass" : "inconclusive";
  })();
  const quantile = `p${Number((ratio.q * 100).toPrecision(4))}`;
  return {
    id: `parity.latency/${quantile}`,
    check: "parity.latency",
    subject: { kind: "latency", name: quantile, segment: null },
    verdict,
    severity: verdict === "pass" ? "info" : agreed === null ? "low" : "high",
    // Without an agreed limit, latency that cannot be told apart on a few hundred requests must not hold anybody up.
    mode: agreed !== null ? "enforce" : verdict === "warn" ? "warn" : "observe",
    statement: ratio.ratio === null
      ? `${quantile} latency: too few requests to compare`
      : `${quantile} latency of ${names.candidate} is ${shortNumber(ratio.ratio)} times that of ${names.reference}`,
    estimate: ratio.ratio,
    unit: "ratio of latencies",
    interval,
    margin,
    marginOrigin: agreed === null ? "default" : "agreed",
    n,
    noiseFloor: null,
    reason: low === null || high === null ? `with ${n} requests the tail beyond ${quantile} holds too few to say` : `the ratio lies between ${shortNumber(low)} and ${shortNumber(high)} with ${percent(interval?.level ?? 0)} confidence; the limit is ${shortNumber(margin)}`,
    action: verdict === "pass" ? "nothing to do" : verdict === "inconclusive" ? "ask more inputs if latency matters here" : "compare threads, CPU quota and hardware of the two environments",
    needed: null,
    evidence: { slowerByMs },
  };
};
