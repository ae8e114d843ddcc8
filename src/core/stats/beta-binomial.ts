import { logGamma } from "./distributions.ts";
import { requireOpenUnit, requireWhole } from "./preconditions.ts";

/**
 * The smallest k with P(K <= k) >= q, for K events of n trials whose common chance is Beta(a, b): what a window holds when the chance itself is uncertain, or moves from day to day.
 * Terms are added from 0 in logarithms; made for few events (it takes as many steps as the answer). Source: Skellam, JRSS B 10 (1948).
 */
export const betaBinomialQuantile = (q: number, n: number, a: number, b: number): number => {
  requireOpenUnit("q", q);
  requireWhole("n", n, 0);
  if (!(a > 0 && b > 0)) throw new RangeError(`both shapes must be above 0, got ${a} and ${b}`);
  let term = logGamma(n + b) - logGamma(n + a + b) + logGamma(a + b) - logGamma(b);
  let sum = Math.exp(term);
  let k = 0;
  while (sum < q && k < n) {
    term += Math.log(n - k) - Math.log(k + 1) + Math.log(k + a) - Math.log(n - k - 1 + b);
    k += 1;
    sum += Math.exp(term);
  }
  return k;
};
