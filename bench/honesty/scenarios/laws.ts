import type { Random } from "../../../src/core/random/random.ts";
import { type BinnedLaw, binLaw, drawNumeric } from "../draw/binned-law.ts";
import { type CategoryLaw, drawCategories, fiveClasses, rareClasses } from "../draw/draw-category.ts";
import { coinLaw, type Law, lognormalLaw, moved, normalLaw, paretoLaw, poissonLaw, t2Law, zeroInflated } from "../draw/law.ts";
import { categoryColumn, type DrawnColumn, gamma, numericColumn } from "../draw/two-profiles.ts";

/** Rows of the reference and of the candidate. */
export interface Sizes {
  readonly reference: number;
  readonly candidate: number;
}

const equal = (n: number): Sizes => ({ reference: n, candidate: n });

/** From 50 to 1,000,000, and unequal both ways. */
export const allSizes: readonly Sizes[] = [
  ...[50, 100, 300, 1000, 10_000, 100_000, 1_000_000].map(equal),
  { reference: 50, candidate: 1_000_000 }, { reference: 1_000_000, candidate: 50 }, { reference: 300, candidate: 100_000 }, { reference: 100_000, candidate: 1000 },
];

export const fewSizes: readonly Sizes[] = [100, 300, 1000, 10_000, 100_000].map(equal);

export const sizeText = ({ reference, candidate }: Sizes): string => (reference === candidate ? reference.toLocaleString("en-US") : `${reference.toLocaleString("en-US")} and ${candidate.toLocaleString("en-US")}`);

export const numericLaws: readonly Law[] = [normalLaw, lognormalLaw(2), t2Law, paretoLaw(1.1), poissonLaw(3), zeroInflated(0.5, lognormalLaw(1)), coinLaw(0.2)];
export const categoryLaws: readonly CategoryLaw[] = [fiveClasses, rareClasses];

const binned = new Map<string, BinnedLaw>();
/** Bins of a law, made once per process. */
export const binsOf = (law: Law, move: Parameters<typeof moved>[1] = {}): BinnedLaw => {
  const key = `${law.name} ${move.shift ?? 0} ${move.scale ?? 1}`;
  let found = binned.get(key);
  if (found === undefined) binned.set(key, (found = binLaw(moved(law, move), gamma)));
  return found;
};

/** Both sides of a numeric column, the candidate moved. */
export const numbers = (name: string, law: Law, sizes: Sizes, random: Random | null, move: Parameters<typeof moved>[1] = {}, more: Parameters<typeof numericColumn>[2] = {}): DrawnColumn =>
  numericColumn(name, { reference: drawNumeric(binsOf(law), sizes.reference, random), candidate: drawNumeric(binsOf(law, move), sizes.candidate, random) }, more);

/** Both sides of a category column; the candidate's chances are the law's own unless others are given. */
export const words = (name: string, law: CategoryLaw, sizes: Sizes, random: Random | null, candidate: readonly number[] = law.chances, more: Parameters<typeof categoryColumn>[2] = {}): DrawnColumn =>
  categoryColumn(name, drawCategories({ reference: law.chances, candidate }, sizes, random), more);

/** That share of the mass moved to one value that the reference never has. */
export const withNewValue = (law: CategoryLaw, share: number): { readonly reference: CategoryLaw; readonly candidate: readonly number[] } => ({
  reference: { name: law.name, chances: [...law.chances, 0] }, candidate: [...law.chances.map((chance) => chance * (1 - share)), share],
});

/** `count` features by turns from all laws. */
export const features = (count: number, sizes: Sizes, random: Random | null): DrawnColumn[] => Array.from({ length: count }, (_, at) => {
  const turn = at % (numericLaws.length + categoryLaws.length);
  const law = numericLaws[turn];
  return law === undefined ? words(`f${at}`, categoryLaws[turn - numericLaws.length] ?? fiveClasses, sizes, random) : numbers(`f${at}`, law, sizes, random);
});
