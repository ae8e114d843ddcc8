import type { CategoryProfile } from "../../../src/core/domain/profile.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { countsOf } from "./binomial.ts";

/** Named values and how likely each is. */
export interface CategoryLaw {
  readonly name: string;
  readonly chances: readonly number[];
}

/** Five ordinary classes. */
export const fiveClasses: CategoryLaw = { name: "5 classes", chances: [0.4, 0.3, 0.15, 0.1, 0.05] };

/** Forty classes by Zipf's law, and ten of one in ten thousand each. */
export const rareClasses: CategoryLaw = (() => {
  const zipf = Array.from({ length: 40 }, (_, k) => 1 / (k + 1));
  const total = zipf.reduce((a, b) => a + b, 0);
  return { name: "50 classes, 10 of them 1 in 10,000", chances: [...zipf.map((weight) => (weight / total) * 0.999), ...Array.from({ length: 10 }, () => 0.0001)] };
})();

/** What a profile keeps of both sides: categories as the reference's rows freeze them, all that it never had counted as unseen. */
export const drawCategories = (laws: { readonly reference: readonly number[]; readonly candidate: readonly number[] }, sizes: { readonly reference: number; readonly candidate: number }, random: Random | null): { categories: string[]; reference: CategoryProfile; candidate: CategoryProfile } => {
  const reference = countsOf(sizes.reference, laws.reference, random);
  const candidate = countsOf(sizes.candidate, laws.candidate, random);
  const frozen = [...reference.keys()].filter((at) => (reference[at] ?? 0) > 0).sort((a, b) => (reference[b] ?? 0) - (reference[a] ?? 0) || a - b);
  const of = (counts: Float64Array): CategoryProfile => {
    const total = counts.reduce((a, b) => a + b, 0);
    const known = frozen.map((at) => counts[at] ?? 0);
    return { kind: "category", n: total, nulls: 0, counts: known, unseen: total - known.reduce((a, b) => a + b, 0), unseenExamples: [] };
  };
  return { categories: frozen.map((at) => `k${at}`), reference: of(reference), candidate: of(candidate) };
};
