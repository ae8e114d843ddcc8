/**
 * p values adjusted for a family by Holm's step-down: rejecting those at or below alpha makes even one false rejection in the
 * whole family happen with chance at most alpha, under any dependence. Never weaker than Bonferroni. Order is kept.
 * Source: Holm, Scandinavian Journal of Statistics 6 (1979).
 */
export const holm = (pValues: readonly number[]): number[] => {
  const adjusted = Array.from<number>({ length: pValues.length });
  let largest = 0;
  ascending(pValues).forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[index] ?? 1)));
    adjusted[index] = largest;
  });
  return adjusted;
};

/** Indices of p values from the smallest; refuses what is no probability. */
export const ascending = (pValues: readonly number[]): number[] => {
  for (const p of pValues) if (!(p >= 0 && p <= 1)) throw new RangeError(`a p value lies in [0, 1], got ${p}`);
  return pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1));
};
