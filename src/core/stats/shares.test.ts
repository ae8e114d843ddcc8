import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import { streamOf } from "../random/stream-of.ts";
import { clopperPearson, shareLowerBound, shareUpperBound } from "./clopper-pearson.ts";
import { binomialCdf } from "./distributions.ts";
import { mcnemarExact } from "./mcnemar.ts";
import { newcombe } from "./newcombe.ts";
import { pairedShareDifference } from "./paired-share-difference.ts";
import { leastTrials, pairsNeeded } from "./pairs-needed.ts";
import { tostPaired } from "./tost.ts";
import { wilksCoverage, wilksPairs } from "./wilks.ts";
import { wilson } from "./wilson.ts";

const counts = fc.integer({ min: 0, max: 5000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const pmf = (k: number, n: number, p: number): number => binomialCdf(k, n, p) - binomialCdf(k - 1, n, p);

describe("one share", () => {
  test("intervals hold the share seen, stay inside [0, 1], and mirror under k -> n - k", () => {
    fc.assert(fc.property(counts, ([k, n]) => {
      for (const of of [clopperPearson, wilson]) {
        const [low, high] = [of(k, n).low ?? Number.NaN, of(k, n).high ?? Number.NaN];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        if (n > 0) {
          expect(low).toBeLessThanOrEqual(k / n);
          expect(high).toBeGreaterThanOrEqual(k / n);
        }
        expect(of(n - k, n).high ?? Number.NaN).toBeCloseTo(1 - low, 9);
      }
    }), { numRuns: 150 });
  });

  test("the exact bounds err at most as often as stated, by full enumeration", () => {
    for (const n of [20, 299, 1000]) {
      for (const p of [0.001, 0.01, 0.1, 0.5]) {
        let [above, below] = [0, 0];
        for (let k = 0; k <= n; k++) {
          const chance = pmf(k, n, p);
          if (chance < 1e-12) continue;
          if (shareUpperBound(k, n, 0.95) < p) above += chance;
          if (shareLowerBound(k, n, 0.95) > p) below += chance;
        }
        expect(above).toBeLessThanOrEqual(0.05 + 1e-9);
        expect(below).toBeLessThanOrEqual(0.05 + 1e-9);
      }
    }
  });

  test("misuse is refused and no trials say nothing", () => {
    expect(clopperPearson(0, 0)).toMatchObject({ low: 0, high: 1 });
    for (const wrong of [() => clopperPearson(3, 2), () => clopperPearson(-1, 2), () => clopperPearson(1.5, 2), () => clopperPearson(1, 2, 1), () => wilson(1, 2, 0), () => shareUpperBound(1, 2, Number.NaN)]) expect(wrong).toThrow(RangeError);
  });
});

describe("two shares", () => {
  const pairs = fc.integer({ min: 1, max: 2000 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n }))).chain(([n, b]) => fc.tuple(fc.constant(n), fc.constant(b), fc.integer({ min: 0, max: n - b })));

  test("the paired interval holds the difference seen and mirrors when the two change places", () => {
    fc.assert(fc.property(pairs, ([n, b, c]) => {
      const one = pairedShareDifference({ pairs: n, onlyFirst: b, onlySecond: c });
      const other = pairedShareDifference({ pairs: n, onlyFirst: c, onlySecond: b });
      expect(one.low).toBeLessThanOrEqual((b - c) / n + 1e-12);
      expect(one.high).toBeGreaterThanOrEqual((b - c) / n - 1e-12);
      expect(one.low ?? 0).toBeCloseTo(-(other.high ?? 0), 9);
      expect(one.low).toBeGreaterThanOrEqual(-1);
      expect(one.high).toBeLessThanOrEqual(1);
    }), { numRuns: 200 });
  });

  test("without a discordant pair it is the exact bound, and narrows with n", () => {
    const high = pairedShareDifference({ pairs: 1000, onlyFirst: 0, onlySecond: 0 }).high ?? 1;
    expect(high).toBeCloseTo(shareUpperBound(0, 1000, 0.975), 12);
    expect(pairedShareDifference({ pairs: 10_000, onlyFirst: 0, onlySecond: 0 }).high).toBeLessThan(high);
    expect(pairedShareDifference({ pairs: 0, onlyFirst: 0, onlySecond: 0 })).toMatchObject({ low: -1, high: 1 });
    expect(pairedShareDifference({ pairs: 5, onlyFirst: 5, onlySecond: 0 }).high).toBe(1);
    expect(pairedShareDifference({ pairs: 5, onlyFirst: 0, onlySecond: 5 }).low).toBe(-1);
  });

  test("each end of the paired interval misses at most 3.5 % where 2.5 % is nominal, by enumeration", () => {
    const n = 2000;
    for (const [first, second] of [[0.0005, 0.0005], [0.0015, 0], [0.005, 0.0015], [0.0025, 0.01], [0.01, 0.01]] as const) {
      let [missedLow, missedHigh] = [0, 0];
      for (let b = 0; b < 45; b++) {
        for (let c = 0; c < 45; c++) {
          const chance = pmf(b, n, first) * pmf(c, n - b, second / (1 - first));
          if (chance < 1e-8) continue;
          const { low, high } = pairedShareDifference({ pairs: n, onlyFirst: b, onlySecond: c });
          if ((low ?? -1) > first - second) missedLow += chance;
          if ((high ?? 1) < first - second) missedHigh += chance;
        }
      }
      expect(missedLow).toBeLessThan(0.035);
      expect(missedHigh).toBeLessThan(0.035);
    }
  });

  test("Newcombe's interval covers two independent shares, by enumeration", () => {
    for (const [p, q] of [[0.5, 0.4], [0.05, 0.02], [0.9, 0.9]] as const) {
      let covered = 0;
      for (let a = 0; a <= 60; a++) {
        for (let b = 0; b <= 80; b++) {
          const { low, high } = newcombe({ k: a, n: 60 }, { k: b, n: 80 });
          if ((low ?? -1) <= p - q && (high ?? 1) >= p - q) covered += pmf(a, 60, p) * pmf(b, 80, q);
        }
      }
      expect(covered).toBeGreaterThan(0.935);
    }
    expect(newcombe({ k: 0, n: 0 }, { k: 1, n: 2 })).toMatchObject({ low: -1, high: 1 });
  });

  test("exact McNemar rejects at most as often as stated", () => {
    for (const n of [5, 30, 200]) {
      let rejected = 0;
      for (let b = 0; b <= n; b++) if (mcnemarExact(b, n - b) <= 0.05) rejected += pmf(b, n, 0.5);
      expect(rejected).toBeLessThanOrEqual(0.05);
    }
  });
});

