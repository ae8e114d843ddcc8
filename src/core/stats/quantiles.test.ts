import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import type { Random } from "../random/random.ts";
import { streamOf } from "../random/stream-of.ts";
import { normalQuantile } from "./distributions.ts";
import { gammaOfOnePercent, histogramCount, type LogHistogram, logBin, logBinIndex, mergeLogHistograms, quantileFromBins, quantileIntervalFromBins } from "./log-histogram.ts";
import { quantileInterval, quantileRanks } from "./quantile-interval.ts";
import { quantileRatio } from "./quantile-ratio.ts";
import { spearmanInterval } from "./spearman.ts";
import { farthestUlp, ulpDistance, ulpDistance32 } from "./ulp-distance.ts";

const histogramOf = (values: Iterable<number>): LogHistogram => {
  const [positive, negative] = [new Map<number, number>(), new Map<number, number>()];
  let zero = 0;
  for (const value of values) {
    if (value === 0) zero++;
    else {
      const [side, bin] = [value > 0 ? positive : negative, logBinIndex(Math.abs(value))];
      side.set(bin, (side.get(bin) ?? 0) + 1);
    }
  }
  const bins = (side: Map<number, number>): { bin: number; count: number }[] => [...side].map(([bin, count]) => ({ bin, count })).sort((a, b) => a.bin - b.bin);
  return { gamma: gammaOfOnePercent, zero, positive: bins(positive), negative: bins(negative) };
};

const logNormals = (n: number, median: number, sigma: number, of: Random | string): Float64Array => {
  const random = typeof of === "string" ? streamOf(5, of) : of;
  return Float64Array.from({ length: n }, () => median * Math.exp(sigma * normal(random))).sort();
};

