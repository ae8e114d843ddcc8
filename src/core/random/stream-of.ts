import type { Random } from "./random.ts";
import { splitMix64 } from "./split-mix-64.ts";
import { xoshiro128 } from "./xoshiro-128.ts";

/**
 * The stream of one purpose under a seed: drawing more for one purpose changes nothing for another. The purpose is folded in
 * by FNV-1a over its UTF-16 code units.
 */
export const streamOf = (seed: bigint | number, purpose: string): Random => {
  let hash = 0xcbf2_9ce4_8422_2325n;
  for (let i = 0; i < purpose.length; i += 1) {
    hash ^= BigInt(purpose.charCodeAt(i));
    hash = (hash * 0x100_0000_01b3n) & 0xffff_ffff_ffff_ffffn;
  }
  return xoshiro128(splitMix64(BigInt(seed))() ^ hash);
};
