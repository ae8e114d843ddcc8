import { requireOpenUnit, requireWhole } from "./preconditions.ts";

/**
 * How many differences must be seen so that their largest covers at least the share `coverage` of all future ones, with
 * `confidence`: the least n with coverage^n <= 1 - confidence. 299 for 99 % with 95 %, 2995 for 99.9 %.
 * Holds for any continuous distribution of independent differences; nothing else is assumed.
 * Source: Wilks, Annals of Mathematical Statistics 12 (1941).
 */
export const wilksPairs = (coverage: number, confidence: number): number => {
  requireOpenUnit("coverage", coverage);
  requireOpenUnit("confidence", confidence);
  return Math.ceil(Math.log1p(-confidence) / Math.log(coverage));
};

/** The share of future differences that the largest of n covers, with `confidence`; 0 when none was seen. */
export const wilksCoverage = (n: number, confidence: number): number => {
  requireWhole("n", n, 0);
  requireOpenUnit("confidence", confidence);
  return n === 0 ? 0 : Math.exp(Math.log1p(-confidence) / n);
};
