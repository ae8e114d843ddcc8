import type { CorrelationShift, FairnessResult, PopulationMetric } from "../../../core/domain/population-comparison.ts";
import type { QualityResult } from "../../../core/domain/quality.ts";
import { QualityRule } from "../../../core/domain/quality.ts";
import type { ReliabilityCurve } from "../../../core/domain/reliability-curve.ts";
import type { Verdict } from "../../../core/domain/verdict.ts";

const intervalOf = (value: number, width: number, method: string) => ({ low: value - width, high: value + width, level: 0.9, method });

/** A metric on both sides. */
export const exampleMetric = (metric: string, of: string, [reference, candidate]: readonly [number, number], width: number, margin: number, verdict: Verdict, [nReference, nCandidate]: readonly [number, number], segment: string | null = null): PopulationMetric => ({
  metric, of, segment, reference, candidate, difference: candidate - reference, interval: intervalOf(candidate - reference, width, metric === "AUC" ? "DeLong" : "delta method"), nReference, nCandidate, margin, verdict,
  reason: `the difference lies between ${(candidate - reference - width).toFixed(4)} and ${(candidate - reference + width).toFixed(4)} with 90 % confidence; at most ${margin} is allowed`,
});

/** Rates of groups, and what their gap would be if all were equal. */
export const exampleFairness = (criterion: string, environment: string, groups: readonly (readonly [string, number, number])[], gapUnderEquality: number, verdict: Verdict): FairnessResult => {
  const rates = groups.map(([, , rate]) => rate);
  const gap = Math.max(...rates) - Math.min(...rates);
  const spread = Math.max(0, gap - gapUnderEquality) / 2.4;
  return {
    criterion, of: "decision = approve", cohort: "region", environment, gap, gapUnderEquality, spread, interval: { low: Math.max(0, gap - gapUnderEquality), high: gap + gapUnderEquality / 2, level: 0.9, method: "simulation under the fitted rates" }, margin: 0.1, verdict,
    groups: groups.map(([group, n, rate]) => ({ group, n, rate, interval: intervalOf(rate, 1.96 * Math.sqrt((rate * (1 - rate)) / n), "Wilson") })),
    reason: `between groups rates differ by ${(100 * gap).toFixed(1)} %, of which sampling alone makes ${(100 * gapUnderEquality).toFixed(1)} %; at most 10 % is allowed`,
  };
};

/** Mean score against the observed share, bent by so much. */
export const exampleReliability = (environment: string, bend: number): ReliabilityCurve => ({
  environment, output: "score",
  bins: Array.from({ length: 10 }, (_, index) => {
    const meanScore = 0.05 + index * 0.1;
    const observed = Math.min(0.99, Math.max(0.01, meanScore + bend * meanScore * (1 - meanScore)));
    return { meanScore, observed, n: 3900, interval: { low: Math.max(0, observed - 0.017), high: Math.min(1, observed + 0.017), level: 0.95, method: "Wilson" } };
  }),
});

/** Two columns that hang together otherwise. */
export const exampleCorrelation = (a: string, b: string, reference: number, candidate: number, verdict: Verdict): CorrelationShift => ({
  a, b, reference, candidate, difference: candidate - reference, interval: intervalOf(candidate - reference, 0.021, "Fisher's z"), p: verdict === "pass" ? 0.21 : 1e-12, verdict,
});

const rule = (id: string, dimension: QualityRule["dimension"], column: string | null, statement: string, owner: string | null = "Lending data team"): QualityRule => QualityRule.parse({ id, dimension, column, statement, owner });

/** Rules of a contract and how they came out on one side; `broken` rows break the first of them. */
export const exampleQuality = (environment: string, rows: number, broken: number): QualityResult[] => [
  {
    environment, rule: { ...rule("income-range", "range", "income", "income lies between 0 and 1,000,000"), minimum: 0, maximum: 1_000_000 }, verdict: broken > 0 ? "fail" : "pass", rows, broken,
    examples: broken > 0 ? [{ row: "2026-10-30.jsonl:4182", value: "-1" }, { row: "2026-10-30.jsonl:4197", value: "-1" }, { row: "2026-10-30.jsonl:4201", value: "-999" }] : [], since: broken > 0 ? "2026-10-30T06:12:44.000Z" : null,
    reason: broken > 0 ? `${broken.toLocaleString("en-US")} of ${rows.toLocaleString("en-US")} rows break it; none may` : "no row breaks it", action: broken > 0 ? "ask the Lending data team what writes -1 into income since 30 October" : "nothing to do",
  },
  { environment, rule: rule("id-unique", "uniqueness", "id", "every application is there once"), verdict: "pass", rows, broken: 0, examples: [], since: null, reason: "no id is there twice", action: "nothing to do" },
  { environment, rule: rule("fresh", "freshness", null, "the last row is younger than 24 hours"), verdict: "pass", rows, broken: 0, examples: [], since: null, reason: "the last row is 3 hours old", action: "nothing to do" },
];
