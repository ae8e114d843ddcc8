import type { Finding } from "../../core/domain/finding.ts";
import type { PreprocessingCaseResult } from "../../core/domain/stage.ts";

/** One finding per case and environment; a case that could not be run is no pass. */
export const caseFindings = (results: readonly PreprocessingCaseResult[], mode: Finding["mode"]): Finding[] =>
  results.map(({ case: name, environment, through, verdict, statement }) => ({
    id: `preprocessing.case/${name}/${environment}/${through}`, check: "preprocessing.case", subject: { kind: "preprocessing", name: `${name} on ${environment}`, segment: null },
    verdict: verdict === "error" ? "inconclusive" : verdict, severity: verdict === "pass" ? "info" : "high", mode, statement,
    estimate: null, unit: "case", interval: null, margin: null, marginOrigin: "agreed", n: 1, noiseFloor: null,
    reason: verdict === "error" ? "the case could not be run there, and what was not run is not known to hold" : `the outcome was agreed beforehand and is exact`,
    action: verdict === "pass" ? "nothing to do" : verdict === "fail" ? `run the case by hand on ${environment} and compare the preprocessing there with the one that was trained` : "mount the SDK with the packed preprocessing, or expect an output or a stage instead",
    needed: null, evidence: { through },
  }));
