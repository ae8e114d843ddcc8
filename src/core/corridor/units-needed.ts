import { tunedRho } from "../stats/normal-mixture.ts";
import { logStartWeight } from "../stats/start-weights.ts";
import { tMixtureHalfWidth, tMixtureLogE } from "../stats/t-mixture.ts";
import type { Corridor } from "./corridor-of.ts";

/** Ten years of weeks: beyond it nothing is promised. */
const most = 520;

/**
 * How many more units like those so far decide it, one way or the other, if the mean stays where it is; null where no number of them is worth naming: the mean lies so near the edge, given the offline error, that
 * only a better offline estimate helps.
 */
export const unitsNeeded = (now: { readonly count: number; readonly mean: number; readonly standardDeviation: number }, corridor: Corridor, settings: { readonly tuned: number; readonly alpha: number; readonly least: number }): number | null => {
  const { mean, standardDeviation, count } = now;
  if (count < 2 || !(standardDeviation >= 0)) return null;
  const rho = tunedRho(settings.tuned, settings.alpha);
  const outside = Math.max(mean - corridor.wide.high, corridor.wide.low - mean);
  const room = Math.min(mean - corridor.narrow.low, corridor.narrow.high - mean);
  if (outside <= 0 && room <= 0) return null;
  for (let units = Math.max(count + 1, settings.least); units <= count + most; units++) {
    const stretch = { count: units, weight: units, mean, within: standardDeviation ** 2 * (units - 1), earlier: 0 };
    if (outside > 0 ? logStartWeight(0) + tMixtureLogE(stretch, mean - outside, rho) >= -Math.log(settings.alpha) : tMixtureHalfWidth(stretch, rho, -Math.log(2 * settings.alpha)) <= room) return units - count;
  }
  return null;
};
