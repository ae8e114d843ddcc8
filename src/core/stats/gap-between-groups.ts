import { binomial } from "../random/binomial.ts";
import type { Random } from "../random/random.ts";
import { koopman } from "./koopman.ts";
import { newcombe, type ShareCount } from "./newcombe.ts";

interface Limits {
  readonly low: number;
  readonly high: number;
}

/** Largest minus smallest share of some groups as seen, and its limits. */
export interface Gap {
  readonly gap: number;
  /** Two-sided; the low end holds for all pairs of groups at once, the high end for each. */
  readonly at: (level: number) => Limits;
}

/**
 * The largest difference between the shares of any two groups. As seen it is biased up, for with more groups chance alone pulls the largest and the smallest apart, so the
 * low limit is the largest of the pairs' own low limits (Newcombe) with the error shared out among all pairs: the true gap is at least every pair's true difference. The high limit is the largest
 * of the pairs' own high limits unshared: that all differences are small is shown when each is (intersection-union). Groups without trials are left out; null below two.
 * Errors: the low end lies above the true gap at most (1 - level) / 2 of the time (equal groups, 2 to 20 of 500 rows, level 0.9: 3 to 5 %); the high end is the wider the more groups there are.
 * Source: Bonferroni; Berger, Technometrics 24 (1982) for intersection-union; Newcombe (1998).
 */
export const gapBetweenGroups = (groups: readonly ShareCount[]): Gap | null => {
  const counted = groups.filter(({ n }) => n > 0);
  if (counted.length < 2) return null;
  const shares = counted.map(({ k, n }) => k / n);
  return {
    gap: Math.max(...shares) - Math.min(...shares),
    at: (level) => {
      const shared = sharedLevel(level, counted.length);
      let [low, high] = [0, 0];
      for (const [a, b] of pairsOf(counted)) {
        low = Math.max(low, newcombe(a, b, shared).low ?? 0, -(newcombe(a, b, shared).high ?? 0));
        const own = newcombe(a, b, level);
        high = Math.max(high, own.high ?? 1, -(own.low ?? -1));
      }
      return { low, high };
    },
  };
};

/** Smallest over largest share of some groups as seen (1 at most), and its limits, made as those of `gapBetweenGroups` from Koopman's of each pair. */
export const ratioBetweenGroups = (groups: readonly ShareCount[]): { readonly ratio: number | null; readonly at: (level: number) => Limits } | null => {
  const counted = groups.filter(({ n }) => n > 0);
  if (counted.length < 2) return null;
  const shares = counted.map(({ k, n }) => k / n);
  const largest = Math.max(...shares);
  return {
    ratio: largest === 0 ? null : Math.min(...shares) / largest,
    at: (level) => {
      const shared = sharedLevel(level, counted.length);
      let [low, high] = [1, 1];
      for (const [a, b] of pairsOf(counted)) {
        // The pair's smaller over larger is at most the upper limit of a / b, and of b / a where that is below 1.
        const all = koopman(a, b, shared);
        high = Math.min(high, all.high, all.low > 0 ? 1 / all.low : Infinity);
        const own = koopman(a, b, level);
        low = Math.min(low, own.low, own.high === Infinity ? 0 : 1 / own.high);
      }
      return { low, high };
    },
  };
};

/** Both directions of every pair are claims. */
const sharedLevel = (level: number, groups: number): number => 1 - (1 - level) / (groups * (groups - 1));

const pairsOf = (groups: readonly ShareCount[]): [ShareCount, ShareCount][] => groups.flatMap((a, i) => groups.slice(i + 1).map((b): [ShareCount, ShareCount] => [a, b]));

/** Draws from which the mean is known to about 2 % of itself and the 95 % quantile to about 4 %. */
const draws = 500;

/** What the gap would be if all groups had the pooled share, at these sizes: its mean and its 95 % quantile (parametric bootstrap, seeded). Null below two groups. */
export const gapUnderEquality = (groups: readonly ShareCount[], random: Random): { readonly mean: number; readonly q95: number } | null => {
  const counted = groups.filter(({ n }) => n > 0);
  if (counted.length < 2) return null;
  const pooled = counted.reduce((sum, { k }) => sum + k, 0) / counted.reduce((sum, { n }) => sum + n, 0);
  const gaps = Array.from({ length: draws }, () => {
    let [low, high] = [1, 0];
    for (const { n } of counted) {
      const share = binomial(random, n, pooled) / n;
      low = Math.min(low, share);
      high = Math.max(high, share);
    }
    return high - low;
  }).sort((a, b) => a - b);
  return { mean: gaps.reduce((sum, gap) => sum + gap, 0) / draws, q95: gaps[Math.ceil(0.95 * draws) - 1] ?? 0 };
};