describe("the interval of a quantile", () => {
  test("is refused without enough tail, and given just at the limit", () => {
    expect(quantileRanks(399, 0.99)).toBeNull();
    expect(quantileRanks(400, 0.99)).not.toBeNull();
    expect(quantileRanks(1000, 0.999)).toBeNull();
    expect(quantileRanks(400, 0.01)).not.toBeNull();
    expect(quantileRanks(0, 0.5)).toBeNull();
    expect(quantileRanks(1000, 0.99, 0.95, 3)).toBeNull();
    expect(() => quantileRanks(10, 1)).toThrow(RangeError);
    expect(() => quantileRanks(10, 0.5, 0.95, 0.5)).toThrow(RangeError);
  });

  test("has ordered ranks inside the sample, wider under dependence", () => {
    fc.assert(fc.property(fc.integer({ min: 8, max: 1_000_000 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.double({ min: 1, max: 5, noNaN: true }), (n, q, effect) => {
      const [plain, inflated] = [quantileRanks(n, q), quantileRanks(n, q, 0.95, effect)];
      if (plain === null) {
        expect(inflated).toBeNull();
        return;
      }
      expect(plain.low).toBeGreaterThanOrEqual(1);
      expect(plain.low).toBeLessThanOrEqual(plain.estimate);
      expect(plain.high).toBeGreaterThanOrEqual(plain.estimate);
      expect(plain.high).toBeLessThanOrEqual(n);
      if (inflated !== null && effect > 1.5) expect(inflated.high - inflated.low).toBeGreaterThan(0.9 * (plain.high - plain.low));
    }), { numRuns: 150 });
  });

  test("covers p50, p90 and p99 of a skewed sample as stated, from the sample and from bins", () => {
    const runs = 300;
    const truth = (q: number): number => Math.exp(normalQuantile(q));
    for (const q of [0.5, 0.9, 0.99]) {
      let [fromSample, fromBins] = [0, 0];
      for (let run = 0; run < runs; run++) {
        const values = logNormals(1000, 1, 1, `coverage ${q} ${run}`);
        const exact = quantileInterval(values, q)?.interval;
        const binned = quantileIntervalFromBins(histogramOf(values), q)?.interval;
        if (exact !== undefined && exact.low <= truth(q) && truth(q) <= exact.high) fromSample++;
        if (binned !== undefined && binned.low <= truth(q) && truth(q) <= binned.high) fromBins++;
      }
      expect(fromSample / runs).toBeGreaterThan(0.92);
      expect(fromBins).toBeGreaterThanOrEqual(fromSample);
    }
  });
});

describe("the ratio of two quantiles", () => {
  test.each([[0.5, 1000], [0.9, 1000], [0.99, 1000], [0.99, 5000]])("covers the true ratio of q = %d with n = %d", (q, n) => {
    const runs = n > 1000 ? 100 : 500;
    const random = streamOf(17, `ratio ${q} ${n}`);
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const ratio = quantileRatio(quantileInterval(logNormals(n, 10, 1, random), q), quantileInterval(logNormals(n, 10.5, 1, random), q));
      if (ratio !== null && ratio.interval.low <= 1.05 && 1.05 <= ratio.interval.high) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.925);
  });

  test("turns over when the sides change places, scales out units, and refuses what either side refuses", () => {
    const [a, b] = [logNormals(2000, 3, 0.5, "a"), logNormals(3000, 4, 0.7, "b")];
    const [qa, qb] = [quantileInterval(a, 0.95), quantileInterval(b, 0.95)];
    const [there, back] = [quantileRatio(qa, qb), quantileRatio(qb, qa)];
    expect(there?.ratio).toBeCloseTo(1 / (back?.ratio ?? 0), 12);
    expect(there?.interval.low).toBeCloseTo(1 / (back?.interval.high ?? 0), 12);
    const seconds = quantileRatio(quantileInterval(a.map((ms) => ms / 1000), 0.95), quantileInterval(b.map((ms) => ms / 1000), 0.95));
    expect(seconds?.interval.high).toBeCloseTo(there?.interval.high ?? 0, 12);
    expect(quantileRatio(quantileInterval(a, 0.999), qb)).toBeNull();
    expect(quantileRatio(quantileInterval(new Float64Array(100), 0.5), quantileInterval(a, 0.5))).toBeNull();
    expect(() => quantileRatio(qa, quantileInterval(b, 0.5))).toThrow(RangeError);
  });
});

describe("the logarithmic histogram", () => {
  const values = fc.array(fc.oneof(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), fc.double({ min: -1e12, max: -1e-12, noNaN: true }), fc.constant(0)), { minLength: 1, maxLength: 200 });

  test("holds each value between its edges, within 1 % of its middle", () => {
    fc.assert(fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (value) => {
      const { low, middle, high } = logBin(logBinIndex(value));
      expect(value).toBeGreaterThan(low * (1 - 1e-12));
      expect(value).toBeLessThanOrEqual(high * (1 + 1e-12));
      expect(Math.abs(middle - value)).toBeLessThanOrEqual(0.01 * value * (1 + 1e-9));
    }));
    expect(() => logBinIndex(0)).toThrow(RangeError);
    expect(() => logBinIndex(Infinity)).toThrow(RangeError);
    expect(Object.is(logBinIndex(1), 0)).toBe(true);
  });

  test("answers every quantile within 1 %, of either sign", () => {
    fc.assert(fc.property(values, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (sample, q) => {
      const sorted = sample.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(1, Math.ceil(sorted.length * q - 1e-9)) - 1] ?? Number.NaN;
      expect(Math.abs((quantileFromBins(histogramOf(sample), q) ?? Number.NaN) - exact)).toBeLessThanOrEqual(0.01 * Math.abs(exact) * (1 + 1e-9));
    }));
    expect(quantileFromBins({ gamma: gammaOfOnePercent, zero: 0, positive: [], negative: [] }, 0.5)).toBeNull();
  });

  test("merges by adding, in any order and grouping, bit for bit", () => {
    fc.assert(fc.property(values, values, values, (a, b, c) => {
      const [x, y, z] = [histogramOf(a), histogramOf(b), histogramOf(c)];
      const whole = histogramOf([...a, ...b, ...c]);
      expect(mergeLogHistograms(mergeLogHistograms(x, y), z)).toEqual(whole);
      expect(mergeLogHistograms(z, mergeLogHistograms(y, x))).toEqual(whole);
      expect(histogramCount(whole)).toBe(a.length + b.length + c.length);
    }), { numRuns: 50 });
    expect(() => mergeLogHistograms(histogramOf([1]), { ...histogramOf([1]), gamma: 2 })).toThrow(RangeError);
  });
});

