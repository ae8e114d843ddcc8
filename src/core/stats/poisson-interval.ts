import type { Interval } from "../domain/interval.ts";
import { chiSquareQuantile } from "./distributions.ts";
import { requireOpenUnit, requireWhole } from "./preconditions.ts";

/**
 * Exact interval of the rate of events per unit of exposure, k events in `exposure` (> 0): chi-square quantiles, [q(a/2; 2k) / 2, q(1 - a/2; 2k + 2) / 2] /
 * exposure. Covers at least `level` for events that come independently; no events leave 0 as the low end. Source: Garwood, Biometrika 28 (1936).
 */
export const poissonInterval = (k: number, exposure: number, level = 0.95): Interval & { readonly low: number; readonly high: number } => {
  requireWhole("k", k, 0);
  requireOpenUnit("level", level);
  if (!(exposure > 0)) throw new RangeError(`exposure must be above 0, got ${exposure}`);
  const tail = (1 - level) / 2;
  return { low: k === 0 ? 0 : chiSquareQuantile(tail, 2 * k) / 2 / exposure, high: chiSquareQuantile(1 - tail, 2 * k + 2) / 2 / exposure, level, method: "Garwood (exact Poisson)" };
};
