import type { OutputComparison } from "../../../core/domain/comparison.ts";

/**
 * Pairs of an output in which both sides hold a value that says something: finite numbers of a score, anything but null of a decision. Null with
 * null and NaN with NaN are equal, but show no model at work. Texts have too many distinct values to be without one. For decisions with more
 * distinct pairs of values than are listed it is a lower bound, of at least one pair for each that is listed.
 */
export const valuedPairs = ({ role, pairs, classes, moments, flips }: OutputComparison): number => {
  if (role === "score") return moments?.pairs ?? 0;
  return flips === null ? pairs - classes["both-error"] : flips.reduce((sum, { count }) => sum + count, 0);
};
