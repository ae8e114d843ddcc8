import { defaultMargins, familyAlpha } from "../../../src/core/judge/population-settings.ts";
import { fiveClasses } from "../draw/draw-category.ts";
import { distanceOfShares, sizeFor, trueDistance } from "../draw/expected-shape.ts";
import { lognormalLaw, type Law, normalLaw, t2Law } from "../draw/law.ts";
import type { Scenario } from "../scenario.ts";
import { allSizes, binsOf, numbers, type Sizes, sizeText, words } from "./laws.ts";
import { outcomeOfColumn } from "./per-claim.ts";

const moves: readonly { readonly name: string; readonly law: Law; readonly move: (size: number) => { shift?: number; scale?: number } }[] = [
  { name: "normal, mean moved", law: normalLaw, move: (size) => ({ shift: size }) },
  { name: "normal, spread grown", law: normalLaw, move: (size) => ({ scale: 1 + size }) },
  { name: "normal, spread shrunk", law: normalLaw, move: (size) => ({ scale: 1 / (1 + size) }) },
  { name: "lognormal, sigma 2, scaled", law: lognormalLaw(2), move: (size) => ({ scale: Math.exp(2 * size) }) },
  { name: "t, 2 df, moved", law: t2Law, move: (size) => ({ shift: size }) },
];

/** Five classes with mass moved from the largest to the smallest until the distance is the margin. */
const movedClasses = (): number[] => {
  const at = (size: number): number[] => fiveClasses.chances.map((chance, index) => chance + (index === 0 ? -size / 10 : index === 4 ? size / 10 : 0));
  return at(sizeFor(defaultMargins.distance, (size) => distanceOfShares(fiveClasses.chances, at(size))));
};

const claimsAt = [
  { counter: "fail", question: "says fail", rule: "at-most", nominal: familyAlpha },
  { counter: "pass", question: "says pass", rule: "at-most", nominal: familyAlpha },
] as const;

/** The hardest place: a true distance of exactly the margin, where neither verdict may be claimed more often than its error probability. */
export const marginScenarios = (): Scenario[] => {
  const group = "One column exactly on the margin: neither verdict may come more often than its error probability";
  const sized = (name: string, sizes: Sizes): Pick<Scenario, "id" | "group" | "title" | "replications" | "small" | "claims"> => ({
    id: `margin/${name}/${sizes.reference}/${sizes.candidate}`, group, title: `${name}; ${sizeText(sizes)} rows`, replications: 1200, small: sizes.reference === 1000 && sizes.candidate === 1000 ? 200 : 0, claims: claimsAt,
  });
  return allSizes.flatMap((sizes) => [
    ...moves.map(({ name, law, move }): Scenario => {
      let size: number | null = null;
      return { ...sized(name, sizes), run: (random) => { size ??= sizeFor(defaultMargins.distance, (candidate) => trueDistance(binsOf(law), binsOf(law, move(candidate)))); return outcomeOfColumn(sizes, numbers("x", law, sizes, random, move(size))); } };
    }),
    { ...sized("5 classes, mass moved", sizes), run: (random) => outcomeOfColumn(sizes, words("x", fiveClasses, sizes, random, movedClasses())) },
  ]);
};
