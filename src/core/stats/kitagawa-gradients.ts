import { kitagawa, type RatioCell } from "./kitagawa.ts";

/** Slopes of a term in every cell's numerator and denominator of one period, in the cells' order. */
export interface Slopes {
  readonly m: readonly number[];
  readonly d: readonly number[];
}

/** Per cell: slopes of its mix term, of its rate term, and of its excess; and of the whole difference. */
export interface KitagawaGradients {
  readonly mix: readonly Slopes[];
  readonly rate: readonly Slopes[];
  readonly excess: readonly Slopes[];
  readonly difference: Slopes;
}

/**
 * What a little more in the sums of one period does to each term of `kitagawa`: what the delta method needs. Every term is unchanged when all sums of a period
 * are multiplied alike, so slopes times sums add to 0, and a variance made of them counts the changing size of a day or a sample in.
 * `excess` of a cell is mix + rate - w bar (sum of all rates): what it has beyond its share of a change that is the same everywhere.
 */
export const kitagawaGradients = (cells: readonly RatioCell[], period: "before" | "after"): KitagawaGradients => {
  if (period === "after") return gradientsAfter(cells);
  // Every term changes its sign when the periods change places.
  const mirrored = gradientsAfter(cells.map(({ before, after }) => ({ before: after, after: before })));
  const negative = ({ m, d }: Slopes): Slopes => ({ m: m.map((x) => -x), d: d.map((x) => -x) });
  return { mix: mirrored.mix.map(negative), rate: mirrored.rate.map(negative), excess: mirrored.excess.map(negative), difference: negative(mirrored.difference) };
};

const gradientsAfter = (cells: readonly RatioCell[]): KitagawaGradients => {
  const { terms, before, after } = kitagawa(cells);
  const size = cells.reduce((sum, cell) => sum + cell.after.d, 0);
  const middle = (before + after) / 2;
  const everywhere = (of: (j: number) => readonly [m: number, d: number]): Slopes => {
    const pairs = cells.map((_, j) => of(j));
    return { m: pairs.map(([m]) => m), d: pairs.map(([, d]) => d) };
  };
  const mix = cells.map((cell, k): Slopes => {
    const term = terms[k] as (typeof terms)[number];
    const change = term.weightAfter - term.weightBefore;
    const gap = (term.rateBefore + term.rateAfter) / 2 - middle;
    // Where the other period lacks the cell, its rate is this period's.
    const half = cell.before.d === 0 ? 1 : 0.5;
    return everywhere((j) => {
      const own = j === k ? 1 : 0;
      const ownRate = own === 1 && cell.after.d > 0 ? (change * half) / cell.after.d : 0;
      return [ownRate - (change * 0.5) / size, (gap * (own - term.weightAfter)) / size - ownRate * term.rateAfter + (change * 0.5 * after) / size];
    });
  });
  const rate = cells.map((cell, k): Slopes => {
    const term = terms[k] as (typeof terms)[number];
    const weight = (term.weightBefore + term.weightAfter) / 2;
    const isBoth = cell.before.d > 0 && cell.after.d > 0;
    return everywhere((j) => {
      const own = j === k ? 1 : 0;
      const ownRate = own === 1 && isBoth ? weight / cell.after.d : 0;
      return [ownRate, -ownRate * term.rateAfter + ((term.rateAfter - term.rateBefore) * 0.5 * (own - term.weightAfter)) / size];
    });
  });
  const change = terms.reduce((sum, term) => sum + term.rate, 0);
  const allRates = everywhere((j) => [rate.reduce((sum, slopes) => sum + (slopes.m[j] ?? 0), 0), rate.reduce((sum, slopes) => sum + (slopes.d[j] ?? 0), 0)]);
  const excess = cells.map((_, k): Slopes => {
    const term = terms[k] as (typeof terms)[number];
    const weight = (term.weightBefore + term.weightAfter) / 2;
    const of = (part: "m" | "d", j: number): number => (mix[k]?.[part][j] ?? 0) + (rate[k]?.[part][j] ?? 0) - weight * (allRates[part][j] ?? 0);
    return everywhere((j) => [of("m", j), of("d", j) - (change * 0.5 * ((j === k ? 1 : 0) - term.weightAfter)) / size]);
  });
  return { mix, rate, excess, difference: everywhere(() => [1 / size, -after / size]) };
};
