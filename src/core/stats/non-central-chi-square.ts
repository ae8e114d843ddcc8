import { chiSquareCdf, chiSquareSurvival, logGamma } from "./distributions.ts";

/*
 * The sum of squares of `df` unit normals whose squared means add up to `ncp`: a Poisson(ncp / 2) mixture of central chi-squares with
 * df + 2 j degrees of freedom. One incomplete gamma function is computed at the end of the range of j where it is smallest; all the others
 * follow from it by P(a, y) = P(a + 1, y) + y^a e^-y / Gamma(a + 1), which only adds and so loses nothing. `df` may be fractional.
 * Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2, ch. 29; weights as in Loader, Fast and Accurate Computation of Binomial Probabilities (2000). Against scipy: 1e-10 relative down to 1e-12.
 */

/** Poisson weights are taken this many standard deviations to either side: what is left out is below 1e-30. */
const reach = 12;
const leastLog = -650;
/** Below this the first term is the whole sum to the last bit. */
const nothing = 1e-20;

interface Range {
  readonly half: number;
  readonly first: number;
  readonly last: number;
}

const rangeOf = (ncp: number): Range => {
  const half = ncp / 2;
  const spread = reach * Math.sqrt(half);
  return { half, first: Math.max(0, Math.floor(half - spread - 10)), last: Math.ceil(half + spread + 10) };
};

const requireDomain = (df: number, ncp: number): void => {
  if (!(df > 0 && ncp >= 0 && ncp < Infinity)) throw new RangeError(`a non-central chi-square needs df > 0 and ncp >= 0, got ${df} and ${ncp}`);
};

/** ln of mean^x e^-mean / Gamma(x + 1). For large x as -(distance of x from the mean) - (Stirling's error): the three plain terms cancel and would leave 9 digits at x = 1e6. */
const logPoisson = (x: number, mean: number): number => {
  if (x < 20) return -mean + x * Math.log(mean) - logGamma(x + 1);
  const d = (mean - x) / x;
  return -x * (d - Math.log1p(d)) - (1 / 12 - (1 / 360 - 1 / (1260 * x * x)) / (x * x)) / x - Math.log(2 * Math.PI * x) / 2;
};

/** P(X <= x). */
export const nonCentralChiSquareCdf = (x: number, df: number, ncp: number): number => {
  requireDomain(df, ncp);
  if (x <= 0) return 0;
  if (x === Infinity) return 1;
  if (ncp < nothing) return chiSquareCdf(x, df);
  const { half, first, last } = rangeOf(ncp);
  const y = x / 2;
  let a = df / 2 + last;
  let central = chiSquareCdf(x, 2 * a);
  let weight = Math.exp(logPoisson(last, half));
  let log = logPoisson(a - 1, y);
  let step = Math.exp(log);
  let sum = weight * central;
  for (let j = last - 1; j >= first; j--) {
    a -= 1;
    central += step;
    weight *= (j + 1) / half;
    sum += weight * central;
    // y^(a-1) / Gamma(a), from y^a / Gamma(a+1); by logarithms while it is too small for a double.
    if (log < leastLog) {
      log += Math.log(a / y);
      step = Math.exp(log);
    } else step *= a / y;
  }
  return Math.min(1, sum);
};

/** P(X > x). */
export const nonCentralChiSquareSurvival = (x: number, df: number, ncp: number): number => {
  requireDomain(df, ncp);
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  if (ncp < nothing) return chiSquareSurvival(x, df);
  const { half, first, last } = rangeOf(ncp);
  const y = x / 2;
  let a = df / 2 + first;
  let central = chiSquareSurvival(x, 2 * a);
  let weight = Math.exp(logPoisson(first, half));
  let log = logPoisson(a, y);
  let step = Math.exp(log);
  let sum = weight * central;
  for (let j = first + 1; j <= last + 30; j++) {
    a += 1;
    central += step;
    weight *= half / j;
    sum += weight * central;
    if (log < leastLog) {
      log += Math.log(y / a);
      step = Math.exp(log);
    } else step *= y / a;
  }
  return Math.min(1, sum);
};
