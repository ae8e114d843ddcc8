import type { Interval } from "../domain/interval.ts";
import { normal } from "../random/normal.ts";
import type { Random } from "../random/random.ts";
import { normalQuantile } from "./distributions.ts";
import { requireOpenUnit } from "./preconditions.ts";

/** Standard errors from so many replicates are themselves within about 5 %: 1 / sqrt(2 * 200). */
export const bootstrapReplicates = 200;

/** From this mean on a Poisson count is drawn as a rounded normal; its distribution function is then within 0.02 of the truth everywhere. */
const normalFromMean = 64;

/**
 * Interval of a statistic of rows grouped into cells, for statistics that have no formula: in each replicate every row counts
 * Poisson(1) times, so a cell of n rows counts Poisson(n). A cell holds what *both* environments said about its rows, and so
 * each replicate draws them together: that is what makes it paired. Estimate -+ z times the replicates' standard deviation.
 *
 * `statistic` maps counts by cell to a number, or to null where it is not defined; null if that happens in more than one
 * replicate in ten, or without cells. The same `random` seed gives the same interval.
 * Source: Hanley & MacGibbon, Computer Methods and Programs in Biomedicine 83 (2006); Chamandy et al. (2012).
 */
export const pairedBootstrap = (
  counts: readonly number[],
  statistic: (counts: readonly number[]) => number | null,
  random: Random,
  level = 0.95,
  replicates = bootstrapReplicates,
): { readonly estimate: number; readonly standardError: number; readonly interval: Interval & { readonly low: number; readonly high: number } } | null => {
  requireOpenUnit("level", level);
  const estimate = statistic(counts);
  if (estimate === null) return null;
  const seen: number[] = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const value = statistic(counts.map((count) => poisson(count, random)));
    if (value !== null) seen.push(value);
  }
  if (seen.length < 2 || seen.length < 0.9 * replicates) return null;
  const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
  const standardError = Math.sqrt(seen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (seen.length - 1));
  const half = normalQuantile((1 + level) / 2) * standardError;
  return { estimate, standardError, interval: { low: estimate - half, high: estimate + half, level, method: "paired bootstrap" } };
};

/** A Poisson count with the given mean: products of uniforms while it is small, a rounded normal above. */
export const poisson = (mean: number, random: Random): number => {
  if (mean >= normalFromMean) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const floor = Math.exp(-mean);
  let product = random.unit();
  let count = 0;
  while (product > floor) {
    product *= random.unit();
    count++;
  }
  return count;
};
