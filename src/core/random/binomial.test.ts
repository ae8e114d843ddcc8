import { expect, test } from "vitest";
import { binomialCdf } from "../stats/distributions.ts";
import { binomial } from "./binomial.ts";
import { multinomial } from "./multinomial.ts";
import { xoshiro128 } from "./xoshiro-128.ts";

test.each([[20, 0.1], [100, 0.3], [1000, 0.5], [1_000_000, 0.2], [5000, 0.999], [400, 0.0001]])("draws of %d trials of %f follow the binomial", (n, p) => {
  const random = xoshiro128(n);
  const draws = Array.from({ length: 4000 }, () => binomial(random, n, p)).sort((a, b) => a - b);
  let widest = 0;
  // At the last of equal draws both functions have jumped: Kolmogorov's distance, 0.0308 at p = 0.001 for 4,000 draws.
  draws.forEach((k, index) => { if (draws[index + 1] !== k) widest = Math.max(widest, Math.abs((index + 1) / draws.length - binomialCdf(k, n, p))); });
  expect(widest).toBeLessThan(0.0308);
});

test("counts of a multinomial add up, and cells of no chance stay empty", () => {
  const counts = multinomial(xoshiro128(1), 12_345, [0.2, 0, 0.5, 0.3]);
  expect(counts.reduce((a, b) => a + b, 0)).toBe(12_345);
  expect(counts[1]).toBe(0);
  expect(() => binomial(xoshiro128(1), 5, 1.5)).toThrow(RangeError);
});
