/** How much longer stretches of days vary than days by themselves would have them. */
export interface DayDependence {
  /** Long-run variance of days over their variance: 1 where they are independent. */
  readonly longRun: number;
  /** The same within a week: seven times the variance of weekly means over that of days, between 1 and `longRun`. */
  readonly withinWeek: number;
}

/** Fewer days than this, offline and production's together, tell nothing of it. */
const fewest = 28;
/** Correlations up to this lag are added up: one that lasts longer shows in them too. */
const mostLags = 10;
/** A level of production has at least so many days before another one is told from it. */
const leastOfLevel = 7;
/** Standard errors beyond which the sum of correlations is no chance. In production's first days there are none to spare, and it grows up to day `settled`: what offline hid by chance has shown itself by then. */
const beyondChance = 1.3;
const settled = 100;
/** Each level that is taken off takes a part of the correlation with it; it is put back, but not more than this many times. */
const mostRestored = 1 / 0.3;

/**
 * The dependence of days as offline and production tell it together, after each number of production's days: `offline` about its mean, production about the two levels, before and after one day, that fit it best, so that a level that
 * moved is not taken for days that hang together. It only ever widens: 1 where the sum of correlations is no more than chance makes it. Eight weeks offline rarely tell days that are correlated by 0.9 under the rows of a day from days
 * that are correlated by 0.5; those and as many of production do.
 */
export const dayDependence = (offline: readonly number[], production: readonly number[]): ((days: number) => DayDependence) => {
  const mean = offline.length > 0 ? offline.reduce((sum, x) => sum + x, 0) / offline.length : production[0] ?? 0;
  const before = levelSums(offline.map((x) => x - mean));
  const now = levelSums(production.map((x) => x - mean));
  const told = new Map<number, DayDependence>();
  const tell = (days: number): DayDependence => {
    const all = offline.length + days;
    if (all < fewest) return { longRun: 1, withinWeek: 1 };
    let [split, squares] = [0, now(0, 0, days)];
    for (let at = leastOfLevel; at <= days - leastOfLevel; at++) {
      const apart = now(0, 0, at) + now(0, at, days);
      if (apart < squares) [split, squares] = [at, apart];
    }
    const levels = (offline.length > 0 ? 1 : 0) + (days > 0 ? 1 : 0) + (split > 0 ? 1 : 0);
    const whole = before(0, 0, offline.length) + squares;
    if (!(whole > 0)) return { longRun: 1, withinWeek: 1 };
    const lags = Math.max(leastOfLevel, Math.min(mostLags, Math.round(0.8 * Math.sqrt(all))));
    let [sum, ofWeek] = [0, 0];
    for (let lag = 1; lag <= lags; lag++) {
      const correlation = (before(lag, 0, offline.length) + now(lag, 0, split) + now(lag, split, days)) / whole + levels / all;
      sum += correlation;
      ofWeek += Math.max(0, 1 - lag / 7) * correlation;
    }
    if (sum <= beyondChance * Math.min(1, days / settled) * Math.sqrt(lags / all)) return { longRun: 1, withinWeek: 1 };
    const longRun = 1 + 2 * Math.max(0, sum) * Math.min(mostRestored, 1 / Math.max(1e-9, 1 - (2 * lags * levels) / all));
    return { longRun, withinWeek: Math.min(longRun, Math.max(1, 1 + 2 * ofWeek)) };
  };
  return (days) => {
    const known = told.get(days) ?? tell(days);
    told.set(days, known);
    return known;
  };
};

/** Sum of products of values `lag` apart, both in the stretch from `start` up to (not including) `end`, about the stretch's own mean; lag 0 is the sum of squares. By running sums, so that every stretch costs the same. */
const levelSums = (values: readonly number[]): ((lag: number, start: number, end: number) => number) => {
  const running = (of: (at: number) => number): Float64Array => {
    const sums = new Float64Array(values.length + 1);
    values.forEach((_, at) => { sums[at + 1] = (sums[at] ?? 0) + of(at); });
    return sums;
  };
  const plain = running((at) => values[at] ?? 0);
  const products = Array.from({ length: mostLags + 1 }, (_, lag) => running((at) => (at < lag ? 0 : (values[at] ?? 0) * (values[at - lag] ?? 0))));
  const between = (sums: Float64Array | undefined, start: number, end: number): number => (sums?.[end] ?? 0) - (sums?.[start] ?? 0);
  return (lag, start, end) => {
    const count = end - start;
    if (count <= lag) return 0;
    const mean = between(plain, start, end) / count;
    const product = between(products[lag], start + lag, end);
    return Math.max(lag === 0 ? 0 : -Infinity, product - mean * (between(plain, start + lag, end) + between(plain, start, end - lag)) + (count - lag) * mean * mean);
  };
};
