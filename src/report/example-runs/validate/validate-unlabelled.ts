import type { Run } from "../../../core/domain/run.ts";
import { exampleHypothesis, exampleResult } from "./example-hypothesis.ts";
import { approvalRate, precisionSeries, regionSeries } from "./example-results.ts";
import { validateSkeleton } from "./validate-skeleton.ts";

/** Labels stopped coming in August: what needs them cannot be told, what does not still can. */
export const validateUnlabelled = (): Run => ({
  ...validateSkeleton("run-20261103-000512-wait", [
    exampleResult(exampleHypothesis(), precisionSeries({ verdict: "inconclusive", labelledShare: (day) => (day < 45 ? 0.97 : 0.31), reason: "since 15 August only 31 % of labels came, and 90 % were agreed as the least" }), {
      segments: regionSeries(() => ({ verdict: "inconclusive", labelledShare: (day) => (day < 45 ? 0.97 : 0.31), reason: "too few labels since 15 August" })), maturity: { curve: Array.from({ length: 15 }, (_, days) => ({ days, share: 0.31 * (1 - Math.exp(-days / 4)) })), cohorts: 111, matureUntil: "2026-10-20", coverage: 0.54 },
      labelFree: [{ method: "CBPE", from: "2026-08-15", to: "2026-11-02", estimate: 0.845, interval: { low: 0.841, high: 0.849, level: 0.95, method: "Poisson bootstrap" }, n: 95_000, labelled: 0, assumption: "scores are as well calibrated as they were offline", doubt: null }],
    }),
    approvalRate({ alarm: true }),
  ]),
  verdict: "inconclusive", headline: "There is not enough evidence yet to say whether loan-risk in production keeps what was promised (1 of 2 claims cannot be told): since 15 August only 31 % of labels came.",
  decision: { action: "pause", reason: "there is not enough evidence to tell, and no evidence is never a pass", exitCode: 3 }, nextActions: ["Ask Lending data why only 31 % of loans have an outcome since 15 August."],
});
