import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { multinomial } from "../random/multinomial.ts";
import { xoshiro128 } from "../random/xoshiro-128.ts";
import { chiSquareDistance } from "./chi-square-distance.ts";
import { normalCdf } from "./distributions.ts";
import { equalMassBins, fewestExpected } from "./equal-mass-bins.ts";
import { nonCentralChiSquareCdf, nonCentralChiSquareSurvival } from "./non-central-chi-square.ts";
import { distanceInterval, resemblance } from "./resemblance.ts";

/** Shares of 80 cells of a normal distribution moved by `mean`. */
const normalShares = (mean: number): number[] => {
  const at = (cell: number): number => (cell === 0 ? 0 : cell === 80 ? 1 : normalCdf(cell / 10 - 4 - mean));
  return Array.from({ length: 80 }, (_, cell) => at(cell + 1) - at(cell));
};
const sampleOf = (reference: readonly number[], candidate: readonly number[]) => {
  const bins = equalMassBins(reference.map((count, cell) => ({ reference: count, candidate: candidate[cell] ?? 0 })));
  const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
  return chiSquareDistance({ reference: bins.map((bin) => bin.reference), candidate: bins.map((bin) => bin.candidate), effectiveReference: sum(reference), effectiveCandidate: sum(candidate) });
};

/** The shift at which bins of equal mass are 0.1 apart: by halving, on a billion rows. */
const onMargin = ((): number => {
  const rows = (mean: number): number[] => normalShares(mean).map((share) => Math.round(share * 1e9));
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 30; turn++) {
    const middle = (low + high) / 2;
    if (sampleOf(rows(0), rows(middle)).distance < 0.1) low = middle;
    else high = middle;
  }
  return high;
})();

describe("both errors, with the reference a sample like the candidate", () => {
  const runs = 300;
  /** Three standard errors above 5 % of 300. */
  const band = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs);
  const rates = (m: number, n: number, mean: number) => {
    const random = xoshiro128(m + 7 * n);
    const [q, p] = [normalShares(0), normalShares(mean)];
    let [beyond, within, covered] = [0, 0, 0];
    for (let run = 0; run < runs; run++) {
      const sample = sampleOf(multinomial(random, m, q), multinomial(random, n, p));
      const tested = resemblance(sample, 0.1);
      if (tested.pBeyond <= 0.05) beyond += 1;
      if (tested.pWithin <= 0.05) within += 1;
      const { low, high } = distanceInterval(sample, 0.9);
      if (low <= 0.1 && 0.1 <= high) covered += 1;
    }
    return { beyond: beyond / runs, within: within / runs, covered: covered / runs };
  };
  test.each([[50, 50], [100, 100], [300, 300], [1000, 1000], [1_000_000, 1_000_000], [100, 10_000], [10_000, 100]])("on the margin, %d and %d rows", (m, n) => {
    const { beyond, within, covered } = rates(m, n, onMargin);
    expect(beyond).toBeLessThan(band);
    expect(within).toBeLessThan(band);
    expect(covered).toBeGreaterThan(0.9 - 3 * Math.sqrt(0.09 / runs));
  });
  test("says so when nothing differs, from 1,000 rows on, and when half a standard deviation does", () => {
    expect(rates(1000, 1000, 0).within).toBeGreaterThan(0.99);
    expect(rates(1000, 1000, 0).beyond).toBe(0);
    expect(rates(1000, 1000, 0.5).beyond).toBeGreaterThan(0.95);
    expect(rates(50, 50, 0).beyond).toBeLessThan(0.01);
  });
});

describe("laws", () => {
  test("the two tails of the non-central chi-square are one", () => fc.assert(fc.property(fc.double({ min: 0.01, max: 400, noNaN: true }), fc.double({ min: 0.5, max: 60, noNaN: true }), fc.double({ min: 0, max: 300, noNaN: true }), (x, df, ncp) => {
    expect(Math.abs(nonCentralChiSquareCdf(x, df, ncp) + nonCentralChiSquareSurvival(x, df, ncp) - 1)).toBeLessThan(1e-11);
  })));
  test("a distance farther off makes as large a sum of squares likelier", () => fc.assert(fc.property(fc.double({ min: 0.1, max: 200, noNaN: true }), fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0.1, max: 50, noNaN: true }), (x, df, ncp, more) => {
    expect(nonCentralChiSquareSurvival(x, df, ncp + more)).toBeGreaterThanOrEqual(nonCentralChiSquareSurvival(x, df, ncp) - 1e-12);
  })));
  const cells = fc.array(fc.record({ reference: fc.integer({ min: 0, max: 200 }), candidate: fc.integer({ min: 0, max: 200 }) }), { minLength: 1, maxLength: 60 });
  test("bins keep every row, in order, enough in each, and no cell twice", () => fc.assert(fc.property(cells, (list) => {
    const sum = (side: "reference" | "candidate", of: readonly { reference: number; candidate: number }[]): number => of.reduce((total, each) => total + each[side], 0);
    const bins = equalMassBins(list);
    if (sum("reference", list) === 0 || sum("candidate", list) === 0) {
      expect(bins).toEqual([]);
      return;
    }
    expect(bins.length).toBeLessThanOrEqual(10);
    expect(bins.map(({ first }) => first)).toEqual([0, ...bins.slice(0, -1).map(({ last }) => last + 1)]);
    expect(bins.at(-1)?.last).toBe(list.length - 1);
    for (const bin of bins) {
      expect(bin.reference).toBe(sum("reference", list.slice(bin.first, bin.last + 1)));
      expect(bin.candidate).toBe(sum("candidate", list.slice(bin.first, bin.last + 1)));
      if (bins.length > 1) expect(bin.reference).toBeGreaterThanOrEqual(fewestExpected);
    }
  })));
  test("a value that many rows have stands alone", () => {
    const bins = equalMassBins([...Array.from({ length: 10 }, () => ({ reference: 20, candidate: 20 })), { reference: 800, candidate: 500 }, ...Array.from({ length: 10 }, () => ({ reference: 20, candidate: 50 }))]);
    expect(bins.find(({ reference }) => reference >= 800)).toMatchObject({ first: 10, last: 10, reference: 800, candidate: 500 });
  });
  test("ten bins of a thousand even cells are even", () => {
    expect(equalMassBins(Array.from({ length: 1000 }, () => ({ reference: 3, candidate: 1 }))).map(({ reference }) => reference)).toEqual(Array.from({ length: 10 }, () => 300));
  });
});
