import type { OutputComparison } from "../../core/domain/comparison.ts";

/** A decision compared exactly, from its table of (reference, candidate, count). */
export const decisionOutput = (output: string, table: readonly (readonly [string, string, number])[]): OutputComparison => {
  const pairs = table.reduce((sum, [, , count]) => sum + count, 0);
  const outside = table.reduce((sum, [reference, candidate, count]) => sum + (reference === candidate ? 0 : count), 0);
  return {
    output, role: "decision", roleOrigin: "guessed", dtypeReference: "string", dtypeCandidate: "string", tolerance: null, pairs, outside,
    classes: { "one-sided-error": 0, "both-error": 0, missing: 0, extra: 0, shape: 0, dtype: 0, "non-finite": 0, value: outside, within: 0, equal: pairs - outside },
    moments: null, rank: null, differences: null, ulp: null, scoreBins: null, smallestTolerance: null,
    flips: table.map(([reference, candidate, count]) => ({ reference, candidate, count })).sort((a, b) => b.count - a.count),
  };
};
