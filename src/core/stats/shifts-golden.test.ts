import { describe, expect, test } from "vitest";
import golden from "../../../spec/stats/shifts.json" with { type: "json" };
import { blockDesignEffect } from "./block-design-effect.ts";
import { chiSquareDistance } from "./chi-square-distance.ts";
import { correlationDifference } from "./correlation-difference.ts";
import { chiSquareSurvival, logGamma } from "./distributions.ts";
import { homogeneity } from "./homogeneity.ts";
import { jsDistance, jsDistanceNull } from "./js-distance.ts";
import { kolmogorovSmirnov, kolmogorovSurvival } from "./kolmogorov-smirnov.ts";
import { nonCentralChiSquareCdf, nonCentralChiSquareSurvival } from "./non-central-chi-square.ts";
import { populationStabilityIndex, stabilityIndexNull } from "./population-stability-index.ts";
import { distanceInterval, resemblance } from "./resemblance.ts";
import { standardisedMeanDifference } from "./standardised-mean-difference.ts";
import { totalVariation, totalVariationNull } from "./total-variation.ts";
import { wasserstein, wassersteinNull } from "./wasserstein.ts";

/** Golden values come from spec/stats/shifts.py. */
const close = (value: number | null | undefined, expected: number | undefined, relative: number): void => {
  if (typeof value !== "number" || expected === undefined) throw new Error(`nothing to compare: ${value} and ${expected}`);
  if (value === expected) return;
  expect(Math.abs(value - expected), `${value} against ${expected}`).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-290));
};

describe("distribution functions", () => {
  const { distributions: g } = golden;
  test.each([
    ["chiSquareSurvival", g.chiSquareSurvival, chiSquareSurvival, 1e-10],
    ["logGamma", g.logGamma, logGamma, 1e-13],
    ["non-central chi-square, cdf, scipy", g.nonCentralCdf, nonCentralChiSquareCdf, 1e-10],
    ["non-central chi-square, survival, scipy", g.nonCentralSurvival, nonCentralChiSquareSurvival, 1e-10],
    ["non-central chi-square, far tails, mpmath", g.nonCentralFar, nonCentralChiSquareCdf, 1e-10],
    ["kolmogorovSurvival", g.kolmogorovSurvival, kolmogorovSurvival, 1e-10],
  ] as const)("%s", (_, rows, of, relative) => {
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) close((of as (...args: number[]) => number)(...row.slice(0, -1)), row.at(-1), relative);
  });
});

describe.each(golden.tables.map((table) => [table.reference.join(" "), table] as const))("two samples in bins: %s", (_, g) => {
  const m = g.reference.reduce((a, b) => a + b, 0);
  const n = g.candidate.reduce((a, b) => a + b, 0);
  const pair = { reference: g.reference, candidate: g.candidate, effectiveReference: m, effectiveCandidate: n };
  const cells = g.reference.map((reference, index) => ({ reference, candidate: g.candidate[index] ?? 0, value: g.values[index] ?? 0 }));
  test("chi-square and G against scipy", () => {
    close(homogeneity(pair)?.statistic, g.pearson, 1e-10);
    close(homogeneity(pair)?.p, g.pearsonP, 1e-10);
    close(homogeneity(pair, "likelihood-ratio")?.statistic, g.g, 1e-10);
    close(homogeneity(pair, "likelihood-ratio")?.p, g.gP, 1e-10);
    expect(homogeneity(pair)?.df).toBe(g.df);
  });
  test("PSI, Jensen-Shannon, total variation", () => {
    close(populationStabilityIndex(g.reference, g.candidate), g.psi, 1e-12);
    close(jsDistance(g.reference, g.candidate), g.js, 1e-12);
    close(totalVariation(g.reference, g.candidate), g.tv, 1e-12);
  });
  test("Kolmogorov-Smirnov and Wasserstein of the binned sample", () => {
    const found = kolmogorovSmirnov(cells, m, n);
    close(found.distance, g.ks, 1e-12);
    close(found.p, g.ksP, 1e-10);
    close(wasserstein(cells), g.wasserstein, 1e-12);
  });
  test("resemblance, and its interval by root finding", () => {
    const sample = chiSquareDistance(pair);
    close(sample.distance, g.distance, 1e-12);
    const tested = resemblance(sample, 0.1);
    close(tested.pBeyond, g.pBeyond, 1e-8);
    close(tested.pWithin, g.pWithin, 1e-8);
    const interval = distanceInterval(sample, 0.9);
    close(interval.low, g.low, 1e-6);
    close(interval.high, g.high, 1e-6);
  });
});

test("standardised mean difference against numpy", () => golden.means.forEach((g) => {
  const found = standardisedMeanDifference(g.reference, g.candidate, 0.9);
  close(found?.estimate, g.estimate, 1e-12);
  close(found?.interval.low, g.low, 1e-10);
  close(found?.interval.high, g.high, 1e-10);
}));

test("difference of correlations against scipy's Fisher limits", () => golden.correlations.forEach((g) => {
  const found = correlationDifference(g.reference, g.candidate, 0.9);
  close(found?.difference, g.difference, 1e-12);
  close(found?.interval.low, g.low, 1e-9);
  close(found?.interval.high, g.high, 1e-9);
  close(found?.p, g.p, 1e-9);
}));

test("batch means against numpy", () => {
  const g = golden.blocks;
  const found = blockDesignEffect(g.rows, g.variance);
  close(found?.effect, (g.raw * (g.rows.length - 1)) / (g.rows.length - 3), 1e-10);
  close(found?.lag1, g.lag1, 1e-9);
  close(found?.low, g.low, 1e-10);
  close(found?.high, g.high, 1e-10);
  expect(found?.problem).toBe(null);
});

describe.each(golden.gaps.map((gap) => [`${gap.shares.length} bins, ${gap.n} and ${gap.m} rows`, gap] as const))("when nothing differs, simulated by numpy: %s", (_, g) => {
  const counts = g.shares.map((share) => share * 1e6);
  test("total variation, mean and 95 %% quantile", () => {
    close(totalVariationNull(counts, g.n, g.m).mean, g.tv.mean, 0.01);
    close(totalVariationNull(counts, g.n, g.m).q95, g.tv.q95, 0.02);
  });
  test("Wasserstein", () => {
    const cells = counts.map((count, index) => ({ reference: count, candidate: count, value: g.values[index] ?? 0 }));
    close(wassersteinNull(cells, g.n, g.m).mean, g.wasserstein.mean, 0.01);
    close(wassersteinNull(cells, g.n, g.m).q95, g.wasserstein.q95, 0.04);
  });
  test("Jensen-Shannon and PSI", () => {
    close(jsDistanceNull(g.shares.length, g.n, g.m).mean, g.js.mean, 0.01);
    close(jsDistanceNull(g.shares.length, g.n, g.m).q95, g.js.q95, 0.02);
    close(stabilityIndexNull(g.shares.length, g.n, g.m).mean, g.psi.mean, 0.03);
    close(stabilityIndexNull(g.shares.length, g.n, g.m).q95, g.psi.q95, 0.03);
  });
});