describe("how many pairs", () => {
  const asked = fc.record({ n: fc.integer({ min: 1, max: 3000 }), share: fc.double({ min: 0, max: 0.05, noNaN: true }), margin: fc.double({ min: 0.001, max: 0.1, noNaN: true }) });

  test("with that many more the bound fits, and with one fewer it does not", () => {
    fc.assert(fc.property(asked, ({ n, share, margin }) => {
      const k = Math.floor(n * share);
      const more = pairsNeeded(k, n, margin, 0.95);
      if (k / n >= margin) expect(more).toBeNull();
      if (more === null) return;
      const fits = (total: number): boolean => shareUpperBound(Math.ceil((k * total) / n), total, 0.95) <= margin * (1 + 1e-9);
      expect(fits(n + more)).toBe(true);
      if (more > 0) expect(shareUpperBound(Math.ceil((k * (n + more - 1)) / n), n + more - 1, 0.95)).toBeGreaterThan(margin * (1 - 1e-9));
    }), { numRuns: 150 });
  });

  test("what cannot be reached is null, what is reached is 0", () => {
    expect(pairsNeeded(0, 100, 0)).toBeNull();
    expect(pairsNeeded(5, 100, 0.05)).toBeNull();
    expect(pairsNeeded(0, 0, 0.01)).toBe(299);
    expect(pairsNeeded(0, 5000, 0.001)).toBe(0);
    expect(pairsNeeded(499_999, 10_000_000, 0.05)).toBeNull();
    expect(leastTrials(0, 0.01, 0.95)).toBe(299);
  });

  test("Wilks: 299 and 2995 pairs, and the largest of n really covers so much so often", () => {
    expect([wilksPairs(0.99, 0.95), wilksPairs(0.999, 0.95)]).toEqual([299, 2995]);
    expect(wilksCoverage(299, 0.95)).toBeGreaterThanOrEqual(0.99);
    expect(wilksCoverage(298, 0.95)).toBeLessThan(0.99);
    expect(wilksCoverage(0, 0.95)).toBe(0);
    const random = streamOf(7, "wilks");
    let covering = 0;
    for (let run = 0; run < 2000; run++) {
      let largest = 0;
      for (let draw = 0; draw < 299; draw++) largest = Math.max(largest, random.unit());
      if (largest >= 0.99) covering++;
    }
    expect(covering / 2000).toBeGreaterThan(0.935);
    expect(covering / 2000).toBeLessThan(0.965);
  });
});

