import type { Run } from "../../../core/domain/run.ts";
import { exampleHypothesis, exampleResult } from "./example-hypothesis.ts";
import { approvalRate, exampleMaturity, precisionSeries, regionSeries, slowestAnswers } from "./example-results.ts";
import { validateSkeleton } from "./validate-skeleton.ts";

/** Over everything the promise is kept; one region is not. */
export const validateSegment = (): Run => ({
  ...validateSkeleton("run-20261103-000512-part", [
    exampleResult(exampleHypothesis({ consequence: "investigate", impact: null }), precisionSeries(), { verdict: "fail", maturity: exampleMaturity, segments: regionSeries((region) => (region === "west" ? { verdict: "fail", level: (day) => (day < 82 ? 0.842 : 0.79), left: 82, reason: "left its corridor and survives the family of 5 claims" } : {})) }),
    approvalRate(), slowestAnswers(),
  ]),
  verdict: "fail", headline: "loan-risk in production does not keep what was promised: precision of approved within region = west is 79 % since 21 September; between 82.1 % and 86.1 % was promised (84.1 % offline).",
  decision: { action: "pause", reason: "precision: promote nothing until somebody has found out why it does not hold", exitCode: 1 }, nextActions: ["Ana Reyes: find out what changed for region west on 21 September."],
});
