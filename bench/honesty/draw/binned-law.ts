import type { NumericProfile } from "../../../src/core/domain/profile.ts";
import { normal } from "../../../src/core/random/normal.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { logBinIndex } from "../../../src/core/stats/log-histogram.ts";
import { countsOf } from "./binomial.ts";
import type { Law } from "./law.ts";

/** A law as the bins of a profile see it: the chance of each bin, and the middle and spread of the values inside. Pivot 0. */
export interface BinnedLaw {
  readonly name: string;
  readonly cells: readonly BinnedCell[];
  readonly chances: Float64Array;
}

interface BinnedCell {
  readonly side: "negative" | "zero" | "positive";
  readonly bin: number;
  readonly low: number;
  readonly high: number;
  readonly chance: number;
}

/** What lies nearer to 0 than this or further out is put into the last bin: nobody draws it in a million rows. */
const smallest = 1e-9;
const beyond = 1e-13;

/** Bins from the lowest value to the highest, those nobody ever falls into left out. */
export const binLaw = (law: Law, gamma: number): BinnedLaw => {
  const cells = law.atoms === null ? continuousCells(law, gamma) : law.atoms.map(({ value, chance }): BinnedCell => ({
    side: value === 0 ? "zero" : value > 0 ? "positive" : "negative", bin: value === 0 ? 0 : logBinIndex(Math.abs(value), gamma), low: value, high: value, chance,
  }));
  const total = cells.reduce((sum, { chance }) => sum + chance, 0);
  return { name: law.name, cells, chances: Float64Array.from(cells, ({ chance }) => chance / total) };
};

const continuousCells = (law: Law, gamma: number): BinnedCell[] => {
  const lowest = logBinIndex(smallest, gamma);
  const magnitudes = (tail: (x: number) => number): { bin: number; low: number; high: number; chance: number }[] => {
    const bins: { bin: number; low: number; high: number; chance: number }[] = [];
    for (let bin = lowest; ; bin++) {
      const low = bin === lowest ? 0 : gamma ** (bin - 1);
      const high = gamma ** bin;
      const left = tail(low);
      if (left < beyond) break;
      const chance = left - tail(high);
      if (chance > 0) bins.push({ bin, low, high, chance });
    }
    return bins;
  };
  const atZero = Math.max(0, 1 - law.above(0) - law.cdf(-Number.MIN_VALUE));
  return [
    ...magnitudes((x) => (x === 0 ? law.cdf(-Number.MIN_VALUE) : law.cdf(-x))).toReversed().map(({ bin, low, high, chance }): BinnedCell => ({ side: "negative", bin, low: -high, high: -low, chance })),
    ...(atZero > 1e-6 ? [{ side: "zero" as const, bin: 0, low: 0, high: 0, chance: atZero }] : []),
    ...magnitudes((x) => law.above(x)).map(({ bin, low, high, chance }): BinnedCell => ({ side: "positive", bin, low, high, chance })),
  ];
};

/**
 * The profile of n independent values of a law: counts are an exact multinomial; sums are those of values that lie evenly inside each bin (1 % wide),
 * which is drawn as one normal deviate per bin. `nulls` are beside the n. Without `random` the counts are those expected: the truth that intervals are held against.
 */
export const drawNumeric = (law: BinnedLaw, n: number, random: Random | null, nulls = 0): NumericProfile => {
  const counts = countsOf(n, law.chances, random);
  let sum = 0;
  let sumSquares = 0;
  let zero = 0;
  let first = -1;
  let last = -1;
  const positive: NumericProfile["positive"] = [];
  const negative: NumericProfile["negative"] = [];
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] ?? 0;
    if (count === 0) continue;
    const cell = law.cells[at] as BinnedCell;
    if (first < 0) first = at;
    last = at;
    const middle = (cell.low + cell.high) / 2;
    const width = cell.high - cell.low;
    const off = width === 0 || random === null ? 0 : width * Math.sqrt(count / 12) * normal(random);
    sum += count * middle + off;
    sumSquares += count * (middle * middle + (width * width) / 12) + 2 * middle * off;
    if (cell.side === "zero") zero += count;
    else (cell.side === "positive" ? positive : negative).push({ bin: cell.bin, count });
  }
  const within = (at: number): number | null => { const cell = law.cells[at]; return cell === undefined ? null : cell.low + (cell.high - cell.low) * (0.5 + 0.49 * ((random?.unit() ?? 0.5) * 2 - 1)); };
  return { kind: "numeric", n: counts.reduce((a, b) => a + b, 0), nulls, nan: 0, positiveInfinity: 0, negativeInfinity: 0, sum, sumSquares, min: within(first), max: within(last), zero, one: 0, positive, negative: negative.toReversed(), outside: 0 };
};
