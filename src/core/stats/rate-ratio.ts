import type { Interval } from "../domain/interval.ts";
import { shareLowerBound, shareUpperBound } from "./clopper-pearson.ts";
import { binomialCdf } from "./distributions.ts";
import { requireOpenUnit } from "./preconditions.ts";

/** Events among so many rows, or within so much exposure. */
export interface EventCount {
  readonly events: number;
  readonly exposure: number;
}

export interface RateRatio {
  /** candidate's rate / reference's; Infinity where only the candidate has events, null where neither has. */
  readonly ratio: number | null;
  /** Two-sided p of "both rates are equal": the chance of splits of the events that are no likelier than this one. */
  readonly p: number;
  readonly at: (level: number) => Interval & { readonly low: number; readonly high: number };
}

/**
 * Ratio of two rates, exact given how many events there were in all: each is the candidate's with chance rho n2 / (n1 + rho n2), so that Clopper-Pearson limits of
 * that chance are limits of rho. Holds for Poisson events, and for shares below some per cent, where it is a little wide. Never covers less than its level.
 * Source: Przyborowski & Wilenski, Biometrika 31 (1940); Sahai & Khurshid, Statistics in Medicine 15 (1996).
 */
export const rateRatio = (reference: EventCount, candidate: EventCount): RateRatio => {
  if (!(reference.exposure > 0 && candidate.exposure > 0)) throw new RangeError("a rate needs some exposure on both sides");
  const events = reference.events + candidate.events;
  const unit = reference.exposure / candidate.exposure;
  const rho = (chance: number): number => (chance >= 1 ? Infinity : (chance / (1 - chance)) * unit);
  return {
    ratio: events === 0 ? null : reference.events === 0 ? Infinity : (candidate.events / reference.events) * unit,
    p: events === 0 ? 1 : splitP(candidate.events, events, candidate.exposure / (reference.exposure + candidate.exposure)),
    at: (level) => {
      requireOpenUnit("level", level);
      const side = (1 + level) / 2;
      const method = "exact conditional binomial";
      return events === 0 ? { low: 0, high: Infinity, level, method } : { low: rho(shareLowerBound(candidate.events, events, side)), high: rho(shareUpperBound(candidate.events, events, side)), level, method };
    },
  };
};

/** Sum of the chances of all splits that are no likelier than the one seen; beyond 20,000 events twice the smaller tail, which is the same to 3 digits. */
const splitP = (k: number, n: number, chance: number): number => {
  if (n > 20_000) return Math.min(1, 2 * Math.min(binomialCdf(k, n, chance), 1 - binomialCdf(k - 1, n, chance)));
  // Chances up to a factor, on the log scale: log C(n, i) + i log(p / q), by recurrence.
  const odds = Math.log(chance / (1 - chance));
  const logs = [0];
  for (let i = 1; i <= n; i++) logs.push((logs[i - 1] ?? 0) + Math.log((n - i + 1) / i) + odds);
  const top = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  const seen = (logs[k] ?? 0) + 1e-7;
  const [all, unlikely] = logs.reduce(([sum, tail], log) => [sum + Math.exp(log - top), tail + (log <= seen ? Math.exp(log - top) : 0)], [0, 0]);
  return Math.min(1, unlikely / all);
};
