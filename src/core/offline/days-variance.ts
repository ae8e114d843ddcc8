import type { OfflineEstimate } from "../domain/offline-estimate.ts";

/** Day levels are not taken to hang together more than this, however the correction comes out. */
const strongest = 0.95;

/**
 * Variance of the mean of `days` consecutive day levels about the long-run mean: between^2 / D (1 + 2 sum (1 - k / D) rho^k), as of an AR(1). The rho of true levels is that of days as they were seen, less
 * what their own sampling takes from it: times (between^2 + sampling) / between^2. Without a correlation (fewer than 28 days) days count as independent; 0 where nothing is known of days.
 */
export const daysVariance = ({ betweenDays, autocorrelation, varianceOfARow, n, days: seen }: OfflineEstimate, days: number): number => {
  if (betweenDays === null || betweenDays === 0) return 0;
  const variance = betweenDays ** 2;
  if (days <= 1) return variance;
  const sampling = varianceOfARow === null || n === 0 ? 0 : (varianceOfARow * seen) / n;
  const rho = Math.min(strongest, Math.max(-strongest, ((autocorrelation ?? 0) * (variance + sampling)) / variance));
  let sum = 0;
  for (let k = 1; k < days; k++) sum += (1 - k / days) * rho ** k;
  return Math.max(0, (variance / days) * (1 + 2 * sum));
};
