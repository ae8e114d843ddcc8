import type { Run } from "../../../core/domain/run.ts";
import { exampleHypothesis, exampleResult } from "./example-hypothesis.ts";
import { approvalRate, exampleMaturity, precisionSeries, regionSeries, slowestAnswers } from "./example-results.ts";
import { validateSkeleton } from "./validate-skeleton.ts";

/** Four months of production keep what the backtest promised. */
export const validateHolds = (): Run => ({
  ...validateSkeleton("run-20261103-000512-keep", [exampleResult(exampleHypothesis(), precisionSeries(), { segments: regionSeries(), maturity: exampleMaturity }), approvalRate(), slowestAnswers()], {
    features: ["income", "age", "loan_amount"].map((feature) => ({ feature, days: Array.from({ length: 60 }, (_, index) => ({ day: new Date(Date.UTC(2026, 8, 4 + index)).toISOString().slice(0, 10), rows: 1200, missing: 0.01, distance: 0.02 + 0.004 * Math.sin(index) })), availability: 1, changedOn: null, verdict: "pass" as const, sentence: `${feature} lies as it did offline on all 60 days` })),
  }),
  verdict: "pass", headline: "loan-risk in production keeps what was promised: all 3 claims hold.",
  decision: { action: "proceed", reason: "every claim that was judged lies within its corridor", exitCode: 0 }, nextActions: ["Look again tomorrow: the next look is at 06:00."],
});
