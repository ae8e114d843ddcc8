import type { Random } from "./random.ts";

/** Puts words `from` … `to - 1` in random order where they stand: for plans of millions of calls, which are not copied. */
export const shuffleInPlace = (words: Uint32Array, random: Random, from = 0, to = words.length): void => {
  for (let last = to - 1; last > from; last -= 1) {
    const other = from + random.below(last - from + 1);
    const kept = words[last] as number;
    words[last] = words[other] as number;
    words[other] = kept;
  }
};
