import type { Interval } from "../domain/interval.ts";
import { tCdf, tQuantile } from "./distributions.ts";
import { requireOpenUnit, requireWhole } from "./preconditions.ts";

export interface PairedDifferences {
  /** Pairs, at least 2. */
  readonly n: number;
  /** Mean and sample standard deviation (divisor n - 1) of candidate - reference. */
  readonly mean: number;
  readonly sd: number;
  /** Largest mean difference that does not matter, in the same unit; 0 can never be shown. */
  readonly margin: number;
  /** Error rate of each side. */
  readonly alpha: number;
}

export interface EquivalenceTest {
  readonly df: number;
  /** Of "the mean is at or below -margin". */
  readonly pLower: number;
  /** Of "the mean is at or above margin". */
  readonly pUpper: number;
  /** The larger of the two: at most alpha means equivalent. */
  readonly p: number;
  /** Of the mean difference, at level 1 - 2 alpha. */
  readonly interval: Interval & { readonly low: number; readonly high: number };
  readonly equivalent: boolean;
}

/**
 * Two one-sided t tests: is the mean paired difference inside (-margin, margin)? Equivalent exactly when the 1 - 2 alpha interval is.
 * It asks the question of parity the right way round: few pairs fail to show equivalence, many pairs do not punish a harmless
 * difference. Assumes independent pairs and a mean that is near normal (n of a few dozen, or near-normal differences).
 * A difference on the margin itself is called equivalent with chance at most alpha.
 * Source: Schuirmann, J. Pharmacokinetics and Biopharmaceutics 15 (1987).
 */
export const tostPaired = ({ n, mean, sd, margin, alpha }: PairedDifferences): EquivalenceTest => {
  requireWhole("n", n, 2);
  requireOpenUnit("alpha", alpha);
  if (!(sd >= 0) || !(margin >= 0) || Number.isNaN(mean)) throw new RangeError(`sd and margin must not be negative nor anything NaN: mean ${mean}, sd ${sd}, margin ${margin}`);
  const df = n - 1;
  const error = sd / Math.sqrt(n);
  // Without spread the mean is known, and the only question left is on which side of the margin it lies.
  const tail = (distance: number): number => (error === 0 ? (distance > 0 ? 0 : 1) : tCdf(-distance / error, df));
  const pLower = tail(mean + margin);
  const pUpper = tail(margin - mean);
  const half = error === 0 ? 0 : tQuantile(1 - alpha, df) * error;
  const p = Math.max(pLower, pUpper);
  return {
    df, pLower, pUpper, p,
    interval: { low: mean - half, high: mean + half, level: 1 - 2 * alpha, method: "paired t" },
    equivalent: p <= alpha,
  };
};
