import type { SturdyBin } from "./sturdy-bins.ts";

/** A number's distribution as its quantile function, and its outermost edges. */
export interface Quantile {
  /** The value with this share of all below it; `u` within (0, 1). */
  at(u: number): number;
  readonly low: number;
  readonly high: number;
}

/**
 * The quantile function of bins: log-uniform within a bin by its distance from the anchor, uniform where the bin spans it, so that a value of the data is met only by chance.
 * Whole numbers only when `integers`. Null where there are no bins.
 */
export const quantileOfBins = (bins: readonly SturdyBin[], integers: boolean): Quantile | null => {
  const [first, last] = [bins[0], bins.at(-1)];
  if (first === undefined || last === undefined) return null;
  const ends: number[] = [];
  let total = 0;
  for (const { count } of bins) ends.push((total += count));
  const at = (u: number): number => {
    const rank = u * total;
    let [low, high] = [0, bins.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > rank) high = middle;
      else low = middle + 1;
    }
    const bin = bins[low] ?? last;
    return within(bin, Math.min(1, Math.max(0, (rank - ((ends[low] ?? 0) - bin.count)) / bin.count)), integers);
  };
  return { at, low: within(first, 0, integers), high: within(last, 1, integers) };
};

const within = (bin: SturdyBin, share: number, integers: boolean): number => {
  if (bin.low === bin.high) return bin.anchor + bin.low;
  if (!integers) return bin.anchor + between(bin.low, bin.high, share);
  const lowest = Math.ceil(bin.anchor + bin.low);
  const highest = Math.floor(bin.anchor + bin.high);
  // A profile counted after another may have bins without a whole number.
  if (lowest >= highest) return lowest === highest ? lowest : Math.round(bin.anchor + (bin.low + bin.high) / 2);
  return Math.min(highest, Math.max(lowest, Math.round(bin.anchor + between(lowest - 0.5 - bin.anchor, highest + 0.5 - bin.anchor, share)))) + 0;
};

const between = (low: number, high: number, share: number): number => {
  if (low > 0) return low * Math.exp(share * Math.log(high / low));
  if (high < 0) return high * Math.exp((1 - share) * Math.log(low / high));
  return low * (1 - share) + high * share;
};
