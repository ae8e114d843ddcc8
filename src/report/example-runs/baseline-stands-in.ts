import type { Run } from "../../core/domain/run.ts";
import { cleanPass } from "./clean-pass.ts";
import { exampleAgreement } from "./example-agreement.ts";
import { exampleDifferences } from "./example-differences.ts";

/** Production is held against the approved baseline, for staging could not be reached. */
export const baselineStandsIn = (): Run => {
  const run = cleanPass();
  const baseline = { model: "churn", version: 3, approvedAt: "2026-10-20T14:02:00.000Z", approvedBy: "Ada Lindqvist", standsFor: "staging", why: "staging could not be reached: http://127.0.0.1:8080 refused the connection" };
  return {
    ...run, id: "20261103-090451-b45e11", agreement: exampleAgreement(), baseline, differences: exampleDifferences().filter(({ quiet, override }) => quiet !== null || override !== null),
    environments: { ...run.environments, reference: { ...run.environments.reference, kind: "file", address: "ml/lockstep/baselines/churn/v3/recording.parquet", protocol: "parquet", detection: "the approved baseline" } },
    trace: { rows: 0, stages: [], firstDivergent: null, disturbed: [], skipped: "a recording shows no stages" },
    budgets: [{ environment: "production", budget: "memory", limit: 500 * 2 ** 20, measured: 441_450_496, unit: "bytes", verdict: "pass" }],
    verdict: "pass", headline: "production gives the same answers as the approved baseline of staging: both outputs agree on all 12,000 inputs.",
  };
};
