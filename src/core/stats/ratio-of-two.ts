import type { Interval } from "../domain/interval.ts";
import type { Estimate } from "./estimate.ts";

/**
 * candidate / reference of two independent positive estimates: the distances of the logarithms to their own limits are squared and added. Null
 * unless both values are above 0; an end is 0 or Infinity where a limit is not positive.
 * Source: Zou & Donner, Statistics in Medicine 27 (2008) 1693 (MOVER), on the log scale.
 */
export const ratioOfTwo = (reference: Estimate, candidate: Estimate, level: number): (Interval & { readonly low: number; readonly high: number }) | null => {
  if (!(reference.value > 0 && candidate.value > 0)) return null;
  const [r, c] = [reference.at(level), candidate.at(level)];
  const log = (limit: number): number => (limit > 0 ? Math.log(limit) : Number.NEGATIVE_INFINITY);
  const [lr, lc] = [Math.log(reference.value), Math.log(candidate.value)];
  return {
    low: Math.exp(lc - lr - Math.hypot(lc - log(c.low), log(r.high) - lr)),
    high: Math.exp(lc - lr + Math.hypot(log(c.high) - lc, lr - log(r.low))),
    level, method: `square and add of logarithms (${candidate.method})`,
  };
};
