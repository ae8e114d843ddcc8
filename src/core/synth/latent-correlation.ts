import { normalQuantile } from "../stats/distributions.ts";
import type { Quantile } from "./quantile-of-bins.ts";

/** A distribution as coefficients of normalised Hermite polynomials of a standard normal, from the first degree on, and its standard deviation. */
export interface HermiteForm {
  readonly coefficients: readonly number[];
  readonly sd: number;
}

const points = 2048;
const degree = 14;

/** Forms of several distributions: the grid of the normal is laid once. */
export const hermiteForms = (quantiles: readonly Quantile[]): HermiteForm[] => {
  const grid = Array.from({ length: points }, (_, place) => {
    const u = (place + 0.5) / points;
    const z = normalQuantile(u);
    const h = [1, z];
    for (let k = 1; k < degree; k += 1) h.push((z * (h[k] ?? 0) - Math.sqrt(k) * (h[k - 1] ?? 0)) / Math.sqrt(k + 1));
    return { u, h };
  });
  return quantiles.map((quantile) => {
    const values = grid.map(({ u }) => quantile.at(u));
    const mean = values.reduce((sum, value) => sum + value / points, 0);
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / points, 0));
    return { sd, coefficients: Array.from({ length: degree }, (_, k) => grid.reduce((sum, { h }, place) => sum + (((values[place] ?? 0) - mean) * (h[k + 1] ?? 0)) / points, 0)) };
  });
};

/** Past this two columns count as one: a matrix of ones is not positive definite. */
const most = 0.999;

/**
 * The correlation that two standard normals must have so that the numbers made from them have `wanted` (Cario and Nelson 1997, by Hermite expansion); the nearest
 * that can be had where the distributions allow for no such correlation. 0 where one of them has a single value, or squares beyond what doubles hold.
 */
export const latentCorrelation = (a: HermiteForm, b: HermiteForm, wanted: number): number => {
  if (!(a.sd > 0 && b.sd > 0 && a.sd < Infinity && b.sd < Infinity && Number.isFinite(wanted))) return 0;
  const reached = (rho: number): number => {
    let [sum, power] = [0, 1];
    a.coefficients.forEach((coefficient, k) => { power *= rho; sum += (coefficient / a.sd) * ((b.coefficients[k] ?? 0) / b.sd) * power; });
    return sum;
  };
  let [low, high] = [-most, most];
  if (reached(high) <= wanted) return high;
  if (reached(low) >= wanted) return low;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (reached(middle) < wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
