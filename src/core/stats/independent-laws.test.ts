import fc from "fast-check";
import { expect, test } from "vitest";
import { aucOfBins } from "./auc-of-bins.ts";
import { joinToEqualMass } from "./calibration-of-bins.ts";
import { classEstimates } from "./class-estimates.ts";
import { differenceOfTwo } from "./difference-of-two.ts";
import { gapBetweenGroups, ratioBetweenGroups } from "./gap-between-groups.ts";
import { isotonic } from "./isotonic.ts";
import { koopman } from "./koopman.ts";
import { rateRatio } from "./rate-ratio.ts";
import { shareEstimate } from "./share-estimate.ts";

const count = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 200 })).map(([k, more]) => ({ k, n: k + more }));
const bins = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 30 }).map((cells) => cells.map(([positives, negatives]) => ({ positives, n: positives + negatives })));

test("isotonic: never falls, keeps the weighted mean, and leaves what already rises", () => {
  fc.assert(fc.property(fc.array(fc.record({ value: fc.double({ min: -5, max: 5, noNaN: true }), weight: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 40 }), (points) => {
    const fitted = isotonic(points);
    fitted.forEach((value, index) => expect(value).toBeGreaterThanOrEqual((fitted[index - 1] ?? -Infinity) - 1e-12));
    const total = (of: (index: number) => number): number => points.reduce((sum, { weight }, index) => sum + weight * of(index), 0);
    expect(total((index) => fitted[index] ?? 0)).toBeCloseTo(total((index) => points[index]?.value ?? 0), 8);
    isotonic(fitted.map((value, index) => ({ value, weight: points[index]?.weight ?? 1 }))).forEach((value, index) => expect(value).toBeCloseTo(fitted[index] ?? 0, 9));
  }));
});

test("AUC: turning the order about gives 1 - AUC with the same error, and limits hold the value", () => {
  fc.assert(fc.property(bins, (ascending) => {
    const [up, down] = [aucOfBins(ascending), aucOfBins(ascending.toReversed())];
    expect(up === null).toBe(down === null);
    if (up === null || down === null) return;
    expect(up.auc + down.auc).toBeCloseTo(1, 10);
    expect(up.standardError).toBeCloseTo(down.standardError, 6);
    const { low, high } = up.estimate.at(0.9);
    expect(low).toBeLessThanOrEqual(up.auc);
    expect(high).toBeGreaterThanOrEqual(up.auc);
  }));
});

test("joining bins loses no row", () => {
  fc.assert(fc.property(bins, (ascending) => {
    const fine = ascending.map((bin, index) => ({ ...bin, sumScore: bin.n * index, sumScorePositives: bin.positives * index }));
    const joined = joinToEqualMass(fine, 5);
    const sum = (of: typeof fine, key: "n" | "positives" | "sumScore"): number => of.reduce((total, bin) => total + bin[key], 0);
    for (const key of ["n", "positives", "sumScore"] as const) expect(sum(joined, key)).toBe(sum(fine, key));
    expect(joined.length).toBeLessThanOrEqual(5);
  }));
});

test("exchanging the sides turns differences and ratios about", () => {
  fc.assert(fc.property(count, count, (a, b) => {
    const [first, second] = [shareEstimate(a.k, a.n), shareEstimate(b.k, b.n)];
    if (first === null || second === null) return;
    expect(differenceOfTwo(first, second, 0.9).low).toBeCloseTo(-differenceOfTwo(second, first, 0.9).high, 10);
    if (a.k > 0 && b.k > 0) {
      expect(koopman(a, b).low * koopman(b, a).high).toBeCloseTo(1, 6);
      expect(rateRatio({ events: a.k, exposure: a.n }, { events: b.k, exposure: b.n }).at(0.9).low * rateRatio({ events: b.k, exposure: b.n }, { events: a.k, exposure: a.n }).at(0.9).high).toBeCloseTo(1, 6);
    }
  }));
});

test("gaps hold what was seen and do not depend on the order of groups", () => {
  fc.assert(fc.property(fc.array(count, { minLength: 2, maxLength: 6 }), (groups) => {
    const [gap, ratio, turned] = [gapBetweenGroups(groups), ratioBetweenGroups(groups), gapBetweenGroups(groups.toReversed())];
    const { low, high } = gap?.at(0.9) ?? { low: 1, high: 0 };
    expect(low).toBeLessThanOrEqual(gap?.gap ?? -1);
    expect(high).toBeGreaterThanOrEqual((gap?.gap ?? 2) - 1e-12);
    expect(turned?.at(0.9).low).toBeCloseTo(low, 12);
    if (ratio !== null && ratio.ratio !== null) {
      expect(ratio.at(0.9).low).toBeLessThanOrEqual(ratio.ratio + 1e-9);
      expect(ratio.at(0.9).high).toBeGreaterThanOrEqual(ratio.ratio - 1e-9);
    }
  }), { numRuns: 50 });
});

test("classes: a design effect widens every interval and moves no value", () => {
  const cells = [{ label: "a", decision: "a", count: 50 }, { label: "a", decision: "b", count: 10 }, { label: "b", decision: "b", count: 30 }, { label: "b", decision: "a", count: 10 }];
  const [plain, wide] = [classEstimates(cells, "a"), classEstimates(cells, "a", 4)];
  for (const key of ["accuracy", "balancedAccuracy", "macroF1", "mcc", "precision", "recall", "f1"] as const) {
    expect(wide[key]?.value).toBe(plain[key]?.value);
    const width = (of: typeof plain): number => { const limits = of[key]?.at(0.9); return limits === undefined ? 0 : limits.high - limits.low; };
    expect(width(wide) / width(plain), key).toBeGreaterThan(1.6);
  }
});
