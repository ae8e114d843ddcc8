import type { BlockDesignEffect } from "../../../core/stats/block-design-effect.ts";

/** Block means that hang together more than this are a trend: what the formula makes of it has no end. */
const longest = 0.98;

/**
 * By what a number of rows is divided, given how they hang together; 1 where that was not seen. Where the effect is seen only in part it is its upper limit, and as
 * much more as block means hang together themselves: an AR(1) between blocks has (1 + r) / (1 - r) times the variance that their own spread shows.
 */
export const effectDivisor = (effect: BlockDesignEffect | null): number => {
  if (effect === null) return 1;
  if (effect.problem === null) return effect.effect;
  const between = Math.min(Math.max(0, effect.lag1), longest);
  return Math.max(effect.effect, effect.high) * ((1 + between) / (1 - between));
};