describe("equivalence of means", () => {
  const share = (n: number, mu: number, seed: string): number => {
    const random = streamOf(11, seed);
    let equivalent = 0;
    for (let run = 0; run < 1500; run++) {
      let [sum, squares] = [0, 0];
      for (let row = 0; row < n; row++) {
        const d = mu + 0.02 * normal(random);
        sum += d;
        squares += d * d;
      }
      const sd = Math.sqrt((squares - (sum * sum) / n) / (n - 1));
      if (tostPaired({ n, mean: sum / n, sd, margin: 0.004, alpha: 0.05 }).equivalent) equivalent++;
    }
    return equivalent / 1500;
  };

  test("a difference on the margin passes in 5 % of samples, none passes nearly always, few pairs never", () => {
    const onMargin = share(300, 0.004, "margin");
    expect(onMargin).toBeGreaterThan(0.03);
    expect(onMargin).toBeLessThan(0.07);
    expect(share(500, 0, "zero")).toBeGreaterThan(0.97);
    expect(share(20, 0, "few")).toBeLessThan(0.05);
  });

  test("equivalent exactly when the interval is inside the margin; without spread the mean decides", () => {
    const d = fc.record({ n: fc.integer({ min: 2, max: 500 }), mean: fc.double({ min: -1, max: 1, noNaN: true }), sd: fc.double({ min: 0.01, max: 2, noNaN: true }), margin: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(fc.property(d, (of) => {
      const { equivalent, interval } = tostPaired({ ...of, alpha: 0.05 });
      if (Math.abs(Math.abs(interval.high) - of.margin) > 1e-9 && Math.abs(Math.abs(interval.low) - of.margin) > 1e-9) expect(equivalent).toBe(interval.low > -of.margin && interval.high < of.margin);
    }), { numRuns: 200 });
    expect(tostPaired({ n: 9, mean: 0.1, sd: 0, margin: 0.2, alpha: 0.05 })).toMatchObject({ equivalent: true, p: 0 });
    expect(tostPaired({ n: 9, mean: 0.2, sd: 0, margin: 0.2, alpha: 0.05 })).toMatchObject({ equivalent: false, p: 1 });
    expect(tostPaired({ n: 9, mean: 0, sd: 0, margin: 0, alpha: 0.05 }).equivalent).toBe(false);
    expect(() => tostPaired({ n: 1, mean: 0, sd: 1, margin: 1, alpha: 0.05 })).toThrow(RangeError);
  });
});
