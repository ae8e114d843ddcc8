import { binomialCdf } from "./distributions.ts";
import { requireWhole } from "./preconditions.ts";

/**
 * Exact two-sided p value that two paired yes/no outcomes are equally likely, from the pairs on which only the first or only the second
 * happened: under that hypothesis each discordant pair is a fair coin. 1 when there is none. A small value says *different*; a
 * large one never says *the same* (that is `pairedShareDifference` against a margin).
 * Source: McNemar, Psychometrika 12 (1947); exact form, Mosteller (1952).
 */
export const mcnemarExact = (onlyFirst: number, onlySecond: number): number => {
  requireWhole("onlyFirst", onlyFirst, 0);
  requireWhole("onlySecond", onlySecond, 0);
  return Math.min(1, 2 * binomialCdf(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond, onlyFirst + onlySecond === 0 ? 0 : 0.5));
};
