import { checkFairness } from "../../../src/checks/population/fairness/check-fairness.ts";
import type { CategoryProfile, ProfileCell } from "../../../src/core/domain/profile.ts";
import { defaultMargins, familyAlpha } from "../../../src/core/judge/population-settings.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { covers, settingsFor } from "../compare-profiles.ts";
import { binomial } from "../draw/binomial.ts";
import { categoryColumn, noOperations, type ProfilePair, twoProfiles } from "../draw/two-profiles.ts";
import type { Claim, Scenario } from "../scenario.ts";
import { verdictsOf } from "./judged-outputs.ts";

const level = 1 - 2 * familyAlpha;

/** Groups of `size` rows each, with these rates of positive decisions on either side. */
const cohortPair = (rates: { readonly reference: readonly number[]; readonly candidate: readonly number[] }, size: number, random: Random): ProfilePair => {
  const names = rates.reference.map((_, at) => `g${at}`);
  const decided = (n: number, k: number): CategoryProfile => ({ kind: "category", n, nulls: 0, counts: [n - k, k], unseen: 0, unseenExamples: [] });
  const side = (chances: readonly number[]): { cells: ProfileCell[]; column: CategoryProfile } => {
    const positives = chances.map((chance) => binomial(size, chance, random));
    return {
      column: decided(size * chances.length, positives.reduce((a, b) => a + b, 0)),
      cells: names.map((value, at) => ({ window: null, segment: { column: "cohort", value }, rows: size, columns: { decision: decided(size, positives[at] ?? 0) }, judged: [], blocks: [], blockSeconds: null, cross: null, operations: noOperations })),
    };
  };
  const [before, after] = [side(rates.reference), side(rates.candidate)];
  return twoProfiles({ reference: size * names.length, candidate: size * names.length }, [categoryColumn("decision", { categories: ["0", "1"], reference: before.column, candidate: after.column }, { role: "decision" })],
    { positive: "1", segments: { spec: [{ column: "cohort", values: names }], reference: before.cells, candidate: after.cells } });
};

/** One group apart from the others by `gap` in the candidate; the reference's groups are equal. */
const scenario = (groups: number, size: number, gap: number): Scenario => {
  const equal = Array.from({ length: groups }, () => 0.4);
  const apart = equal.map((rate, at) => (at === 0 ? rate + gap : rate));
  const onMargin = Math.abs(gap - defaultMargins.cohortGap) < 1e-9;
  const claims: Claim[] = [
    { counter: "fail", question: gap > defaultMargins.cohortGap + 1e-9 ? "finds the gap" : "says fail", rule: gap > defaultMargins.cohortGap + 1e-9 ? "shown" : "at-most", nominal: gap > defaultMargins.cohortGap + 1e-9 ? null : familyAlpha },
    ...(gap >= defaultMargins.cohortGap - 1e-9 ? [{ counter: "pass", question: "says pass", rule: "at-most", nominal: familyAlpha } as const] : [{ counter: "pass", question: "says pass", rule: "shown", nominal: null } as const]),
    { counter: "holds", question: "interval of the gap", rule: "coverage", nominal: level, slack: 0.02 },
    ...(gap === 0 ? [{ counter: "fourFifths", question: "says that four-fifths is broken", rule: "at-most", nominal: familyAlpha } as const, { counter: "naive", question: "the plain rule, ratio of rates below 0.8, would say so", rule: "shown", nominal: null } as const] : []),
  ];
  return {
    id: `cohorts/${groups}/${size}/${gap}`, group: "Fairness between cohorts", title: `${groups} cohorts of ${size.toLocaleString("en-US")} rows, ${gap === 0 ? "all equal" : onMargin ? `one apart by the margin, ${gap}` : `one apart by ${gap}`}`, replications: 200, small: size === 500 && groups === 8 && gap === 0 ? 60 : 0, claims,
    run: (random) => {
      const pair = cohortPair({ reference: equal, candidate: apart }, size, random);
      const { fairness, findings } = checkFairness({ ...pair, settings: settingsFor(1), cohorts: ["cohort"] });
      const result = fairness.find(({ criterion, environment }) => criterion === "demographic-parity" && environment === "candidate");
      const rates = (result?.groups ?? []).map(({ rate }) => rate ?? 0);
      return {
        ...verdictsOf(findings, "population.fairness.demographic-parity"), holds: covers(result?.interval, gap, level),
        fourFifths: findings.some(({ check, verdict }) => check === "population.fairness.four-fifths" && verdict === "fail"), naive: Math.min(...rates) / Math.max(...rates) < 0.8,
      };
    },
  };
};

export const cohortScenarios = (): Scenario[] => [2, 8, 20].flatMap((groups) => [100, 500, 5000, 50_000].flatMap((size) => [0, defaultMargins.cohortGap, 0.15].map((gap) => scenario(groups, size, gap))));
