import { normalQuantile } from "./distributions.ts";
import { requireOpenUnit } from "./preconditions.ts";

/** A number learnt from one sample, with its limits at any level: what `difference-of-two` and `ratio-of-two` put together. */
export interface Estimate {
  readonly value: number;
  /** Two-sided limits; each end holds with (1 + level) / 2. */
  readonly at: (level: number) => { readonly low: number; readonly high: number };
  /** How the limits are made, for the interval's `method`. */
  readonly method: string;
}

/** value -+ z se. For means and other sums over many rows. */
export const normalEstimate = (value: number, standardError: number, method = "normal"): Estimate => ({
  value, method, at: (level) => ({ low: value - z(level) * standardError, high: value + z(level) * standardError }),
});

/** exp(ln value -+ z se / value), for what is above 0 and skewed to the right: errors, losses, times. Without error in the value itself (0) the limits are 0 and z se. */
export const logEstimate = (value: number, standardError: number, method = "normal on the log scale"): Estimate => ({
  value, method, at: (level) => {
    const half = z(level) * standardError;
    return value > 0 ? { low: value * Math.exp(-half / value), high: value * Math.exp(half / value) } : { low: 0, high: half };
  },
});

/**
 * Normal on the logit scale, for what lies in (0, 1): ln(v / (1 - v)) -+ z se / (v (1 - v)). Keeps inside (0, 1) and holds near the ends, where the plain
 * interval runs short. RangeError at 0 or 1 themselves, which have no logit.
 */
export const logitEstimate = (value: number, standardError: number, method = "normal on the logit scale"): Estimate => {
  requireOpenUnit("value", value);
  const logit = Math.log(value / (1 - value));
  const slope = value * (1 - value);
  const share = (x: number): number => 1 / (1 + Math.exp(-x));
  return { value, method, at: (level) => ({ low: share(logit - (z(level) * standardError) / slope), high: share(logit + (z(level) * standardError) / slope) }) };
};

const z = (level: number): number => {
  requireOpenUnit("level", level);
  return normalQuantile((1 + level) / 2);
};
