import { binomialCdf } from "./distributions.ts";
import { requireCountOf, requireOpenUnit, requireWhole } from "./preconditions.ts";

/** More pairs than this nobody asks for; past it the answer is null. */
export const mostPairsWorthAsking = 1e10;

/**
 * How many more pairs until the exact upper bound on the share outside tolerance falls to `margin`, if new pairs keep to the
 * share seen so far (rounded up to whole pairs). 0 when the bound is there already; null when the share seen is at or above the
 * margin, or so near to it that `mostPairsWorthAsking` would not do. It is a projection and no promise: with this many more
 * pairs the bound passes about every second time when k > 0, and always when none of them is outside.
 *
 * `confidence` is that of the one-sided bound (`shareUpperBound`). Method: the bound is <= margin exactly when
 * P(K <= k; n, margin) <= 1 - confidence, so the least n for each count is found by halving.
 */
export const pairsNeeded = (outside: number, pairs: number, margin: number, confidence = 0.95): number | null => {
  requireCountOf(outside, pairs);
  requireOpenUnit("confidence", confidence);
  if (!(margin >= 0)) throw new RangeError(`margin must not be negative, got ${margin}`);
  if (margin >= 1) return 0;
  if (margin === 0 || (pairs > 0 && outside / pairs >= margin)) return null;

  if (pairs > 0 && fits(outside, pairs, margin, confidence)) return 0;
  if (outside === 0) return leastTrials(0, margin, confidence) - pairs;

  // While the count stays at j there are at most floor(j * pairs / outside) pairs; find the first j for which that is enough.
  const room = (j: number): number => Math.floor((j * pairs) / outside);
  const enough = (j: number): boolean => fits(j, room(j), margin, confidence);
  let high = outside;
  while (!enough(high)) {
    high *= 2;
    if (room(high) > mostPairsWorthAsking) return null;
  }
  let low = outside - 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return leastTrials(high, margin, confidence) - pairs;
};

/** The least n for which k of n has its exact upper bound at or below the margin. */
export const leastTrials = (k: number, margin: number, confidence: number): number => {
  requireWhole("k", k, 0);
  requireOpenUnit("margin", margin);
  requireOpenUnit("confidence", confidence);
  let low = k;
  let high = Math.max(1, 2 * k);
  while (!fits(k, high, margin, confidence)) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(k, middle, margin, confidence)) high = middle;
    else low = middle;
  }
  return high;
};

const fits = (k: number, n: number, margin: number, confidence: number): boolean => binomialCdf(k, n, margin) <= 1 - confidence;
