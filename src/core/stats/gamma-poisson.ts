import { requireOpenUnit } from "./preconditions.ts";

/**
 * The smallest k with P(K <= k) >= q, for events of a Poisson variable whose rate is itself a gamma variable of this mean and shape (a standard deviation of mean / sqrt(shape)): the negative binomial. Shape Infinity is the Poisson.
 * Terms are added from 0; made for few events. Source: Greenwood & Yule, JRSS 83 (1920).
 */
export const gammaPoissonQuantile = (q: number, mean: number, shape: number): number => {
  requireOpenUnit("q", q);
  if (!(mean >= 0 && shape > 0)) throw new RangeError(`a mean of at least 0 and a shape above 0 are needed, got ${mean} and ${shape}`);
  const poisson = shape === Infinity;
  let term = Math.exp(poisson ? -mean : -shape * Math.log1p(mean / shape));
  let sum = term;
  let k = 0;
  while (sum < q && term > 0) {
    term *= poisson ? mean / (k + 1) : (((k + shape) / (shape + mean)) * mean) / (k + 1);
    k += 1;
    sum += term;
  }
  return k;
};
