import { describe, expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import { xoshiro128 } from "../random/xoshiro-128.ts";
import { type BlockDesignEffect, blockDesignEffect } from "./block-design-effect.ts";

/** Blocks of an AR(1) of variance 1 with a drift of so many standard deviations from end to end. */
const series = (n: number, phi: number, drift: number, seed: number): BlockDesignEffect | null => {
  const random = xoshiro128(seed);
  const blocks = Array.from({ length: 40 }, (_, block) => ({ block, n: 0, sum: 0 }));
  let [x, sum, squares] = [normal(random), 0, 0];
  for (let row = 0; row < n; row++) {
    x = phi * x + Math.sqrt(1 - phi * phi) * normal(random);
    const value = x + (drift * row) / n;
    const block = blocks[Math.floor((row * 40) / n)];
    if (block !== undefined) { block.n += 1; block.sum += value; }
    sum += value;
    squares += value * value;
  }
  return blockDesignEffect(blocks, (squares - (sum * sum) / n) / (n - 1));
};
const many = (n: number, phi: number, drift = 0): (BlockDesignEffect | null)[] => Array.from({ length: 40 }, (_, seed) => series(n, phi, drift, seed));
const average = (of: readonly (BlockDesignEffect | null)[]): number => of.reduce((sum, each) => sum + (each?.effect ?? Number.NaN), 0) / of.length;
const refused = (of: readonly (BlockDesignEffect | null)[]): number => of.filter((each) => each?.problem !== null).length;

describe("the worth of rows that follow one another", () => {
  test("independent rows are worth what they are", () => {
    const found = many(2000, 0);
    expect(average(found)).toBeLessThan(1.3);
    expect(refused(found)).toBeLessThanOrEqual(1);
  });
  test("an autocorrelation of 0.5 costs two rows of three, and is borne", () => {
    const found = many(2000, 0.5);
    expect(average(found)).toBeGreaterThan(2.5);
    expect(average(found)).toBeLessThan(3.6);
    expect(refused(found)).toBeLessThanOrEqual(8);
  });
  test("0.8 is refused, and so is what outlasts a block", () => {
    expect(refused(many(2000, 0.8))).toBeGreaterThanOrEqual(38);
    expect(refused(many(2000, 0, 2))).toBe(40);
    expect(series(2000, 0, 2, 1)?.problem).toBe("longer");
  });
  test("300 rows in blocks too short are joined: 0.5 is borne, 0.8 is refused", () => {
    expect(series(300, 0.5, 0, 1)?.blocks).toBe(20);
    expect(average(many(300, 0.5))).toBeGreaterThan(2.5);
    expect(average(many(300, 0.5))).toBeLessThan(4.2);
    expect(refused(many(300, 0.8))).toBeGreaterThanOrEqual(30);
  });
  test("says nothing from few blocks, short ones, or values that do not vary", () => {
    const blocks = Array.from({ length: 20 }, (_, block) => ({ block, n: 3, sum: block }));
    expect(blockDesignEffect(blocks, 1)).toBe(null);
    expect(blockDesignEffect(blocks.slice(0, 7).map((block) => ({ ...block, n: 100 })), 1)).toBe(null);
    expect(blockDesignEffect(blocks.map((block) => ({ ...block, n: 100 })), 0)).toBe(null);
  });
});
