import type { Interval } from "../domain/interval.ts";
import { normalQuantile } from "./distributions.ts";
import { requireCountOf, requireOpenUnit } from "./preconditions.ts";

/**
 * Score interval of a share k / n: the shares p for which |k/n - p| <= z sqrt(p (1 - p) / n).
 * Covers `level` on average over shares and is shorter than the exact interval; for single small shares it may fall short by a
 * few points, so gates use `clopperPearson` and charts use this. Without a trial it is [0, 1].
 * Source: Wilson, JASA 22 (1927); Brown, Cai & DasGupta (2001).
 */
export const wilson = (k: number, n: number, level = 0.95): Interval => {
  requireCountOf(k, n);
  requireOpenUnit("level", level);
  const method = "Wilson score";
  if (n === 0) return { low: 0, high: 1, level, method };
  const z2 = normalQuantile((1 + level) / 2) ** 2;
  const share = k / n;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = Math.sqrt((z2 * (share * (1 - share) + z2 / (4 * n))) / n) / (1 + z2 / n);
  return { low: k === 0 ? 0 : centre - half, high: k === n ? 1 : centre + half, level, method };
};
