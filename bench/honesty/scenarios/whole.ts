import type { Random } from "../../../src/core/random/random.ts";
import { familyAlpha } from "../../../src/core/judge/population-settings.ts";
import { compareProfiles, verdictOf } from "../compare-profiles.ts";
import { binomial } from "../draw/binomial.ts";
import { drawNumeric } from "../draw/binned-law.ts";
import { lognormalLaw, moved } from "../draw/law.ts";
import { drawScores, scoreLaw, type ScoreLaw } from "../draw/score-law.ts";
import { categoryColumn, type DrawnRest, gamma, noOperations, numericColumn, type ProfilePair, twoProfiles } from "../draw/two-profiles.ts";
import type { Scenario } from "../scenario.ts";
import { binsOf, features, fewSizes, allSizes, type Sizes, sizeText, words } from "./laws.ts";

const calibrated = scoreLaw({}, gamma);
const latency = moved(lognormalLaw(0.5), { scale: 40 });

/** A whole log: features, a score, a decision, a label, latency and errors, all alike on both sides unless a score law of the candidate is given. */
export const wholeLog = (sizes: Sizes, columns: number, random: Random, candidate: ScoreLaw = calibrated): ProfilePair => {
  const [before, after] = [drawScores(calibrated, sizes.reference, random, { output: "score", label: "y" }), drawScores(candidate, sizes.candidate, random, { output: "score", label: "y" })];
  const label = (n: number, positives: number) => ({ kind: "category" as const, n, nulls: 0, counts: [n - positives, positives], unseen: 0, unseenExamples: [] });
  const served = (n: number): NonNullable<DrawnRest["operations"]>["reference"] => {
    const errors = binomial(n, 0.005, random);
    return { ...noOperations, latency: drawNumeric(binsOf(latency), n, random), statuses: [{ status: "200", count: n - errors }, { status: "500", count: errors }], errors };
  };
  return twoProfiles(sizes, [
    ...features(columns, sizes, random),
    numericColumn("score", { reference: before.column, candidate: after.column }, { role: "score", binning: "two-tailed" }),
    words("decision", { name: "3 classes", chances: [0.6, 0.3, 0.1] }, sizes, random, undefined, { role: "decision" }),
    categoryColumn("y", { categories: ["0", "1"], reference: label(sizes.reference, before.positives), candidate: label(sizes.candidate, after.positives) }, { role: "label" }),
  ], { positive: "1", judged: { spec: { output: "score", label: "y", task: "binary" }, reference: before.judged, candidate: after.judged }, operations: { reference: served(sizes.reference), candidate: served(sizes.candidate) } });
};

const scenario = (sizes: Sizes, columns: number, replications: number, small: number): Scenario => ({
  id: `whole/${columns}/${sizes.reference}/${sizes.candidate}`, group: "The whole comparison where nothing differs",
  title: `${columns.toLocaleString("en-US")} ${columns === 1 ? "feature" : "features"}, a score, a decision, a label, latency, errors; ${sizeText(sizes)} rows`, replications, small,
  claims: [
    { counter: "fail", question: "says fail", rule: "at-most", nominal: familyAlpha },
    { counter: "called", question: "warns that something differs", rule: "at-most", nominal: familyAlpha },
    { counter: "warn", question: "warns for any reason", rule: "at-most", nominal: familyAlpha },
    { counter: "inconclusive", question: "says that it cannot tell", rule: "shown", nominal: null },
    { counter: "pass", question: "says pass", rule: "shown", nominal: null },
  ],
  run: (random) => verdictOf(compareProfiles(wholeLog(sizes, columns, random))),
});

/** False alarms of the whole, by size and by how many columns share the family. */
export const wholeScenarios = (): Scenario[] => [
  ...allSizes.map((sizes) => scenario(sizes, 30, 300, sizes.reference === 1000 && sizes.candidate === 1000 ? 30 : 0)),
  ...[300, 10_000].map((n) => scenario({ reference: n, candidate: n }, 1, 600, 0)),
  ...fewSizes.slice(2, 4).map((sizes) => scenario(sizes, 1000, 40, 0)),
];
