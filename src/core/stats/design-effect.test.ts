import { describe, expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import { streamOf } from "../random/stream-of.ts";
import { batchCount, designEffect, type TimeBatch } from "./design-effect.ts";
import { normalQuantile } from "./distributions.ts";
import { quantileInterval } from "./quantile-interval.ts";
import { compareRmse } from "./rmse.ts";

const autoregressive = (n: number, phi: number, seed: string): Float64Array => {
  const random = streamOf(12, seed);
  let x = normal(random);
  return Float64Array.from({ length: n }, () => (x = phi * x + Math.sqrt(1 - phi * phi) * normal(random)));
};

const batchesOf = (series: Float64Array, value: number): TimeBatch[] => {
  const count = batchCount(series.length);
  return Array.from({ length: count }, (_, batch) => {
    const part = series.subarray(Math.floor((batch * series.length) / count), Math.floor(((batch + 1) * series.length) / count));
    return { n: part.length, below: part.reduce((sum, x) => sum + (x <= value ? 1 : 0), 0) };
  });
};

const coverage = (n: number, phi: number, q: number, runs: number): { plain: number; widened: number } => {
  let [plain, widened] = [0, 0];
  const truth = normalQuantile(q);
  const holds = (interval: { low: number; high: number } | undefined): boolean => interval !== undefined && interval.low <= truth && truth <= interval.high;
  for (let run = 0; run < runs; run++) {
    const series = autoregressive(n, phi, `${n} ${phi} ${q} ${run}`);
    const sorted = series.toSorted();
    const estimate = quantileInterval(sorted, q);
    if (estimate === null) continue;
    if (holds(estimate.interval)) plain++;
    if (holds(quantileInterval(sorted, q, 0.95, designEffect(batchesOf(series, estimate.estimate)))?.interval)) widened++;
  }
  return { plain: plain / runs, widened: widened / runs };
};

describe("the design effect", () => {
  test("keeps an interval's coverage under serial dependence, and costs little without", () => {
    const dependent = coverage(1000, 0.5, 0.5, 400);
    expect(dependent.plain).toBeLessThan(0.88);
    expect(dependent.widened).toBeGreaterThan(0.915);
    const tail = coverage(1000, 0.5, 0.95, 400);
    expect(tail.widened).toBeGreaterThan(0.92);
    const independent = coverage(1000, 0, 0.9, 400);
    expect(independent.plain).toBeGreaterThan(0.92);
    expect(independent.widened).toBeGreaterThanOrEqual(independent.plain);
    expect(independent.widened).toBeLessThan(1);
  });

  test("is 1 where nothing can be told, and large where batches differ", () => {
    expect(batchCount(79)).toBe(0);
    expect(batchCount(80)).toBe(8);
    expect(batchCount(1e6)).toBe(32);
    expect(designEffect([])).toBe(1);
    expect(designEffect(Array.from({ length: 10 }, () => ({ n: 10, below: 10 })))).toBe(1);
    expect(designEffect(Array.from({ length: 10 }, () => ({ n: 10, below: 5 })))).toBe(1);
    expect(designEffect(Array.from({ length: 10 }, (_, batch) => ({ n: 10, below: batch < 5 ? 10 : 0 })))).toBeGreaterThan(9);
    expect(() => designEffect([{ n: 1, below: 2 }])).toThrow(RangeError);
  });
});

describe("root mean squared error", () => {
  test("interval covers the true difference of two paired predictions", () => {
    const random = streamOf(13, "rmse");
    const truth = Math.sqrt(0.9 ** 2 + 0.5 ** 2) - 1;
    let covered = 0;
    for (let run = 0; run < 500; run++) {
      const sums = { n: 200, sumReference: 0, sumCandidate: 0, sumReferenceSquared: 0, sumCandidateSquared: 0, sumProduct: 0 };
      for (let row = 0; row < sums.n; row++) {
        const shared = normal(random);
        const [u, v] = [shared ** 2, (0.9 * shared + 0.5 * normal(random)) ** 2];
        sums.sumReference += u;
        sums.sumCandidate += v;
        sums.sumReferenceSquared += u * u;
        sums.sumCandidateSquared += v * v;
        sums.sumProduct += u * v;
      }
      const interval = compareRmse(sums)?.interval;
      if ((interval?.low ?? 9) <= truth && truth <= (interval?.high ?? -9)) covered++;
    }
    expect(covered / 500).toBeGreaterThan(0.92);
    expect(covered / 500).toBeLessThan(0.98);
  });

  test("says nothing without rows, and no interval without error", () => {
    const none = { n: 0, sumReference: 0, sumCandidate: 0, sumReferenceSquared: 0, sumCandidateSquared: 0, sumProduct: 0 };
    expect(compareRmse(none)).toBeNull();
    expect(compareRmse({ ...none, n: 3, sumCandidate: 12, sumCandidateSquared: 48 })).toEqual({ reference: 0, candidate: 2, difference: 2, interval: null });
  });
});
