import type { Interval } from "../domain/interval.ts";
import type { Estimate } from "./estimate.ts";
import { wilson } from "./wilson.ts";

/**
 * A share k / n with Wilson's limits, or those of `limits` (Clopper-Pearson where no shortfall is wanted). `designEffect` (>= 1) is how many times more the rows
 * vary together than independent ones: the limits are those of n / designEffect rows with the same share. Null without rows. Two of these in
 * `difference-of-two` are Newcombe's interval.
 */
export const shareEstimate = (k: number, n: number, designEffect = 1, limits: (k: number, n: number, level: number) => Interval = wilson): Estimate | null => {
  if (n === 0) return null;
  const rows = Math.max(1, Math.floor(n / designEffect));
  const hits = designEffect === 1 ? k : k === 0 ? 0 : k === n ? rows : Math.min(rows, Math.max(0, Math.round((k / n) * rows)));
  return {
    value: k / n, method: `${limits(0, 1, 0.5).method}${designEffect === 1 ? "" : ", rows divided by their design effect"}`,
    at: (level) => {
      const { low, high } = limits(hits, rows, level);
      // Rounding to whole rows must not leave the share itself outside.
      return { low: Math.min(k / n, low ?? 0), high: Math.max(k / n, high ?? 1) };
    },
  };
};
