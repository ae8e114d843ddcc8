import type { Run } from "../../../core/domain/run.ts";
import { exampleHypothesis, exampleResult } from "./example-hypothesis.ts";
import { approvalRate, precisionSeries, slowestAnswers } from "./example-results.ts";
import { validateSkeleton } from "./validate-skeleton.ts";

const first = Date.parse("2026-10-27T23:00:00.000Z");

/** The first six days: nothing can be told yet, and what could be is said. */
export const validateBlind = (): Run => ({
  ...validateSkeleton("run-20261103-000512-first", [
    exampleResult(exampleHypothesis({ since: "2026-10-28" }), precisionSeries({ verdict: "inconclusive", first, days: 6, maturingFrom: 0, labelledShare: (day) => 0.4 - 0.06 * day, reason: "no week has its labels yet", needed: 4, blind: "a fall of less than 9 points in the first four weeks goes unseen; the first week has its labels on 18 November 2026" }), {
      maturity: { curve: [{ days: 0, share: 0.05 }, { days: 2, share: 0.21 }, { days: 4, share: 0.38 }], cohorts: 4, matureUntil: null, coverage: null },
      labelFree: [{ method: "CBPE", from: "2026-10-28", to: "2026-11-02", estimate: 0.847, interval: { low: 0.839, high: 0.855, level: 0.95, method: "Poisson bootstrap" }, n: 7_100, labelled: 0, assumption: "scores are as well calibrated as they were offline", doubt: null }],
    }),
    approvalRate({ verdict: "inconclusive", first, days: 6, reason: "no whole week has passed", needed: 4, blind: "the first verdict can come after four whole weeks, on 25 November 2026" }), slowestAnswers({ verdict: "inconclusive", first, days: 6, reason: "no whole week has passed", needed: 4, blind: "the first verdict can come after four whole weeks, on 25 November 2026" }),
  ]),
  verdict: "inconclusive", headline: "There is not enough evidence yet to say whether loan-risk in production keeps what was promised (3 of 3 claims cannot be told): no whole week has passed.",
  decision: { action: "pause", reason: "there is not enough evidence to tell, and no evidence is never a pass", exitCode: 3 }, nextActions: ["Look again on 18 November 2026, when the first week has its labels."],
});
