import { ascending } from "./holm.ts";

/**
 * p values adjusted by Benjamini and Hochberg's step-up: of those at or below alpha, at most the share alpha is expected to be
 * false, for independent or positively dependent tests. For rankings and lists of suspects; a gate uses `holm`. Order is kept.
 * Source: Benjamini & Hochberg, JRSS B 57 (1995).
 */
export const benjaminiHochberg = (pValues: readonly number[]): number[] => {
  const adjusted = Array.from<number>({ length: pValues.length });
  let smallest = 1;
  ascending(pValues).reverse().forEach((index, fromLast) => {
    const rank = pValues.length - fromLast;
    smallest = Math.min(smallest, ((pValues[index] ?? 1) * pValues.length) / rank);
    adjusted[index] = smallest;
  });
  return adjusted;
};
