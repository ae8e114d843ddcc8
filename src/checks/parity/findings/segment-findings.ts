import type { OutputComparison } from "../../../core/domain/comparison.ts";
import type { Finding } from "../../../core/domain/finding.ts";
import type { SegmentComparison } from "../../../core/domain/run.ts";
import { alpha } from "../../../core/judge/defaults.ts";
import { clopperPearson, shareLowerBound, shareUpperBound } from "../../../core/stats/clopper-pearson.ts";
import { percent } from "../../../core/wording/percent.ts";

export interface SegmentCount {
  readonly segment: string;
  readonly output: string;
  readonly pairs: number;
  readonly outside: number;
}

/**
 * Each segment's share outside tolerance with an exact interval. A segment fails only when its lower bound, held to alpha over the whole
 * family of segments and outputs, is above the margin, so that looking at a hundred segments does not raise a hundred alarms.
 */
export const judgeSegments = (counts: readonly SegmentCount[], margin: number): SegmentComparison[] => {
  const family = Math.max(1, counts.length);
  return counts.map(({ segment, output, pairs, outside }) => {
    if (pairs === 0) return { segment, output, pairs, outside, interval: { low: null, high: null, level: 1 - 2 * alpha, method: "no pairs" }, verdict: "inconclusive" };
    const low = shareLowerBound(outside, pairs, 1 - alpha / family);
    const high = shareUpperBound(outside, pairs, 1 - alpha);
    const verdict = low > margin ? "fail" : high <= margin ? "pass" : "inconclusive";
    return { segment, output, pairs, outside, interval: { low, high, level: 1 - 2 * alpha, method: `${clopperPearson(outside, pairs, 1 - 2 * alpha).method}, lower end at ${alpha}/${family}` }, verdict };
  });
};

/**
 * Findings for the segments that fail and say more than the output as a whole: where the whole is above the margin too, only those in which
 * the difference gathers. The others stand in the run's table.
 */
export const segmentFindings = (segments: readonly SegmentComparison[], outputs: readonly OutputComparison[], margin: number, marginOrigin: "agreed" | "default"): Finding[] =>
  segments
    .filter(({ verdict, output, interval }) => {
      const whole = outputs.find((each) => each.output === output);
      const share = whole === undefined || whole.pairs === 0 ? 0 : whole.outside / whole.pairs;
      return verdict === "fail" && (share <= margin || (interval.low ?? 0) > share);
    })
    .map(({ segment, output, pairs, outside, interval }) => ({
      id: `parity.segment/${output}/${segment}`,
      check: "parity.segment",
      subject: { kind: "output", name: output, segment },
      verdict: "fail",
      severity: "high",
      mode: "enforce",
      statement: `where ${segment}, ${output} differs on ${outside.toLocaleString("en-US")} of ${pairs.toLocaleString("en-US")} pairs (${percent(outside / pairs)})`,
      estimate: outside / pairs,
      unit: "share of pairs outside tolerance",
      interval,
      margin,
      marginOrigin,
      n: pairs,
      noiseFloor: null,
      reason: `at least ${percent(interval.low ?? 0)} of this segment is outside tolerance, family of ${segments.length} controlled; at most ${percent(margin)} is allowed`,
      action: `look at what is special where ${segment}`,
      needed: null,
      evidence: { outside },
    }));
