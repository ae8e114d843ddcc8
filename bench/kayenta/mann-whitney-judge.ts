import { normalQuantile } from "../../src/core/stats/distributions.ts";

/** What NetflixACAJudge calls a metric. */
export type MannWhitneyClass = "Pass" | "High" | "Low" | "Nodata";

/** Its settings: the level of the interval, and how much of the shift that was estimated is passed over. */
const level = 0.98;
const fraction = 0.25;
const tolerance = 1e-4;

/**
 * The rule of NetflixACAJudge without an effect size: High where the 98 % interval of the Hodges-Lehmann shift lies above a quarter of that shift, Low where below, else Pass.
 * The interval is R's asymptotic one of wilcox.test, with its correction for continuity and for ties. NaN are taken out, outliers stay.
 * Source: Kayenta, MannWhitneyClassifier and MannWhitney, read for their rule; Bauer, JASA 67 (1972), for the interval.
 */
export const mannWhitneyJudge = (control: readonly (number | null)[], experiment: readonly (number | null)[], direction: "increase" | "either"): MannWhitneyClass => {
  const ascending = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null).toSorted((a, b) => a - b);
  const [x, y] = [ascending(experiment), ascending(control)];
  if (x.length === 0 || y.length === 0) return "Nodata";
  if (new Set([...x, ...y]).size === 1 || (x.length === y.length && x.every((value, at) => value === y[at]))) return "Pass";
  const [low, high] = [(x[0] ?? 0) - (y.at(-1) ?? 0), (x.at(-1) ?? 0) - (y[0] ?? 0)];
  const quantile = -normalQuantile((1 - level) / 2);
  const [from, to, shift] = [quantile, -quantile, 0].map((target) => rootOf((by) => statistic(x, y, by) - target, low, high));
  const passedOver = fraction * Math.abs(shift ?? 0);
  if ((from ?? 0) > passedOver) return "High";
  return direction === "either" && (to ?? 0) < -passedOver ? "Low" : "Pass";
};

/** Where a falling function crosses 0. */
const rootOf = (f: (at: number) => number, low: number, high: number): number => {
  if (f(low) <= 0) return low;
  if (f(high) >= 0) return high;
  let [a, b] = [low, high];
  while (b - a > tolerance) {
    const middle = (a + b) / 2;
    if (f(middle) > 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
};

/** Standardised rank sum of x - by among both, x and y ascending. */
const statistic = (x: readonly number[], y: readonly number[], by: number): number => {
  const [m, n] = [x.length, y.length];
  let [i, j, wins, ties] = [0, 0, 0, 0];
  while (i < m) {
    const value = (x[i] ?? 0) - by;
    let same = 1;
    while (i + same < m && (x[i + same] ?? 0) - by === value) same++;
    while (j < n && (y[j] ?? 0) < value) {
      const here = j;
      while (j < n && y[j] === y[here]) j++;
      ties += (j - here) ** 3 - (j - here);
    }
    let equal = 0;
    while (j + equal < n && y[j + equal] === value) equal++;
    wins += same * (j + equal / 2);
    ties += (same + equal) ** 3 - (same + equal);
    j += equal;
    i += same;
  }
  while (j < n) {
    const here = j;
    while (j < n && y[j] === y[here]) j++;
    ties += (j - here) ** 3 - (j - here);
  }
  const distance = wins - (m * n) / 2;
  const sigma = Math.sqrt(((m * n) / 12) * (m + n + 1 - ties / ((m + n) * (m + n - 1))));
  return (distance - Math.sign(distance) * 0.5) / sigma;
};
