import incompleteGamma from "@stdlib/math-base-special-gammainc";
import logGammaOf from "@stdlib/math-base-special-gammaln";
import betaCdfOf from "@stdlib/stats-base-dists-beta-cdf";
import betaQuantileOf from "@stdlib/stats-base-dists-beta-quantile";
import binomialCdfOf from "@stdlib/stats-base-dists-binomial-cdf";
import chiSquareCdfOf from "@stdlib/stats-base-dists-chisquare-cdf";
import normalCdfOf from "@stdlib/stats-base-dists-normal-cdf";
import normalQuantileOf from "@stdlib/stats-base-dists-normal-quantile";
import tCdfOf from "@stdlib/stats-base-dists-t-cdf";
import tQuantileOf from "@stdlib/stats-base-dists-t-quantile";
import { incompleteGammaLarge } from "./incomplete-gamma-large.ts";

/*
 * The distribution functions everything else stands on. The numbers come from @stdlib; this is the only file that knows it.
 * Beyond @stdlib: a NaN that it would return for parameters outside their domain is a RangeError here, limits (infinite
 * degrees of freedom, a beta shape of 0) are the limits, and the binomial and chi-square quantiles are found from their cdf.
 * Where @stdlib's chi-square is wrong (thousands of degrees of freedom) it is our own. Accuracy against scipy and mpmath: 1e-10 relative or better, see golden.test.ts.
 */

const finite = (name: string, value: number): number => {
  if (Number.isNaN(value)) throw new RangeError(`${name}: parameters are outside the function's domain`);
  return value;
};

const requireProbability = (name: string, p: number): void => {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`${name}: a probability must lie in [0, 1], got ${p}`);
};

/** P(Z <= x) of the standard normal. */
export const normalCdf = (x: number): number => finite("normalCdf", normalCdfOf(x, 0, 1));

/** The x with P(Z <= x) = p; -Infinity at 0 and Infinity at 1. */
export const normalQuantile = (p: number): number => {
  requireProbability("normalQuantile", p);
  return p > 0 && p < farTail ? farNormalQuantile(p) : normalQuantileOf(p, 0, 1);
};

/** @stdlib's quantile works on 2p - 1, which rounds to -1 far down the tail: 3 digits left at 1e-15, -Infinity below 1e-16. */
const farTail = 1e-8;

/** Newton's method on the logarithm of the cdf, from the tail's asymptote; four steps reach the last digits down to 1e-300. */
const farNormalQuantile = (p: number): number => {
  const twice = -2 * Math.log(p);
  let x = -Math.sqrt(twice - Math.log(2 * Math.PI * twice));
  for (let step = 0; step < 4; step++) {
    const cdf = normalCdf(x);
    x -= ((Math.log(cdf) - Math.log(p)) * cdf * Math.sqrt(2 * Math.PI)) / Math.exp((-x * x) / 2);
  }
  return x;
};

/** P(T <= x) of Student's t; `df` may be fractional or Infinity (the normal). */
export const tCdf = (x: number, df: number): number => (df === Infinity ? normalCdf(x) : finite("tCdf", tCdfOf(x, df)));

/** The x with P(T <= x) = p. */
export const tQuantile = (p: number, df: number): number => {
  requireProbability("tQuantile", p);
  return df === Infinity ? normalQuantile(p) : finite("tQuantile", tQuantileOf(p, df));
};

/** P(X <= x) of Beta(a, b): the regularised incomplete beta function I_x(a, b). */
export const betaCdf = (x: number, a: number, b: number): number => finite("betaCdf", betaCdfOf(x, a, b));

/** The x with P(X <= x) = p. A shape of 0 is the limit: all mass at 0 (a = 0) or at 1 (b = 0). */
export const betaQuantile = (p: number, a: number, b: number): number => {
  requireProbability("betaQuantile", p);
  if (a === 0 && b > 0) return 0;
  if (b === 0 && a > 0) return 1;
  return finite("betaQuantile", betaQuantileOf(p, a, b));
};

