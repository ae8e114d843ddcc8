import type { Interval } from "../domain/interval.ts";
import type { Estimate } from "./estimate.ts";

/**
 * candidate - reference of two independent estimates: the distances from each to its own limits are squared and added, so that skewness is kept.
 * With normal limits this is the usual interval with variance v1 + v2; with Wilson's it is Newcombe's.
 * Source: Zou & Donner, Statistics in Medicine 27 (2008) 1693 (MOVER).
 */
export const differenceOfTwo = (reference: Estimate, candidate: Estimate, level: number): Interval & { readonly low: number; readonly high: number } => {
  const [r, c] = [reference.at(level), candidate.at(level)];
  const difference = candidate.value - reference.value;
  return {
    low: difference - Math.hypot(candidate.value - c.low, r.high - reference.value),
    high: difference + Math.hypot(c.high - candidate.value, reference.value - r.low),
    level, method: `square and add (${candidate.method})`,
  };
};
