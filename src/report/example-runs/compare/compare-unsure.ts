import type { Run } from "../../../core/domain/run.ts";
import { compareSkeleton } from "./compare-skeleton.ts";
import { exampleMetric } from "./example-numbers.ts";
import { exampleMetricFinding, exampleShiftFinding } from "./example-shift-finding.ts";
import { exampleSide } from "./example-side.ts";
import { loanShifts, unchanged } from "./loan-shifts.ts";

/** A quiet night of few rows, of which a tenth could not be read. */
export const compareUnsure = (): Run => {
  const shifts = loanShifts(4_100, 212, { ...unchanged, income: -0.2, score: 0.1 });
  const metrics = [exampleMetric("AUC", "score", [0.8412, 0.818], 0.061, 0.02, "inconclusive", [3_360, 104])];
  return {
    ...compareSkeleton("run-20261103-090451-few", {
      reference: exampleSide("staging", 4_100),
      candidate: exampleSide("production", 212, {
        window: { from: "2026-11-02T22:00:00.000Z", to: "2026-11-03T04:00:00.000Z" },
        coverage: { recordsRead: 240, rowsParsed: 212, dropped: [{ reason: "body is cut off at 64 KiB", rows: 28, example: "2026-11-03.jsonl:17" }], nonSuccess: null, sampling: null, duplicates: null, clockSkewSeconds: null, labels: null, firstTs: "2026-11-02T22:00:41.000Z", lastTs: "2026-11-03T03:58:10.000Z" },
        gaps: [{ what: "time zone", why: "times carry no zone and were read as UTC", bends: true }, { what: "status", why: "the log does not say whether a request failed", bends: true }],
      }),
      shifts, metrics, family: { claims: 15, alpha: 0.05, method: "Bonferroni" }, dependence: "The order in time is not known on one side: rows are taken as independent",
    }),
    findings: [
      {
        id: "population.coverage/production", check: "population.coverage", subject: { kind: "coverage", name: "records of production", segment: null }, verdict: "inconclusive", severity: "high", mode: "enforce", statement: "88.3 % of production's records came out as predictions; at least 95 % was asked", estimate: 0.883, unit: "covered fraction",
        interval: null, margin: 0.95, marginOrigin: "default", n: 240, noiseFloor: null, reason: "what could not be read may differ from what could", action: "raise the writer's limit of 64 KiB for a body", needed: null, evidence: { recordsRead: 240, rowsParsed: 212 },
      },
      ...shifts.map(exampleShiftFinding), ...metrics.map(exampleMetricFinding),
    ],
    verdict: "inconclusive", headline: "212 rows of production are too few, and too many of its records could not be read, to say that it serves the same population as staging.",
    nextActions: ["Compare a whole day instead of six hours.", "Raise the writer's limit of 64 KiB for a body: 28 records were cut off."], ledger: null,
  };
};