/** P(K <= k) of n trials with chance p each. */
export const binomialCdf = (k: number, n: number, p: number): number => {
  requireProbability("binomialCdf", p);
  if (k < 0) return 0;
  if (k >= n) return 1;
  return finite("binomialCdf", binomialCdfOf(k, n, p));
};

/** The smallest k with P(K <= k) >= q: a normal first guess, a doubling bracket around it, then halving. */
export const binomialQuantile = (q: number, n: number, p: number): number => {
  requireProbability("binomialQuantile", q);
  if (q === 1) return p === 0 ? 0 : n;
  const reaches = (k: number): boolean => binomialCdf(k, n, p) >= q;
  const clamp = (k: number): number => Math.min(n, Math.max(-1, k));
  const spread = Math.sqrt(n * p * (1 - p));
  const guess = q === 0 ? 0 : clamp(Math.round(n * p + normalQuantile(q) * spread));
  let step = Math.max(1, Math.ceil(spread / 8));
  let low = clamp(guess - step);
  let high = clamp(guess + step);
  while (low >= 0 && reaches(low)) {
    step *= 2;
    low = clamp(low - step);
  }
  while (!reaches(high)) {
    step *= 2;
    high = clamp(high + step);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
};

/** P(X <= x) of chi-square with `df` degrees of freedom. */
export const chiSquareCdf = (x: number, df: number): number => (goesWrong(x, df) ? incompleteGammaLarge(df / 2, x / 2, false) : finite("chiSquareCdf", chiSquareCdfOf(x, df)));

/** Where @stdlib's incomplete gamma function loses all but two digits. */
const goesWrong = (x: number, df: number): boolean => x > 1990 && x < Infinity && df > 200 && df < Infinity;

/** P(X > x) of chi-square with `df` degrees of freedom, to full precision far up the tail, where 1 - cdf has no digits left. */
export const chiSquareSurvival = (x: number, df: number): number =>
  x <= 0 ? 1 : x === Infinity ? 0 : goesWrong(x, df) ? incompleteGammaLarge(df / 2, x / 2, true) : finite("chiSquareSurvival", incompleteGamma(x / 2, df / 2, true, true));

/** ln of the gamma function of a positive number. */
export const logGamma = (x: number): number => finite("logGamma", logGammaOf(x));

/** About where the quantile lies: Wilson and Hilferty's cube, then Newton's method while it moves. */
const chiSquareNear = (p: number, df: number): number => {
  const spread = 2 / (9 * df);
  let x = df * Math.max(1e-3, 1 - spread + normalQuantile(p) * Math.sqrt(spread)) ** 3;
  const half = df / 2;
  const scale = half * Math.LN2 + logGamma(half);
  for (let step = 0; step < 8; step++) {
    const density = Math.exp((half - 1) * Math.log(x) - x / 2 - scale);
    const next = x - (chiSquareCdf(x, df) - p) / density;
    if (!(next > 0 && next < Infinity)) return Number.NaN;
    const moved = Math.abs(next - x);
    x = next;
    if (moved <= 1e-9 * x) break;
  }
  return x;
};

/** The x with P(X <= x) = p, by halving to the last bit, from about where Newton's method ends. */
export const chiSquareQuantile = (p: number, df: number): number => {
  requireProbability("chiSquareQuantile", p);
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  const near = chiSquareNear(p, df);
  let low = near * (1 - 1e-13);
  let high = near * (1 + 1e-13);
  // Where the guess does not enclose it, from the beginning.
  if (!(low > 0 && chiSquareCdf(low, df) < p)) low = 0;
  if (!(high > low && high < Infinity && chiSquareCdf(high, df) >= p)) {
    high = Math.max(1, df);
    while (chiSquareCdf(high, df) < p) high *= 2;
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) return high;
    if (chiSquareCdf(middle, df) < p) low = middle;
    else high = middle;
  }
};
