/** Below this a lag-1 correlation is not told: its own error is above 0.19. */
export const fewestForCorrelation = 28;

/** Values of a stationary series are no closer to one another than this, however the correction comes out. */
const strongest = 0.99;

/**
 * Correlation of neighbouring values of a series in order of time, corrected for the bias that an estimated mean gives it: r falls short of rho by about (1 + 4 rho) / T, so rho = (T r + 1) / (T - 4).
 * Null below 28 values, or where nothing varies. Kept within 0.99 of 0.
 * Source: Marriott & Pope, Bias in the estimation of autocorrelations, Biometrika 41 (1954); Kendall, ibid.
 */
export const lagOneCorrelation = (values: readonly number[]): number | null => {
  const T = values.length;
  if (T < fewestForCorrelation) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / T;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (!(squares > 0)) return null;
  const products = values.slice(1).reduce((sum, value, before) => sum + (value - mean) * ((values[before] ?? 0) - mean), 0);
  return Math.min(strongest, Math.max(-strongest, ((T * products) / squares + 1) / (T - 4)));
};
