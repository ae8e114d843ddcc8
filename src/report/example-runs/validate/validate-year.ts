import type { Run } from "../../../core/domain/run.ts";
import { exampleHypothesis, exampleResult } from "./example-hypothesis.ts";
import { precisionSeries } from "./example-results.ts";
import { validateSkeleton } from "./validate-skeleton.ts";

/** A year of hours, in twenty segments of ten hypotheses unless fewer are asked for: as large as a look gets. The segments share their windows, so that the example stays small in memory. */
export const exampleYear = (claims = 10, branches = 20): Run => {
  const first = Date.parse("2025-10-31T23:00:00.000Z");
  const overall = precisionSeries({ first, days: 365, hourly: true, rows: 300, maturingFrom: 351 });
  const hypotheses = Array.from({ length: claims }, (_, at) => exampleResult(exampleHypothesis({ id: `loan-risk/claim-${at}`, name: `claim-${at}`, window: "hour" }), overall, {
    segments: Array.from({ length: branches }, (__, index) => ({ ...overall, segment: { column: "branch", value: `branch ${index}` }, points: [...overall.points], verdict: index === at ? ("fail" as const) : ("pass" as const) })), verdict: "fail",
  }));
  return { ...validateSkeleton("run-20261103-000512-year", hypotheses), verdict: "fail", headline: "loan-risk in production does not keep what was promised: each claim fails in one of twenty branches.", decision: { action: "pause", reason: "promote nothing until somebody has found out why they do not hold", exitCode: 1 } };
};
