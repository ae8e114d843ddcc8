import type { Measure } from "../domain/measure.ts";
import { countsEvents } from "./counts-events.ts";
import type { ShapeValue } from "./shape-value.ts";

/**
 * Sum of m over sum of d, with the variance of a ratio of two sums over independent units: n / (n - 1) times the sum of (m - r d)^2 over the square of the sum of d.
 * The root of it for RMSE, whose variance is that over 4 r. Null without a denominator; variance null below two units, and for a root of 0, which has no slope.
 * Source: Cochran, Sampling Techniques (1977), 2.11 and 6.3; Deng, Knoblich & Lu, KDD 2018, for units that are groups of rows.
 */
export const ratioValue = (measure: Measure, sums: readonly number[]): ShapeValue | null => {
  const [n = 0, m = 0, d = 0, mm = 0, dd = 0, md = 0] = sums;
  if (n === 0 || d === 0) return null;
  const ratio = m / d;
  const spread = Math.max(0, mm - 2 * ratio * md + ratio * ratio * dd);
  const variance = n < 2 ? null : (spread / (d * d)) * (n / (n - 1));
  const oneByOne = countsEvents(measure) || (measure.sql["group"] === undefined && isCount(m) && isCount(d) && mm === m && dd === d && md === m);
  const events = oneByOne ? m : null;
  if (measure.metric.name !== "rmse") return { value: ratio, variance, n, events, exposure: d };
  return { value: Math.sqrt(ratio), variance: variance === null || ratio === 0 ? null : variance / (4 * ratio), n, events: null, exposure: d };
};

const isCount = (sum: number): boolean => Number.isInteger(sum) && sum >= 0;
