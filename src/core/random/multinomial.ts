import { binomial } from "./binomial.ts";
import type { Random } from "./random.ts";

/** Counts per cell of n independent rows that fall into cell k with chance `shares[k]`; shares add up to 1. One binomial per cell. */
export const multinomial = (random: Random, n: number, shares: readonly number[]): number[] => {
  let [left, mass] = [n, 1];
  return shares.map((share, cell) => {
    if (left === 0) return 0;
    const count = cell === shares.length - 1 ? left : binomial(random, left, Math.min(1, Math.max(0, share / mass)));
    left -= count;
    mass -= share;
    return count;
  });
};
