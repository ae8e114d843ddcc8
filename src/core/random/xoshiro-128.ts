import type { Random } from "./random.ts";
import { splitMix64 } from "./split-mix-64.ts";

const rotateLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** The four words of a xoshiro128** state, not all 0. */
export type XoshiroState = readonly [number, number, number, number];

/**
 * xoshiro128** 1.1 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 2021): period 2^128 - 1,
 * 32 bits at a time, so it runs on plain integers. Not for secrets.
 */
export const xoshiroFromState = (state: XoshiroState): Random => {
  let [a, b, c, d] = state;
  const uint32 = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
  return {
    uint32,
    below: (bound) => {
      if (!Number.isInteger(bound) || bound < 1 || bound > 0x1_0000_0000) throw new Error(`cannot draw below ${bound}`);
      // Numbers of the last, incomplete multiple of the bound are drawn again, else small results would be likelier.
      const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound);
      let drawn = uint32();
      while (drawn >= limit) drawn = uint32();
      return drawn % bound;
    },
    unit: () => ((uint32() >>> 5) * 0x400_0000 + (uint32() >>> 6)) * 2 ** -53,
  };
};

/** A stream from a 64-bit seed; a number must be an integer, and only a seed's lowest 64 bits count. */
export const xoshiro128 = (seed: bigint | number): Random => {
  const next = splitMix64(BigInt(seed));
  const first = next();
  const second = next();
  return xoshiroFromState([Number(first & 0xffff_ffffn) | 0, Number(first >> 32n) | 0, Number(second & 0xffff_ffffn) | 0, Number(second >> 32n) | 0]);
};
