import normalCdf from "@stdlib/stats-base-dists-normal-cdf";

export interface Rate {
  readonly outside: number;
  readonly pairs: number;
}

/**
 * The largest chance of a false alarm with which one rate is called higher than another. It guards small subsets; in an environment that
 * is deterministic, as most are, both rates are zero and a false alarm cannot happen at all.
 */
export const EXCESS_ALPHA = 1e-3;

/** Below a difference of two percentage points an environment's dependence on itself explains no disagreement worth naming. */
export const EXCESS_SHARE = 0.02;

/**
 * One-sided chance of seeing a candidate's rate this far above a reference's if both were one (pooled score test of two proportions;
 * approximate below about five expected cases, which EXCESS_ALPHA leaves room for). 1 where nothing was compared.
 */
export const excessChance = (candidate: Rate, reference: Rate): number => {
  if (candidate.pairs === 0 || reference.pairs === 0) return 1;
  const pooled = (candidate.outside + reference.outside) / (candidate.pairs + reference.pairs);
  const variance = pooled * (1 - pooled) * (1 / candidate.pairs + 1 / reference.pairs);
  const excess = candidate.outside / candidate.pairs - reference.outside / reference.pairs;
  if (variance === 0) return 1;
  return normalCdf(-excess / Math.sqrt(variance), 0, 1);
};

/** How far the candidate's rate lies clearly above the reference's; null when it does not. */
export const clearExcess = (candidate: Rate, reference: Rate): number | null => {
  const chance = excessChance(candidate, reference);
  if (chance > EXCESS_ALPHA) return null;
  const excess = candidate.outside / candidate.pairs - reference.outside / reference.pairs;
  return excess >= EXCESS_SHARE ? excess : null;
};
