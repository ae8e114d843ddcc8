import type { Interval } from "../domain/interval.ts";
import { normalQuantile } from "./distributions.ts";
import type { ShareCount } from "./newcombe.ts";
import { requireCountOf, requireOpenUnit } from "./preconditions.ts";

/**
 * Interval of p1 / p2 for two independent shares: the ratios theta for which the score statistic (p1 - theta p2)^2 / (q1 / n1 + theta^2 q2 / n2), with the variances
 * at the shares that are likeliest given theta, does not exceed z^2. Holds where either count is 0: its low end is then 0 or its high end Infinity. Without trials, or
 * without an event on either side, [0, Infinity]. Errors: measured coverage of a nominal 95 % is 95 to 96 %. Source: Koopman, Biometrics 40 (1984); Miettinen & Nurminen, Statistics in Medicine 4 (1985) without their factor.
 */
export const koopman = (first: ShareCount, second: ShareCount, level = 0.95): Interval & { readonly low: number; readonly high: number } => {
  requireCountOf(first.k, first.n);
  requireCountOf(second.k, second.n);
  requireOpenUnit("level", level);
  const method = "Koopman (score, ratio of shares)";
  if (first.n === 0 || second.n === 0 || first.k + second.k === 0) return { low: 0, high: Infinity, level, method };
  const z2 = normalQuantile((1 + level) / 2) ** 2;
  const beyond = (logRatio: number): boolean => scoreSquared(first, second, Math.exp(logRatio)) > z2;
  const middle = Math.log(Math.max(first.k, 0.5) / first.n) - Math.log(Math.max(second.k, 0.5) / second.n);
  return {
    low: first.k === 0 ? 0 : Math.exp(crossing(middle, -1, beyond)),
    high: second.k === 0 ? Infinity : Math.exp(crossing(middle, 1, beyond)),
    level, method,
  };
};

const scoreSquared = ({ k: x1, n: n1 }: ShareCount, { k: x2, n: n2 }: ShareCount, theta: number): number => {
  // The likeliest p2 when p1 = theta p2 is the smaller root of a quadratic.
  const a = (n1 + n2) * theta;
  const b = -(n1 * theta + x1 + n2 + x2 * theta);
  const c = x1 + x2;
  const p2 = (2 * c) / (-b + Math.sqrt(Math.max(0, b * b - 4 * a * c)));
  const p1 = Math.min(1, theta * p2);
  const variance = (p1 * (1 - p1)) / n1 + (theta * theta * p2 * (1 - p2)) / n2;
  const distance = x1 / n1 - (theta * x2) / n2;
  return variance > 0 ? (distance * distance) / variance : distance === 0 ? 0 : Infinity;
};

/** Where the statistic first exceeds its bound, going from the estimate in one direction on the log scale. */
const crossing = (from: number, direction: 1 | -1, beyond: (at: number) => boolean): number => {
  let [inside, outside] = [from, from + direction];
  for (let step = 1; !beyond(outside) && step < 700; step++) [inside, outside] = [outside, from + direction * step];
  for (let step = 0; step < 60; step++) {
    const middle = (inside + outside) / 2;
    if (beyond(middle)) outside = middle;
    else inside = middle;
  }
  return (inside + outside) / 2;
};
