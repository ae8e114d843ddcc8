import chiSquareCdf from "@stdlib/stats-base-dists-chisquare-cdf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normal } from "./normal.ts";
import { sample } from "./sample.ts";
import { shuffle } from "./shuffle.ts";
import { shuffleInPlace } from "./shuffle-in-place.ts";
import { streamOf } from "./stream-of.ts";
import { xoshiro128, xoshiroFromState } from "./xoshiro-128.ts";

/** Chance of counts at least this uneven when all cells are equally likely. */
const chanceOfUniform = (counts: readonly number[]): number => {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return 1 - chiSquareCdf(statistic, counts.length - 1);
};

const tally = (size: number, draws: number, draw: () => number): number[] => {
  const counts = Array.from({ length: size }, () => 0);
  for (let i = 0; i < draws; i += 1) {
    const cell = draw();
    counts[cell] = (counts[cell] ?? Number.NaN) + 1;
  }
  return counts;
};

/** The seeds are fixed, so these never fail by chance; a wrong generator is off by far more. */
const unlikely = 0.001;

describe("xoshiro128", () => {
  it("draws what an independent program draws (xoshiro-128.golden.c)", () => {
    const six = (random: { uint32(): number }): number[] => Array.from({ length: 6 }, () => random.uint32());
    expect(six(xoshiroFromState([1, 2, 3, 4]))).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
    expect(six(xoshiro128(0))).toEqual([3737715805, 2584255861, 2876756834, 3286328325, 1553311962, 1625202774]);
    expect(six(xoshiro128(1n))).toEqual([1695105466, 1423115009, 634581793, 1068227753, 716759206, 4186505319]);
    expect(six(xoshiro128(42))).toEqual([1776835114, 4165204688, 17111135, 2317295270, 2792088233, 2554630222]);
    expect(six(xoshiro128(0xffff_ffff_ffff_ffffn))).toEqual([477689756, 2493998634, 555695776, 607808419, 61340979, 301466976]);
  });

  it("is uniform: in its high bits, its low bits, below a bound, in pairs and as a fraction", () => {
    const random = xoshiro128(7);
    expect(chanceOfUniform(tally(256, 100_000, () => random.uint32() >>> 24))).toBeGreaterThan(unlikely);
    expect(chanceOfUniform(tally(256, 100_000, () => random.uint32() & 255))).toBeGreaterThan(unlikely);
    expect(chanceOfUniform(tally(7, 100_000, () => random.below(7)))).toBeGreaterThan(unlikely);
    expect(chanceOfUniform(tally(100, 100_000, () => random.below(10) * 10 + random.below(10)))).toBeGreaterThan(unlikely);
    expect(chanceOfUniform(tally(100, 100_000, () => Math.floor(random.unit() * 100)))).toBeGreaterThan(unlikely);
    // A bound just over half of the range shows the bias of a plain remainder.
    const bound = 3 * 2 ** 30;
    expect(chanceOfUniform(tally(3, 30_000, () => Math.floor(random.below(bound) / 2 ** 30)))).toBeGreaterThan(unlikely);
  });

  it("refuses a bound it cannot honour", () => {
    for (const bound of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) expect(() => xoshiro128(1).below(bound)).toThrow("cannot draw");
    expect(xoshiro128(1).below(1)).toBe(0);
  });

  it("gives each purpose its own stream", () => {
    expect(streamOf(5, "plan").uint32()).toBe(streamOf(5n, "plan").uint32());
    expect(new Set(["plan", "subset", "plan "].flatMap((purpose) => [5, 6].map((seed) => streamOf(seed, purpose).uint32()))).size).toBe(6);
  });
});

describe("shuffle", () => {
  it("gives every order of four equally often", () => {
    const random = xoshiro128(11);
    const orders = new Map<string, number>();
    for (let i = 0; i < 24_000; i += 1) {
      const order = shuffle(["a", "b", "c", "d"], random).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    expect(chanceOfUniform([...orders.values()])).toBeGreaterThan(unlikely);
  });

  it("keeps the items and does not touch the given array", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 1000 })), fc.maxSafeNat(), (items, seed) => {
      const before = [...items];
      const shuffled = shuffle(items, xoshiro128(seed));
      expect(items).toEqual(before);
      expect(shuffled.toSorted((a, b) => a - b)).toEqual(before.toSorted((a, b) => a - b));
      const words = Uint32Array.from(items);
      shuffleInPlace(words, xoshiro128(seed));
      expect([...words]).toEqual(shuffled);
    }));
  });

  it("leaves what lies outside the part it was asked to shuffle", () => {
    const words = Uint32Array.from({ length: 100 }, (_, index) => index);
    shuffleInPlace(words, xoshiro128(3), 20, 80);
    expect([...words.slice(0, 20), ...words.slice(80)]).toEqual([...Array.from({ length: 20 }, (_, i) => i), ...Array.from({ length: 20 }, (_, i) => i + 80)]);
    expect(Array.from(words.subarray(20, 80))).not.toEqual(Array.from({ length: 60 }, (_, i) => i + 20));
  });
});

describe("sample", () => {
  it("draws without replacement, ascending, and no more than there are", () => {
    fc.assert(fc.property(fc.nat(200), fc.nat(250), fc.maxSafeNat(), (population, size, seed) => {
      const drawn = sample(population, size, xoshiro128(seed));
      expect(drawn.length).toBe(Math.min(size, population));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
      for (const index of drawn) expect(index >= 0 && index < population).toBe(true);
    }));
  });

  it("gives every pair out of six equally often", () => {
    const random = xoshiro128(13);
    const subsets = new Map<string, number>();
    for (let i = 0; i < 15_000; i += 1) {
      const subset = sample(6, 2, random).join();
      subsets.set(subset, (subsets.get(subset) ?? 0) + 1);
    }
    expect(subsets.size).toBe(15);
    expect(chanceOfUniform([...subsets.values()])).toBeGreaterThan(unlikely);
  });
});

describe("normal", () => {
  it("has mean 0, variance 1 and the right share beyond 1.96", () => {
    const random = xoshiro128(17);
    const drawn = Array.from({ length: 100_000 }, () => normal(random));
    const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
    const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (drawn.length - 1);
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(100_000));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 100_000));
    const beyond = drawn.filter((x) => Math.abs(x) > 1.959964).length;
    expect(Math.abs(beyond - 5000)).toBeLessThan(4 * Math.sqrt(100_000 * 0.05 * 0.95));
    expect(drawn.every(Number.isFinite)).toBe(true);
  });
});
