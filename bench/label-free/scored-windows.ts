import type { Measure, WindowStatistic } from "../../src/core/domain/measure.ts";
import { binomial } from "../../src/core/random/binomial.ts";
import { multinomial } from "../../src/core/random/multinomial.ts";
import type { Random } from "../../src/core/random/random.ts";

/** Windows of a scored measure drawn from a law: scores in bins, outcomes by bin, labels that come with a delay of their own for either outcome. */
export interface ScoredLaw {
  /** Chance of each bin. */
  readonly shares: readonly number[];
  /** Chance of a positive in each bin. */
  readonly rates: readonly number[];
  /** From which score on it is decided for positive. */
  readonly threshold: number;
  /** Chance that a label comes at each age in days, by outcome; what is left never comes. Null: all at once. */
  readonly delays?: { readonly positive: readonly number[]; readonly negative: readonly number[] } | null;
}

export const binCount = 40;
const scoreOf = (bin: number): number => (bin + 0.5) / binCount;
export const scoredMeasure: Measure = {
  id: "scored", shape: "scored", metric: { name: "auc", label: "repaid", positive: 1 }, sql: { score: "p", label: "y", decision: "d" }, labelled: true,
  edges: Array.from({ length: binCount - 1 }, (_, bin) => (bin + 1) / binCount),
};

/** Shares of bins with density x^(a-1) (1-x)^(b-1), and a rate of positives per bin. */
export const betaShares = (a: number, b: number): number[] => {
  const density = Array.from({ length: binCount }, (_, bin) => scoreOf(bin) ** (a - 1) * (1 - scoreOf(bin)) ** (b - 1));
  const total = density.reduce((sum, value) => sum + value, 0);
  return density.map((value) => value / total);
};
export const ratesBy = (of: (score: number) => number): number[] => Array.from({ length: binCount }, (_, bin) => of(scoreOf(bin)));

/** One day's rows, with the labels that have come by the day `seen`. */
export const drawDay = ({ shares, rates, threshold, delays }: ScoredLaw, day: number, rows: number, seen: number, random: Random): WindowStatistic[] => {
  const byArrival = new Map<number | null, { n: number; positives: number; labelled: boolean }[]>();
  const put = (arrived: number | null, bin: number, n: number, positives: number): void => {
    if (n === 0) return;
    const cells = byArrival.get(arrived) ?? Array.from({ length: binCount }, () => ({ n: 0, positives: 0, labelled: arrived !== null }));
    const cell = cells[bin];
    if (cell !== undefined) {
      cell.n += n;
      cell.positives += positives;
    }
    byArrival.set(arrived, cells);
  };
  multinomial(random, rows, shares).forEach((n, bin) => {
    const positives = binomial(random, n, rates[bin] ?? 0);
    for (const [count, isPositive, chances] of [[positives, 1, delays?.positive ?? [1]], [n - positives, 0, delays?.negative ?? [1]]] as const) {
      if (count === 0) continue;
      const never = Math.max(0, 1 - chances.reduce((sum, chance) => sum + chance, 0));
      multinomial(random, count, [...chances, never]).forEach((came, age) => put(age < chances.length && day + age <= seen ? day + age : null, bin, came, came * isPositive));
    }
  });
  return [...byArrival].map(([arrived, cells]) => ({
    measure: scoredMeasure.id, segment: null, window: day, arrived, rows: cells.reduce((sum, { n }) => sum + n, 0), labelled: arrived === null ? 0 : cells.reduce((sum, { n }) => sum + n, 0), sums: [],
    bins: cells.flatMap(({ n, positives, labelled }, bin) => {
      if (n === 0) return [];
      const [p, decided, known, found] = [scoreOf(bin), scoreOf(bin) >= threshold, labelled ? n : 0, labelled ? positives : 0];
      return [[bin, n, n * p, n * p * p, known, found, known * p, decided ? n : 0, decided ? found : known - found, decided ? n * p : 0, decided ? known : 0, decided ? found : 0, found * p, known * p * p]];
    }),
  }));
};
