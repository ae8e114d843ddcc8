import type { Random } from "./random.ts";

/**
 * `size` of the numbers 0 … population - 1 without replacement, every subset equally likely, ascending; all of them when there
 * are no more. Floyd's method (Bentley and Floyd, CACM 1987): draws `size` times whatever the population.
 */
export const sample = (population: number, size: number, random: Random): number[] => {
  if (size >= population) return Array.from({ length: population }, (_, index) => index);
  const chosen = new Set<number>();
  for (let top = population - size; top < population; top += 1) {
    const drawn = random.below(top + 1);
    chosen.add(chosen.has(drawn) ? top : drawn);
  }
  return [...chosen].sort((left, right) => left - right);
};
