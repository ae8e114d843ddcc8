/** A value in order of time, with what it weighs and the phase of its cycle: Monday … Sunday as 0 … 6, hours as 0 … 23. */
export interface PhaseValue {
  readonly phase: number;
  readonly value: number;
  readonly weight: number;
}

/** A phase seen less often than this is known to a third of what single values vary, or worse. */
export const fewestCycles = 8;

/** Residuals this many robust standard deviations out are outliers: 1 in 2 million of a normal. */
const farOut = 5;

/**
 * What each phase of a cycle adds to the weighted mean of all: the weighted mean of the phase's values less it; medians in place of means where a value lies far out, so that one outage is not a
 * season. The effects, weighted by the phases' weights, add up to 0. Phases are 0 … `phases` - 1; one that was never seen (no Sundays) has the effect 0. Null unless every
 * phase that was seen at all was seen 8 times, and at least two were.
 * Source: Cleveland et al., STL, J. Official Statistics 6 (1990) for robustness by residuals; classical seasonal means otherwise.
 */
export const dayOfWeekSeason = (values: readonly PhaseValue[], phases = 7): number[] | null => {
  const by = Map.groupBy(values.filter(({ weight }) => weight > 0), ({ phase }) => phase);
  if (by.size < 2 || [...by.values()].some((members) => members.length < fewestCycles)) return null;
  const means = new Map([...by].map(([phase, members]) => [phase, weightedMean(members)]));
  const residuals = [...by].flatMap(([phase, members]) => members.map(({ value }) => Math.abs(value - (means.get(phase) ?? 0))));
  const scale = 1.4826 * median(residuals);
  const levels = scale > 0 && residuals.some((residual) => residual > farOut * scale) ? new Map([...by].map(([phase, members]) => [phase, median(members.map(({ value }) => value))])) : means;
  const middle = weightedMean([...by].map(([phase, members]) => ({ value: levels.get(phase) ?? 0, weight: members.reduce((sum, { weight }) => sum + weight, 0) })));
  return Array.from({ length: phases }, (_, phase) => (levels.has(phase) ? (levels.get(phase) ?? 0) - middle : 0));
};

const weightedMean = (values: readonly { readonly value: number; readonly weight: number }[]): number =>
  values.reduce((sum, { value, weight }) => sum + value * weight, 0) / values.reduce((sum, { weight }) => sum + weight, 0);

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
};
