import { requireOpenUnit } from "./preconditions.ts";

/**
 * Which of several e-values, given by their logarithms, are rejected so that at most the share `alpha` of the rejections is expected to be false, however they depend on one
 * another: the k largest, for the largest k whose k-th largest is at least m / (k alpha). Order is kept. Source: Wang & Ramdas, JRSS B 84 (2022).
 */
export const eBenjaminiHochberg = (logEValues: readonly number[], alpha: number): boolean[] => {
  requireOpenUnit("alpha", alpha);
  const m = logEValues.length;
  const order = logEValues.map((_, index) => index).sort((a, b) => (logEValues[b] ?? 0) - (logEValues[a] ?? 0));
  const count = order.findLastIndex((index, rank) => (logEValues[index] ?? -Infinity) >= Math.log(m / ((rank + 1) * alpha))) + 1;
  const rejected = new Set(order.slice(0, count));
  return logEValues.map((_, index) => rejected.has(index));
};
