import { quantileRank } from "./quantile-interval.ts";
import { requireOpenUnit, requireWhole } from "./preconditions.ts";

/** Between which ranks (from 1) of a sorted sample a quantile lies, and how far from the lower towards the upper. */
export interface QuantilePosition {
  readonly low: number;
  readonly high: number;
  readonly fraction: number;
}

/**
 * The ways in which libraries and monitoring systems take a quantile from a sample of n, the commonest first. `nearest rank` is the one used
 * everywhere else; `linear interpolation` is the default of numpy and pandas. Source: Hyndman & Fan, The American Statistician 50 (1996).
 */
export const quantileDefinitions: Readonly<Record<string, (n: number, q: number) => number>> = {
  "nearest rank": quantileRank,
  "linear interpolation": (n, q) => (n - 1) * q + 1,
  "next lower value": (n, q) => Math.floor(steady((n - 1) * q)) + 1,
  "next higher value": (n, q) => Math.ceil(steady((n - 1) * q)) + 1,
  "midpoint of the neighbours": (n, q) => (Math.floor(steady((n - 1) * q)) + Math.ceil(steady((n - 1) * q))) / 2 + 1,
  "interpolation at (n + 1) q": (n, q) => (n + 1) * q,
  "interpolation at n q + 1/2": (n, q) => n * q + 0.5,
  "interpolation at (n + 1/3) q + 1/3": (n, q) => (n + 1 / 3) * q + 1 / 3,
};

/** Where the q-quantile of n values lies by a definition of `quantileDefinitions`. RangeError for no values or another name. */
export const quantilePosition = (definition: string, n: number, q: number): QuantilePosition => {
  requireWhole("n", n, 1);
  requireOpenUnit("q", q);
  const place = quantileDefinitions[definition]?.(n, q);
  if (place === undefined) throw new RangeError(`no definition of a quantile is called ${definition}`);
  const within = Math.min(n, Math.max(1, steady(place)));
  const low = Math.floor(within);
  return { low, high: Math.min(n, low + 1), fraction: within - low };
};

/** 299 * 0.99 is 296.01 and 101 * 0.99 - 0.99 is 99.00000000000001: what is whole on paper stays whole. */
const steady = (place: number): number => (Math.abs(place - Math.round(place)) < 1e-9 ? Math.round(place) : place);
