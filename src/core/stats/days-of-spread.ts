/** What rows of days scatter about the means of their days, added up. */
export interface Scatter {
  /** Sum over days of the rows' squares about the day's mean, and of the squares of that. */
  readonly sum: number;
  readonly squares: number;
}

/** No days. */
export const noScatter: Scatter = { sum: 0, squares: 0 };

/** One day more: the sampling variance of its value, times the square of what the value is held against, is what its rows scatter. */
export const addDay = ({ sum, squares }: Scatter, { exposure, variance }: { readonly exposure: number; readonly variance: number | null }): Scatter => {
  const own = variance === null ? 0 : exposure * exposure * variance;
  return { sum: sum + own, squares: squares + own * own };
};

/**
 * Days by which the spread of rows is told: as many days that scatter alike as leave it as uncertain (Kish's effective number). Days of numbers with thin tails count nearly all; where one amount in ten thousand makes
 * most of the spread, a year counts as few days, and means of it are far from normal. Infinity where nothing scatters.
 * Source: Kish, Survey Sampling (1965); the share of the largest square is what Embrechts, Kluppelberg & Mikosch, Modelling Extremal Events (1997), 6.2.6, tell a missing variance by.
 */
export const daysOfSpread = ({ sum, squares }: Scatter): number => (squares > 0 ? (sum * sum) / squares : Infinity);