describe("rank correlation", () => {
  test("covers, refuses few pairs, and takes no comfort in a perfect few", () => {
    const [n, runs, r] = [40, 600, 0.6];
    const truth = (6 / Math.PI) * Math.asin(r / 2);
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const random = streamOf(run, "spearman");
      const x = Array.from({ length: n }, () => normal(random));
      const y = x.map((value) => r * value + Math.sqrt(1 - r * r) * normal(random));
      const ranks = (of: number[]): number[] => of.map((value) => of.filter((other) => other < value).length);
      const [rx, ry] = [ranks(x), ranks(y)];
      const squares = rx.reduce((sum, rank, row) => sum + (rank - (ry[row] ?? 0)) ** 2, 0);
      const interval = spearmanInterval(1 - (6 * squares) / (n * (n * n - 1)), n);
      if ((interval?.low ?? 1) <= truth && truth <= (interval?.high ?? -1)) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.93);
    expect(covered / runs).toBeLessThan(0.98);
    expect(spearmanInterval(0.9, 9)).toBeNull();
    const [few, many] = [spearmanInterval(1, 10), spearmanInterval(1, 1000)];
    expect(few?.high).toBe(1);
    expect(few?.low).toBeLessThan(0.97);
    expect(many?.low).toBeGreaterThan(0.99999);
    expect(spearmanInterval(-1, 10)?.low).toBe(-1);
  });
});

describe("units in the last place", () => {
  const anyDouble = fc.double({ noNaN: true });
  const bits = new DataView(new ArrayBuffer(8));
  const onTheLine = (value: number): bigint => {
    bits.setFloat64(0, value);
    const whole = bits.getBigInt64(0);
    return whole < 0n ? -(whole & 0x7fff_ffff_ffff_ffffn) : whole;
  };

  test("is the distance of the bits as big integers, capped", () => {
    fc.assert(fc.property(anyDouble, anyDouble, (a, b) => {
      const steps = onTheLine(a) - onTheLine(b);
      const exact = steps < 0n ? -steps : steps;
      expect(ulpDistance(a, b)).toBe(exact > BigInt(farthestUlp) ? farthestUlp : Number(exact));
    }), { numRuns: 500 });
    fc.assert(fc.property(anyDouble, fc.bigInt({ min: 0n, max: 1_000_000n }), (a, step) => {
      if (!Number.isFinite(a)) return;
      bits.setFloat64(0, a);
      bits.setBigInt64(0, bits.getBigInt64(0) + step);
      const b = bits.getFloat64(0);
      if (Number.isNaN(b)) return;
      expect(ulpDistance(a, b)).toBe(Number(step));
    }), { numRuns: 300 });
  });

  test("is symmetric, 0 between the zeros, 1 to infinity, null for NaN", () => {
    fc.assert(fc.property(anyDouble, anyDouble, (a, b) => { expect(ulpDistance(a, b)).toBe(ulpDistance(b, a)); expect(ulpDistance32(a, b)).toBe(ulpDistance32(b, a)); }));
    expect(ulpDistance(0, -0)).toBe(0);
    expect(ulpDistance32(0, -0)).toBe(0);
    expect(ulpDistance(Number.MAX_VALUE, Infinity)).toBe(1);
    expect(ulpDistance(Number.NaN, Number.NaN)).toBeNull();
    expect(ulpDistance32(1, Number.NaN)).toBeNull();
    expect(ulpDistance(-Infinity, Infinity)).toBe(farthestUlp);
  });
});
