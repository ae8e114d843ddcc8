import { chiSquareQuantile } from "./distributions.ts";
import type { ShareCount } from "./newcombe.ts";
import { requireOpenUnit } from "./preconditions.ts";

/** Standard deviation between the true shares of groups. */
export interface CorrectedSpread {
  /** V = Var_k(m_k) - mean_k(se_k^2), the variance between true shares; unbiased, so below 0 as often as not where all are equal. */
  readonly variance: number;
  /** The root of V, 0 where V is not above 0. */
  readonly spread: number;
  readonly low: number;
  readonly high: number;
}

/**
 * How far apart the true shares of groups are, with the part that sampling makes taken out: se_k^2 = m_k (1 - m_k) / (n_k - 1). Limits take (K - 1) Var / E(Var) for chi-square with K - 1
 * degrees of freedom, as for groups of about equal size whose shares are drawn from a normal. Groups with one trial say nothing; null below two others.
 * Source: Lum, Zhang & Bower, De-biasing "bias" measurement, FAccT 2022.
 */
export const correctedSpread = (groups: readonly ShareCount[], level = 0.95): CorrectedSpread | null => {
  requireOpenUnit("level", level);
  const counted = groups.filter(({ n }) => n > 1).map(({ k, n }) => ({ share: k / n, noise: ((k / n) * (1 - k / n)) / (n - 1) }));
  const groupsCounted = counted.length;
  if (groupsCounted < 2) return null;
  const mean = counted.reduce((sum, { share }) => sum + share, 0) / groupsCounted;
  const seen = counted.reduce((sum, { share }) => sum + (share - mean) ** 2, 0) / (groupsCounted - 1);
  const noise = counted.reduce((sum, group) => sum + group.noise, 0) / groupsCounted;
  const root = (variance: number): number => Math.sqrt(Math.max(0, variance - noise));
  const df = groupsCounted - 1;
  const tail = (1 - level) / 2;
  return { variance: seen - noise, spread: root(seen), low: root((df * seen) / chiSquareQuantile(1 - tail, df)), high: root((df * seen) / chiSquareQuantile(tail, df)) };
};
