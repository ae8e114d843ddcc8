const mask = 0xffff_ffff_ffff_ffffn;

/**
 * SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): spreads one 64-bit seed over as
 * many 64-bit words as another generator's state needs. Seeds that differ in one bit give unrelated words.
 */
export const splitMix64 = (seed: bigint): (() => bigint) => {
  let state = seed & mask;
  return () => {
    state = (state + 0x9e37_79b9_7f4a_7c15n) & mask;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & mask;
    return z ^ (z >> 31n);
  };
};
