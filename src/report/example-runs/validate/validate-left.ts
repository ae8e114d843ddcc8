import type { Run } from "../../../core/domain/run.ts";
import type { Explanation, HypothesisResult } from "../../../core/domain/validation.ts";
import { exampleHypothesis, exampleResult } from "./example-hypothesis.ts";
import { approvalRate, exampleMaturity, precisionSeries, regionSeries, slowestAnswers } from "./example-results.ts";
import { validateSkeleton } from "./validate-skeleton.ts";

/** The day of the change: 14 September. */
const left = 75;

const explanation: Explanation = {
  column: "region", difference: -0.061, smallestSet: [{ column: "region", value: "west" }, { column: "region", value: "south" }], explained: 0.86,
  sentence: "86 % of the departure comes from region west and south, where fewer are paid back; the mix of regions hardly moved",
  contributions: ([["west", "rate", -0.034, 0.19, 0.21, 0.841, 0.679], ["south", "rate", -0.0185, 0.28, 0.28, 0.852, 0.786], ["east", "rate", -0.004, 0.22, 0.21, 0.846, 0.827], ["north", "rate", -0.003, 0.31, 0.3, 0.856, 0.846], ["west", "mix", -0.0015, 0.19, 0.21, 0.841, 0.679]] as const)
    .map(([value, kind, contribution, weightOffline, weightProduction, rateOffline, rateProduction]) => ({ what: kind === "rate" ? `repaid less often within region = ${value}` : `more of region = ${value}`, kind, segment: { column: "region", value }, contribution, interval: { low: contribution - 0.004, high: contribution + 0.004, level: 0.95, method: "delta method" }, share: contribution / -0.061, weightOffline, weightProduction, rateOffline, rateProduction, significant: Math.abs(contribution) > 0.004 })),
};

const precision = (): HypothesisResult => exampleResult(
  exampleHypothesis({ margin: { below: 0.02, above: 0.02, relative: false } }),
  precisionSeries({ verdict: "fail", level: (day) => (day < left ? 0.851 : 0.789), left, missing: [51, 52], excluded: [30, 31, 32, 33], reason: "the evidence against the corridor is 1 to 3,900, and fails from 1 to 20 on" }),
  {
    version: 2, maturity: exampleMaturity, explanations: [explanation], cost: { days: 37, amount: 155_400, unit: "EUR" },
    segments: regionSeries((region) => (region === "west" ? { verdict: "fail", level: (day) => (day < left ? 0.842 : 0.68), left, reason: "left its corridor and survives the family of 7 claims" } : region === "south" ? { verdict: "fail", level: (day) => (day < left ? 0.853 : 0.786), left, reason: "left its corridor and survives the family of 7 claims" } : region === "east" ? { verdict: "inconclusive", level: () => 0.831, reason: "the confidence sequence crosses the lower edge", needed: 5 } : {})),
    labelFree: [
      { method: "CBPE", from: "2026-10-20", to: "2026-11-02", estimate: 0.836, interval: { low: 0.829, high: 0.843, level: 0.95, method: "Poisson bootstrap" }, n: 16_700, labelled: 0, assumption: "scores are as well calibrated as they were offline", doubt: "the mature weeks before are 5.4 points below what it said of them" },
      { method: "PPI", from: "2026-10-20", to: "2026-11-02", estimate: 0.791, interval: { low: 0.771, high: 0.811, level: 0.95, method: "prediction-powered" }, n: 16_700, labelled: 4_100, assumption: "labels that came early are like those that come late, given the score", doubt: null },
    ],
    amendments: [{ hypothesis: "loan-risk/precision", version: 2, digest: "c1".repeat(32), registeredAt: "2026-08-18T09:30:00.000Z", author: "Ana Reyes", reason: "agreed with the lending board after the first month", changed: [{ field: "margin", before: "0.015", after: "0.02" }], dataUntil: "2026-08-17T21:58:00.000Z" }],
    concurrent: [
      { at: "2026-09-13T16:20:00.000Z", kind: "fingerprint", what: "pandas 2.2.3 became 2.3.0 in production", daysFromOnset: -1 }, { at: "2026-09-14T06:00:00.000Z", kind: "feature", what: "bureau_score comes from another source since then", daysFromOnset: 0 }, { at: "2026-09-29T10:00:00.000Z", kind: "manifest", what: "lockstep.yaml names another contact", daysFromOnset: 15 },
    ],
    restated: [{ window: "2026-10-03", segment: null, run: "run-20261004-000507-night", before: { estimate: 0.831, verdict: "pass" }, after: { estimate: 0.792, verdict: "fail" }, why: "212 labels came after the window was judged" }, { window: "2026-10-04", segment: null, run: "run-20261005-000511-night", before: { estimate: 0.826, verdict: "warn" }, after: { estimate: 0.788, verdict: "fail" }, why: "195 labels came after the window was judged" }],
  },
);

/** Precision left its corridor in September: since when, how far, for whom, why, what it costs, and what was restated and amended. */
export const validateLeft = (): Run => ({
  ...validateSkeleton("run-20261103-000512-left", [approvalRate({ alarm: false }), precision(), slowestAnswers({ verdict: "inconclusive", level: () => 119.4, reason: "the confidence sequence crosses the upper limit", needed: 3 })], {
    missingDays: ["2026-08-20", "2026-08-21"],
    calendar: [
      { name: "Summer campaign", kind: "campaign", from: "2026-07-31", to: "2026-08-04", models: null, treatment: "exclude", reason: "applicants unlike any other" },
      { name: "Day of German Unity", kind: "holiday", from: "2026-10-03", to: "2026-10-04", models: null, treatment: "note", reason: null },
    ],
    features: [{ feature: "bureau_score", days: Array.from({ length: 60 }, (_, index) => ({ day: new Date(Date.UTC(2026, 8, 4 + index)).toISOString().slice(0, 10), rows: 1200, missing: index < 10 ? 0.01 : 0.23, distance: index < 10 ? 0.03 : 0.31 })), availability: 0.81, changedOn: "2026-09-14", verdict: "warn", sentence: "bureau_score is missing on 23 % of rows since 14 Sep 2026, offline on 1 %" }],
  }),
  verdict: "fail", headline: "loan-risk in production does not keep what was promised: precision of approved is 78.9 % since 14 September; between 83 % and 87 % was promised (85 % offline).",
  decision: { action: "roll-back", reason: "it was agreed for this case: precision does not hold", exitCode: 1 },
  nextActions: ["Ana Reyes: go back to version 11, the last that was well.", "Ask who changed the source of bureau_score on 14 September."],
});
