import type { Interval } from "../domain/interval.ts";
import { wilson } from "./wilson.ts";

/** k of n trials. */
export interface ShareCount {
  readonly k: number;
  readonly n: number;
}

/**
 * Interval of first - second for two independent shares: the Wilson limits of each, squared and added.
 * low = d - sqrt((p1 - l1)^2 + (u2 - p2)^2), high = d + sqrt((u1 - p1)^2 + (p2 - l2)^2).
 * Holds near 0 and 1, where the textbook interval collapses. Assumes two separate sets of trials; paired answers to the same
 * inputs belong in `pairedShareDifference`. Source: Newcombe, Statistics in Medicine 17 (1998) 873, method 10.
 */
export const newcombe = (first: ShareCount, second: ShareCount, level = 0.95): Interval => {
  const method = "Newcombe (two Wilson intervals)";
  const a = wilson(first.k, first.n, level);
  const b = wilson(second.k, second.n, level);
  if (first.n === 0 || second.n === 0) return { low: -1, high: 1, level, method };
  const p = first.k / first.n;
  const q = second.k / second.n;
  const low = p - q - Math.hypot(p - (a.low ?? 0), (b.high ?? 1) - q);
  const high = p - q + Math.hypot((a.high ?? 1) - p, q - (b.low ?? 0));
  return { low: Math.max(-1, low), high: Math.min(1, high), level, method };
};
