import type { Interval } from "../domain/interval.ts";
import { normalQuantile } from "./distributions.ts";
import { requireCountOf, requireOpenUnit } from "./preconditions.ts";

/** How often two events happened together on the same pairs; pairs on which both or neither happened do not matter. */
export interface DiscordantCounts {
  readonly pairs: number;
  /** Pairs on which the first event happened and the second did not. */
  readonly onlyFirst: number;
  /** Pairs on which the second event happened and the first did not. */
  readonly onlySecond: number;
}

/**
 * Interval of P(first) - P(second) from paired yes/no data: all differences d that the score test does not reject, where
 * z(d) = (b - c - n d) / sqrt(n (2 q + d (1 - d))) and q is the most likely P(only second) given d.
 *
 * Used for the excess disagreement P(A≠B) - P(A≠A'): first = "differs from the candidate", second = "differs from itself".
 * With no discordant pair at all it is exact instead: each one-sided share is below 1 - a^(1/n), a = (1 - level) / 2.
 * Errors: by enumeration in the rare-event limit each end misses at most 3.4 % where 2.5 % is nominal (expected counts from
 * 0.2 to 20), and under 2.5 % when both events are rarer than one in n. No pairs give [-1, 1].
 * Source: Tango, Statistics in Medicine 17 (1998) 891.
 */
export const pairedShareDifference = ({ pairs, onlyFirst, onlySecond }: DiscordantCounts, level = 0.95): Interval => {
  requireCountOf(onlyFirst, pairs);
  requireCountOf(onlySecond, pairs - onlyFirst);
  requireOpenUnit("level", level);
  if (pairs === 0) return { low: -1, high: 1, level, method: "Tango score (no pairs)" };
  if (onlyFirst + onlySecond === 0) {
    const most = -Math.expm1(Math.log((1 - level) / 2) / pairs);
    return { low: -most, high: most, level, method: "exact (no discordant pair)" };
  }
  const z = normalQuantile((1 + level) / 2);
  const estimate = (onlyFirst - onlySecond) / pairs;
  const score = (d: number): number => tangoScore(d, onlyFirst, onlySecond, pairs);
  return {
    low: onlySecond === pairs ? -1 : lastWhere((d) => score(d) > z, -1, estimate),
    high: onlyFirst === pairs ? 1 : lastWhere((d) => score(d) >= -z, estimate, 1),
    level,
    method: "Tango score",
  };
};

/** Falls as `d` grows; z-scaled. */
const tangoScore = (d: number, b: number, c: number, n: number): number => {
  const linear = (2 * n - b + c) * d - b - c;
  const constant = -c * d * (1 - d);
  const root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant));
  // The root of 2n q^2 + linear q + constant, in the form that does not cancel.
  const q = linear <= 0 ? (root - linear) / (4 * n) : (-2 * constant) / (root + linear);
  const variance = n * (2 * q + d * (1 - d));
  const distance = b - c - n * d;
  return variance > 0 ? distance / Math.sqrt(variance) : Math.sign(distance) * Infinity || 0;
};

/** The border where a condition that holds at `low` and stops holding before `high` changes, to the last bit. */
const lastWhere = (holds: (d: number) => boolean, low: number, high: number): number => {
  let inside = low;
  let outside = high;
  for (let halvings = 0; halvings < 200; halvings++) {
    const middle = inside + (outside - inside) / 2;
    if (middle === inside || middle === outside) break;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
};
