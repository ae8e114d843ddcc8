import type { Run } from "../../../core/domain/run.ts";
import { compareSkeleton } from "./compare-skeleton.ts";
import { exampleCorrelation, exampleFairness, exampleMetric, exampleQuality, exampleReliability } from "./example-numbers.ts";
import { exampleFairnessFinding, exampleMetricFinding, exampleShiftFinding } from "./example-shift-finding.ts";
import { exampleSide } from "./example-side.ts";
import { loanShifts } from "./loan-shifts.ts";

const [nReference, nCandidate] = [48_120, 46_903];

/** Two weeks of two environments that are alike. */
export const compareAgrees = (): Run => {
  const labelled = [39_458, 38_460] as const;
  const shifts = loanShifts(nReference, nCandidate);
  const metrics = [
    exampleMetric("AUC", "score", [0.8412, 0.8397], 0.0074, 0.02, "pass", labelled), exampleMetric("Brier score", "score", [0.0571, 0.0574], 0.0018, 0.02, "pass", labelled),
    exampleMetric("calibration error", "score", [0.011, 0.012], 0.008, 0.05, "pass", labelled), exampleMetric("error rate", "requests", [0.0004, 0.0004], 0.0003, 0.01, "pass", [nReference, nCandidate]),
  ];
  const fairness = [exampleFairness("demographic-parity", "production", [["north", 12_020, 0.643], ["south", 11_870, 0.638], ["east", 11_711, 0.646], ["west", 11_302, 0.634]], 0.009, "pass")];
  return {
    ...compareSkeleton("run-20261103-090451-alike", {
      reference: exampleSide("staging", nReference), candidate: exampleSide("production", nCandidate), shifts, metrics, fairness, reliability: [exampleReliability("staging", 0.02), exampleReliability("production", 0.03)],
      correlations: [exampleCorrelation("income", "loan_amount", 0.41, 0.402, "pass")], quality: [...exampleQuality("staging", nReference, 0), ...exampleQuality("production", nCandidate, 0)],
    }),
    findings: [...shifts.map(exampleShiftFinding), ...metrics.map(exampleMetricFinding), ...fairness.map(exampleFairnessFinding)],
    verdict: "pass", headline: "What flows through production is what flows through staging: all 11 columns agree within their margins, and the score is as good on either side.",
    decision: { action: "proceed", reason: "everything that was judged agrees", exitCode: 0 }, nextActions: ["Keep this profile of production to hold the next week against."],
  };
};
