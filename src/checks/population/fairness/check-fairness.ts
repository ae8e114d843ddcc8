import type { Finding } from "../../../core/domain/finding.ts";
import type { FairnessResult } from "../../../core/domain/population-comparison.ts";
import type { Profile, ProfileSpec } from "../../../core/domain/profile.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { percent } from "../../../core/wording/percent.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import { criteria, type Criterion, decisionsOf } from "./criteria.ts";
import type { Decided } from "./group-rates.ts";
import { judgeCriterion, type JudgedCriterion } from "./judge-criterion.ts";

export interface FairnessInput {
  readonly reference: Profile;
  readonly candidate: Profile;
  readonly settings: PopulationSettings;
  /** Columns that cut the population and by which fairness is told. */
  readonly cohorts: readonly string[];
}

/**
 * Rates of decisions by group, in both populations: a result for each criterion, cohort and population, and one finding for both together. The finding fails where the candidate breaks the margin, and
 * either people agreed on it or the candidate is shown to be worse than the reference: what both break by a default alone is a warning.
 */
export const checkFairness = ({ reference, candidate, settings, cohorts }: FairnessInput): { readonly fairness: FairnessResult[]; readonly findings: Finding[] } => {
  const { spec } = reference;
  const known = cohorts.filter((cohort) => spec.segments.some(({ column }) => column === cohort));
  const decisions = decisionsOf(spec);
  const questions = known.flatMap((cohort) => decisions.flatMap(({ decided }) => (decided === null ? [] : criteriaFor(decided).map((criterion) => ({ cohort, decided, criterion })))));
  const judged = questions.map(({ cohort, decided, criterion }) => {
    const of = (profile: Profile, name: string): JudgedCriterion => judgeCriterion(profile, name, cohort, decided, criterion, settings);
    return { criterion, before: of(reference, settings.names.reference), after: of(candidate, settings.names.candidate) };
  });
  return { fairness: judged.flatMap(({ before, after }) => [before.result, after.result]), findings: [...judged.map((each) => findingOf(each, settings)), ...notAsked(spec, cohorts, known, decisions)] };
};

/** How many claims could fail or warn: one for each criterion, cohort and decision; that two breaches differ is no claim of its own. */
export const countFairnessClaims = (spec: ProfileSpec, cohorts: readonly string[]): number =>
  cohorts.filter((cohort) => spec.segments.some(({ column }) => column === cohort)).length * decisionsOf(spec).reduce((sum, { decided }) => sum + (decided === null ? 0 : criteriaFor(decided).length), 0);

const criteriaFor = ({ label }: Decided): Criterion[] => criteria.filter(({ needsLabels }) => !needsLabels || label !== null);

const findingOf = ({ criterion, before, after }: { readonly criterion: Criterion; readonly before: JudgedCriterion; readonly after: JudgedCriterion }, settings: PopulationSettings): Finding => {
  const { result } = after;
  const { names, agreed } = settings;
  const origin = agreed.has(criterion.scale === "gap" ? "cohortGap" : "cohortRatio") ? "agreed" : "default";
  const worse = isWorse(criterion, before, after, settings.alphaPerClaim);
  const shared = result.verdict === "fail" && origin === "default" && !worse;
  const verdict = shared ? "warn" : result.verdict;
  const value = after.seen?.value ?? null;
  const number = (of: number | null): string => (of === null ? "not known" : criterion.scale === "gap" ? percent(of) : shortNumber(of));
  const largest = criterion.scale === "gap" ? "groups differ by up to" : "the smallest rate is, of the largest,";
  return {
    id: `population.fairness.${criterion.criterion}:${result.of}:${result.cohort}`, check: `population.fairness.${criterion.criterion}`, subject: { kind: "fairness", name: `${criterion.criterion} of ${result.of} by ${result.cohort}`, segment: null },
    verdict, severity: verdict === "fail" ? "high" : verdict === "warn" ? "medium" : verdict === "pass" ? "info" : "low", mode: shared ? "warn" : "enforce",
    statement: value === null
      ? `${criterion.words} by ${result.cohort} could not be compared between groups`
      : `${criterion.words} by ${result.cohort}: ${largest} ${number(value)} in ${names.candidate}, ${number(before.seen?.value ?? null)} in ${names.reference}`,
    estimate: value, unit: criterion.scale === "gap" ? "share" : "ratio", interval: result.interval, margin: result.margin, marginOrigin: origin, n: after.n, noiseFloor: criterion.scale === "gap" ? result.gapUnderEquality : null,
    reason: `${result.reason}${shared ? `; ${names.reference} is not shown to be better, and nobody agreed on the margin` : result.verdict === "fail" && worse ? `; ${names.candidate} is worse than ${names.reference} beyond chance` : ""}`,
    action: verdict === "pass" ? "nothing to do" : verdict === "inconclusive" ? "Compare more rows of the small groups, or join them." : "Look at the groups with the lowest and the highest rate, and which features differ between them.",
    needed: null, evidence: { gapReference: before.result.gap, gapCandidate: result.gap, gapUnderEquality: result.gapUnderEquality, gap95UnderEquality: after.null95, spreadCandidate: result.spread, spreadReference: before.result.spread, worse, verdictReference: before.result.verdict },
  };
};

/** Whether the candidate's gap is larger (its ratio smaller) than the reference's beyond chance: its near limit lies beyond the other's far limit, square and add. */
const isWorse = ({ scale }: Criterion, before: JudgedCriterion, after: JudgedCriterion, alpha: number): boolean => {
  if (before.seen === null || after.seen === null) return false;
  const [b, a] = [before.seen.at(1 - 2 * alpha), after.seen.at(1 - 2 * alpha)];
  return scale === "gap"
    ? after.seen.value - before.seen.value > Math.hypot(after.seen.value - a.low, b.high - before.seen.value)
    : before.seen.value - after.seen.value > Math.hypot(a.high - after.seen.value, before.seen.value - b.low);
};

const notAsked = (spec: ProfileSpec, cohorts: readonly string[], known: readonly string[], decisions: readonly { readonly decision: string; readonly decided: Decided | null }[]): Finding[] => {
  const say = (name: string, statement: string, reason: string, action: string): Finding => ({
    id: `population.fairness:${name}`, check: "population.fairness", subject: { kind: "fairness", name, segment: null }, verdict: "inconclusive", severity: "medium", mode: "enforce", statement, estimate: null, unit: "share", interval: null, margin: null, marginOrigin: null,
    n: 0, noiseFloor: null, reason, action, needed: null, evidence: {},
  });
  if (cohorts.length === 0) return [];
  const missing = cohorts.filter((cohort) => !known.includes(cohort)).map((cohort) => say(cohort, `fairness by ${cohort} was not seen: the populations were not cut by it`, `the profiles have segments by ${spec.segments.map(({ column }) => column).join(", ") || "nothing"}`, `Count both again with ${cohort} as a segment.`));
  if (decisions.length === 0) return [...missing, say("decisions", "fairness was not seen: there is no decision", "criteria of fairness are about decisions, and a score alone is none", "Name the decision's column with --decision.")];
  return [...missing, ...decisions.filter(({ decided }) => decided === null).map(({ decision }) => say(decision, `fairness of ${decision} was not seen: nobody said which of its values is positive`, "a rate of positive decisions needs to know them", "Say it with --positive."))];
};
