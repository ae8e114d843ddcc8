import { checkCounted } from "../../checks/population/coverage/check-counted.ts";
import { checkCorrelations } from "../../checks/population/correlation/check-correlations.ts";
import { checkFairness, countFairnessClaims } from "../../checks/population/fairness/check-fairness.ts";
import { checkOperations, countOperationsClaims } from "../../checks/population/operations/check-operations.ts";
import { checkPerformance, countPerformanceClaims } from "../../checks/population/performance/check-performance.ts";
import { checkShifts, countShiftClaims } from "../../checks/population/shift/check-shifts.ts";
import type { Finding } from "../../core/domain/finding.ts";
import type { PopulationComparison } from "../../core/domain/population-comparison.ts";
import type { Profile } from "../../core/domain/profile.ts";
import { familyAlpha } from "../../core/judge/population-settings.ts";
import { settleUndecided } from "../../core/judge/settle-undecided.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { CompareOptions } from "./compare-options.ts";
import { compareSettings } from "./compare-settings.ts";
import type { OpenedSide } from "./open-sides.ts";

/** What the profiles of two populations showed. */
export type JudgedPopulations = Pick<PopulationComparison, "shifts" | "metrics" | "reliability" | "fairness" | "correlations" | "family" | "dependence"> & { readonly findings: Finding[] };

/** Where the data were kept out: nothing was concluded. */
export const nothingJudged: JudgedPopulations = { shifts: [], metrics: [], reliability: [], fairness: [], correlations: [], findings: [], family: { claims: 0, alpha: familyAlpha, method: "nothing was judged" }, dependence: "nothing was judged" };

/**
 * All checks of two profiles. Claims that can fail the run are one family and claims about features, which only warn, another: two equal populations
 * fail at most once in twenty comparisons, and warn of features at most once in twenty, however many columns and segments there are.
 */
export const judgePopulations = (sides: { readonly reference: OpenedSide; readonly candidate: OpenedSide }, profiles: { readonly reference: Profile; readonly candidate: Profile }, options: CompareOptions): JudgedPopulations => {
  const names = { reference: sides.reference.side.name, candidate: sides.candidate.side.name };
  const { spec } = profiles.reference;
  const shifts = countShiftClaims(spec);
  const judged = countPerformanceClaims(spec) + countFairnessClaims(spec, options.cohort) + countOperationsClaims(spec);
  const outcomes = shifts.outcomes + judged + (options.enforceFeatures ? shifts.features : 0);
  const ofOutcomes = { ...profiles, settings: compareSettings(options, names, Math.max(1, outcomes)) };
  const ofFeatures = options.enforceFeatures ? ofOutcomes : { ...profiles, settings: compareSettings(options, names, Math.max(1, shifts.features)) };
  const features = checkShifts({ ...ofFeatures, family: "features" });
  const outputs = checkShifts({ ...ofOutcomes, family: "outcomes" });
  const performance = checkPerformance(ofOutcomes);
  const operations = checkOperations(ofOutcomes);
  const fairness = checkFairness({ ...ofOutcomes, cohorts: options.cohort });
  const correlations = checkCorrelations(ofFeatures);
  return {
    shifts: [...outputs.shifts, ...features.shifts], metrics: [...performance.metrics, ...operations.metrics], reliability: performance.reliability, fairness: fairness.fairness, correlations: correlations.correlations,
    findings: settleUndecided([...checkCounted({ ...profiles, names }), ...outputs.findings, ...performance.findings, ...fairness.findings, ...operations.findings, ...(options.enforceFeatures ? features.findings.map(enforced) : features.findings), ...correlations.findings]),
    family: {
      claims: outcomes + (options.enforceFeatures ? 0 : shifts.features), alpha: familyAlpha,
      method: options.enforceFeatures ? `Bonferroni over ${countOf(outcomes, "claim")}` : `Bonferroni, ${countOf(outcomes, "claim")} about outputs and labels in one family and ${shifts.features} about features in another`,
    },
    dependence: outputs.shifts.length === 0 ? features.dependence : outputs.dependence === features.dependence ? outputs.dependence : `outputs: ${outputs.dependence}; features: ${features.dependence}`,
  };
};

const enforced = (finding: Finding): Finding => (finding.mode === "warn" ? { ...finding, mode: "enforce" } : finding);
