import type { Applicant } from "./applicants.ts";
import { normal, randomSource } from "./random-source.ts";

/** A fitted pipeline: a score for a row. */
export type Model = (row: Applicant) => number;

const meanIncome = 37_000;

/** The pipeline's own numbers for a row, in column order; `whenIncomeMissing` is what the imputer fills in. */
export const prepared = (row: Applicant, whenIncomeMissing = meanIncome): readonly number[] => [
  (row.age - 45) / 14,
  ((row.income ?? whenIncomeMissing) - meanIncome) / 19_000,
  (row.balance - 200) / 900,
  (row.visits - 5) / 4,
];

const regionEffect: Readonly<Record<string, number>> = { EU: 0.3, US: -0.2, NA: 0.6, APAC: 0, LATAM: -0.7 };

export const logistic = (margin: number): number => 1 / (1 + Math.exp(-margin));

/** Log-odds of the linear model over prepared numbers. */
export const margin = (x: readonly number[], region: string, effects: Readonly<Record<string, number>> = regionEffect): number =>
  -0.2 + 1.1 * (x[0] ?? 0) - 0.9 * (x[1] ?? 0) + 0.5 * (x[2] ?? 0) + 0.25 * (x[3] ?? 0) + (effects[region] ?? 0);

/** A logistic regression behind an imputer, a scaler and an encoder. */
export const logisticModel: Model = (row) => logistic(margin(prepared(row), row.region));

/** A sum of 60 two-level trees over the prepared numbers, on the scale of money. */
export const treeModel = (seed = 7): ((x: readonly number[]) => number) => {
  const random = randomSource(seed);
  const trees = Array.from({ length: 60 }, () => ({
    first: Math.floor(random() * 4), second: Math.floor(random() * 4), cut: 0.8 * normal(random), cutLeft: 0.8 * normal(random), cutRight: 0.8 * normal(random),
    leaves: [0, 1, 2, 3].map(() => 40 * normal(random)),
  }));
  return (x) =>
    trees.reduce((sum, tree) => {
      const right = (x[tree.first] ?? 0) > tree.cut;
      const deeper = (x[tree.second] ?? 0) > (right ? tree.cutRight : tree.cutLeft);
      return sum + (tree.leaves[(right ? 2 : 0) + (deeper ? 1 : 0)] ?? 0);
    }, 1000);
};
