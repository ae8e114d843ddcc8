import type { Run } from "../../../core/domain/run.ts";
import { compareSkeleton } from "./compare-skeleton.ts";
import { exampleCorrelation, exampleFairness, exampleMetric, exampleQuality, exampleReliability } from "./example-numbers.ts";
import { exampleFairnessFinding, exampleMetricFinding, exampleShiftFinding } from "./example-shift-finding.ts";
import { exampleSide } from "./example-side.ts";
import { loanShifts } from "./loan-shifts.ts";

const [nReference, nCandidate] = [48_120, 51_003];

/** A feature drifted, the score with it, AUC was lost, and one region is approved less often. */
export const compareDrifted = (): Run => {
  const labelled = [39_458, 20_912] as const;
  const change = { income: -0.52, missingIncome: 0.083, score: 0.44, channel: [0.41, 0.33, 0.12, 0.14] };
  const shifts = [...loanShifts(nReference, nCandidate, change), ...["east", "west"].flatMap((region, index) => loanShifts(12_011, 12_807, region === "west" ? { ...change, income: -0.9 } : change, `region = ${region}`, 70 + 20 * index).filter(({ column }) => column === "income" || column === "score"))];
  const metrics = [
    exampleMetric("AUC", "score", [0.8412, 0.7889], 0.0091, 0.02, "fail", labelled), exampleMetric("Brier score", "score", [0.0571, 0.0702], 0.0029, 0.02, "pass", labelled),
    exampleMetric("calibration error", "score", [0.011, 0.068], 0.012, 0.05, "inconclusive", labelled), exampleMetric("error rate", "requests", [0.0004, 0.0011], 0.0004, 0.01, "pass", [nReference, nCandidate]),
    exampleMetric("latency p95", "requests", [41.2, 43.9], 1.4, 10.3, "pass", [nReference, nCandidate]), exampleMetric("AUC", "score", [0.838, 0.741], 0.021, 0.02, "fail", [9_870, 5_190], "region = west"),
  ];
  const fairness = [
    exampleFairness("demographic-parity", "staging", [["north", 12_020, 0.643], ["south", 11_870, 0.638], ["east", 12_011, 0.646], ["west", 12_219, 0.634]], 0.009, "pass"),
    exampleFairness("demographic-parity", "production", [["north", 13_041, 0.628], ["south", 12_704, 0.619], ["east", 12_807, 0.611], ["west", 12_451, 0.447]], 0.009, "fail"),
    exampleFairness("equal-opportunity", "production", [["north", 4_912, 0.702], ["south", 4_801, 0.694], ["east", 4_766, 0.688], ["west", 4_310, 0.641]], 0.018, "pass"),
  ];
  return {
    ...compareSkeleton("run-20261103-090451-drift", {
      reference: exampleSide("staging", nReference),
      candidate: exampleSide("production", nCandidate, {
        coverage: { recordsRead: 51_260, rowsParsed: 51_003, dropped: [{ reason: "status is not a success", rows: 221, example: "2026-10-29.jsonl:1188" }, { reason: "not JSON", rows: 36, example: "2026-10-30.jsonl:90112" }], nonSuccess: { records: 221, of: 51_260 }, sampling: { low: 0.5, high: 1 }, duplicates: 18, labels: { labelled: 20_912, delayQuantiles: [{ q: 0.5, seconds: 259_200 }, { q: 0.95, seconds: 561_600 }], beforePrediction: 0, orphans: 3 } },
        gaps: [{ what: "non-200", why: "the writer keeps no body of failed requests: what they were is not known", bends: true }, { what: "replica", why: "the log does not say which replica answered", bends: false }],
      }),
      shifts, metrics, fairness, schema: [{ column: "partner_code", problem: "only in production" }], reliability: [exampleReliability("staging", 0.02), exampleReliability("production", -0.34)],
      correlations: [exampleCorrelation("income", "loan_amount", 0.41, 0.12, "warn"), exampleCorrelation("age", "tenure_months", 0.38, 0.372, "pass")], quality: [...exampleQuality("staging", nReference, 0), ...exampleQuality("production", nCandidate, 0)],
    }),
    findings: [
      ...shifts.map(exampleShiftFinding), ...metrics.map(exampleMetricFinding), ...fairness.filter(({ environment }) => environment === "production").map(exampleFairnessFinding),
      {
        id: "shift.missing/income", check: "shift.missing", subject: { kind: "missing", name: "income", segment: null }, verdict: "warn", severity: "medium", mode: "warn", statement: "income is missing in 8.3 % of production's rows and in 1.1 % of staging's", estimate: 0.072, unit: "difference of shares",
        interval: { low: 0.0699, high: 0.0741, level: 0.9, method: "Newcombe" }, margin: 0.02, marginOrigin: "default", n: 99_123, noiseFloor: null, reason: "the difference lies between 6.99 % and 7.41 %; at most 2 % is allowed", action: "ask whoever fills income why it is left empty", needed: null, evidence: { reference: 0.011, candidate: 0.083 },
      },
      {
        id: "shift.correlation/income/loan_amount", check: "shift.correlation", subject: { kind: "correlation", name: "income and loan_amount", segment: null }, verdict: "warn", severity: "medium", mode: "warn", statement: "income and loan_amount hang together less than before: 0.12 against 0.41", estimate: -0.29, unit: "difference of correlations",
        interval: { low: -0.311, high: -0.269, level: 0.9, method: "Fisher's z" }, margin: 0.2, marginOrigin: "default", n: 99_123, noiseFloor: null, reason: "the difference lies between -0.311 and -0.269; at most 0.2 either way is allowed", action: "look for rows of income that were filled in with a constant", needed: null, evidence: { reference: 0.41, candidate: 0.12 },
      },
    ],
    verdict: "fail", headline: "production serves another population than staging: score shifted, AUC fell from 0.841 to 0.789, and decisions are 18.1 % apart between regions.",
    decision: { action: "roll-back", reason: "the score is worse where it is served", exitCode: 1 },
    nextActions: ["Look at income first: it moved by half a standard deviation and is missing seven times as often.", "Hold back automatic decisions for region = west until its approvals are understood.", "Compare again once the labels of the last week have arrived."],
  };
};
