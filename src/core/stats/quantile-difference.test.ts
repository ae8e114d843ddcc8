import { expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import { xoshiro128 } from "../random/xoshiro-128.ts";
import { quantileDifference } from "./quantile-difference.ts";
import { quantileInterval } from "./quantile-interval.ts";

test("the distances of both quantiles to their limits are squared and added", () => {
  const whole = (from: number): number[] => Array.from({ length: 1000 }, (_, index) => from + index + 1);
  // Ranks 469 and 532 of 1000 bound a median with 95 % (binomial 0.025 and 0.975 quantiles); the estimate is rank 500.
  const found = quantileDifference(quantileInterval(whole(0), 0.5), quantileInterval(whole(2000), 0.5));
  expect(found?.estimate).toBe(2000);
  expect(found?.interval.low).toBeCloseTo(2000 - Math.hypot(500 - 469, 532 - 500), 9);
  expect(found?.interval.high).toBeCloseTo(2000 + Math.hypot(532 - 500, 500 - 469), 9);
});

test("covers the true difference as often as it says, for values of both signs and unequal sizes", () => {
  const random = xoshiro128(8);
  const sample = (n: number, by: number): Float64Array => Float64Array.from({ length: n }, () => normal(random) + by).sort();
  let covered = 0;
  for (let run = 0; run < 400; run++) {
    const found = quantileDifference(quantileInterval(sample(150, 0), 0.5), quantileInterval(sample(400, -0.3), 0.5));
    if (found !== null && found.interval.low <= -0.3 && -0.3 <= found.interval.high) covered += 1;
  }
  // 95 % less three standard errors; order statistics of small samples cover a little more.
  expect(covered / 400).toBeGreaterThan(0.917);
  expect(covered / 400).toBeLessThan(0.995);
});

test("is refused where a quantile is, and never mixes quantiles", () => {
  const few = Array.from({ length: 50 }, (_, index) => index);
  expect(quantileDifference(quantileInterval(few, 0.99), quantileInterval(few, 0.99))).toBe(null);
  expect(() => quantileDifference(quantileInterval(few, 0.5), quantileInterval(few, 0.4))).toThrow(RangeError);
});
