/** Sums over independent units (rows, or people with all their rows), additive: all that a ratio and its variance need. */
export interface RatioSums {
  readonly units: number;
  readonly m: number;
  readonly d: number;
  readonly mm: number;
  readonly dd: number;
  readonly md: number;
}

/**
 * Ratio of sums, sum m / sum d, with its variance by the delta method: (s_m^2 - 2 r s_md + r^2 s_d^2) / (units d-bar^2), the s with units - 1. `variance` is null for one unit.
 * Null where the denominator adds up to 0. Units must be independent; where rows of one person hang together, the person is the unit.
 * Source: Deng, Knoblich & Lu, KDD 2018; Cochran, Sampling Techniques, 3rd ed., 6.
 */
export const deltaRatio = ({ units, m, d, mm, dd, md }: RatioSums): { readonly ratio: number; readonly variance: number | null } | null => {
  if (!(units > 0) || d === 0) return null;
  const ratio = m / d;
  if (units < 2) return { ratio, variance: null };
  // Sum of (m - r d)^2, whose mean is 0 by the choice of r: the three moments in one, without their means.
  const squares = Math.max(0, mm - 2 * ratio * md + ratio * ratio * dd);
  return { ratio, variance: (squares * units) / (units - 1) / (d * d) };
};
