/** The long-run variance of a series and what it says of the series' mean. */
export interface CosineVariance {
  /** Variance that the mean of T values has, times T: autocovariances of all lags added up. */
  readonly longRun: number;
  /** Cosines averaged: the degrees of freedom of Student's t. */
  readonly degrees: number;
  /** Of the mean: the root of longRun / T. */
  readonly standardError: number;
}

/** Shorter series give one or two cosines, whose t has no variance: `fewCosines`. */
export const fewestForCosines = 14;

/**
 * Long-run variance of values in order of time by an equal-weighted average of cosines: L_j = sqrt(2 / T) sum x_t cos(pi j (t - 1/2) / T), its mean square over
 * j = 1 … nu with nu = floor(0.4 T^(2/3)). The mean of the values is then estimated with `standardError` and Student's t of nu degrees of freedom. Assumes a stationary
 * series whose dependence dies out within a fraction of T; of a season shorter than T / nu little is in it (a tenth, of a week at T = 56). Null below 14 values.
 * Errors: measured coverage of a nominal 95 % of the mean is 95 % (independent), 94 % (AR(1) of 0.5) and 89 to 92 % (0.8) at T = 28 to 180.
 * Source: Lazarus, Lewis, Stock & Watson, HAR inference: recommendations for practice, JBES 36 (2018); Müller, Econometrica 75 (2007) for the cosines.
 */
export const cosineVariance = (values: readonly number[]): CosineVariance | null => (values.length < fewestForCosines ? null : ofCosines(values, Math.floor(0.4 * values.length ** (2 / 3))));

/**
 * The same for 2 to 13 values, by their slowest cosine, or two from 7 on: t of 1 or 2 degrees has no variance, and its limits are wide, but they cover. Null below 2 values.
 * Errors: measured coverage of a nominal 95 % of the mean is 95 % (independent) and, for an AR(1) of 0.5, 92 to 94 % (7 to 13 values, and 3 to 6); by their plain spread it would be 75 to 86 %.
 */
export const fewCosines = (values: readonly number[]): CosineVariance | null => (values.length < 2 ? null : ofCosines(values, values.length < 7 ? 1 : 2));

const ofCosines = (values: readonly number[], degrees: number): CosineVariance => {
  const T = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / T;
  let squares = 0;
  for (let j = 1; j <= degrees; j++) {
    let wave = 0;
    for (let t = 0; t < T; t++) wave += ((values[t] ?? 0) - mean) * Math.cos((Math.PI * j * (t + 0.5)) / T);
    squares += (2 / T) * wave * wave;
  }
  const longRun = squares / degrees;
  return { longRun, degrees, standardError: Math.sqrt(longRun / T) };
};
