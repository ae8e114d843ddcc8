import { checkShifts } from "../../../src/checks/population/shift/check-shifts.ts";
import { familyAlpha } from "../../../src/core/judge/population-settings.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { measureOf, settingsFor } from "../compare-profiles.ts";
import { type DrawnColumn, twoProfiles } from "../draw/two-profiles.ts";
import type { Claim, Outcome, Scenario } from "../scenario.ts";
import { allSizes, categoryLaws, numbers, numericLaws, type Sizes, sizeText, words } from "./laws.ts";

/** One column alone, its claims each at the full error probability: the worst case of a claim. */
export const outcomeOfColumn = (sizes: Sizes, column: DrawnColumn): Outcome => {
  const found = checkShifts({ ...twoProfiles(sizes, [column]), settings: settingsFor(1) });
  const verdict = (check: string) => found.findings.find((finding) => finding.check === check)?.verdict ?? null;
  const p = measureOf(found, column.spec.name, "chi-square-distance")?.p;
  const smirnov = measureOf(found, column.spec.name, "ks")?.p;
  const distance = verdict("population.shift");
  return {
    fail: distance === "fail", pass: distance === "pass", open: distance === "inconclusive", unseen: verdict("population.unseen") === "fail", missing: verdict("population.missing") === "fail",
    significant: p === undefined || p === null ? null : p < 0.05, smirnov: smirnov === undefined || smirnov === null ? null : smirnov < 0.05,
  };
};

const claims: readonly Claim[] = [
  { counter: "fail", question: "distance beyond the margin", rule: "at-most", nominal: familyAlpha },
  { counter: "unseen", question: "new values beyond the margin", rule: "at-most", nominal: familyAlpha },
  { counter: "significant", question: "chi-square test of no difference, p < 0.05", rule: "near", nominal: 0.05, slack: 0.02 },
  // Ties make it careful: a value that repeats can only lower the rate.
  { counter: "smirnov", question: "Kolmogorov-Smirnov p < 0.05", rule: "at-most", nominal: 0.05 },
  { counter: "pass", question: "passes", rule: "shown", nominal: null },
];

const scenario = (name: string, sizes: Sizes, category: boolean, draw: (random: Random) => DrawnColumn): Scenario => ({
  id: `claim/${name}/${sizes.reference}/${sizes.candidate}`, group: "One column where nothing differs, each claim at its full error probability", title: `${name}; ${sizeText(sizes)} rows`,
  replications: 2000, small: sizes.reference === 300 && sizes.candidate === 300 ? 200 : 0,
  claims: claims.filter(({ counter }) => (category ? counter !== "smirnov" : counter !== "unseen")), run: (random) => outcomeOfColumn(sizes, draw(random)),
});

/** False alarms by law and size. */
export const claimScenarios = (): Scenario[] => allSizes.flatMap((sizes) => [
  ...numericLaws.map((law) => scenario(law.name, sizes, false, (random) => numbers("x", law, sizes, random))),
  ...categoryLaws.map((law) => scenario(law.name, sizes, true, (random) => words("x", law, sizes, random))),
]);
