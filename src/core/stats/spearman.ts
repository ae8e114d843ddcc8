import type { Interval } from "../domain/interval.ts";
import { normalQuantile } from "./distributions.ts";
import { requireOpenUnit, requireWhole } from "./preconditions.ts";

/** Below this the normal approximation of Fisher's z means nothing. */
export const fewestRankedPairs = 10;

/**
 * Interval of a Spearman rank correlation by Fisher's z, with variance (1 + rho^2 / 2) / (n - 3). Null below `fewestRankedPairs`.
 * A perfect +-1 has no variance on that scale, yet does not prove perfection on all inputs: its inner end is that of the nearest
 * value below 1 that n pairs can show (two neighbours swapped, 1 - 12 / (n^3 - n)).
 * Assumes independent pairs. Errors: within 1 % of nominal for |rho| <= 0.95 and n >= 25.
 * Source: Bonett & Wright, Psychometrika 65 (2000) 23.
 */
export const spearmanInterval = (rho: number, n: number, level = 0.95): Interval | null => {
  requireWhole("n", n, 0);
  requireOpenUnit("level", level);
  if (!(Math.abs(rho) <= 1)) throw new RangeError(`a correlation lies in [-1, 1], got ${rho}`);
  if (n < fewestRankedPairs) return null;
  const method = "Fisher z (Bonett-Wright)";
  const nearest = 1 - 12 / (n * (n * n - 1));
  const used = Math.max(-nearest, Math.min(nearest, rho));
  const half = normalQuantile((1 + level) / 2) * Math.sqrt((1 + (used * used) / 2) / (n - 3));
  return {
    low: rho === -1 ? -1 : Math.tanh(Math.atanh(used) - half),
    high: rho === 1 ? 1 : Math.tanh(Math.atanh(used) + half),
    level, method,
  };
};
