import { describe, expect, test } from "vitest";
import golden from "../../../spec/stats/independent.json" with { type: "json" };
import { aucOfBins } from "./auc-of-bins.ts";
import { classEstimates } from "./class-estimates.ts";
import { corp } from "./corp.ts";
import { differenceOfTwo } from "./difference-of-two.ts";
import { normalQuantile } from "./distributions.ts";
import { errorMoments } from "./error-moments.ts";
import type { Estimate } from "./estimate.ts";
import { isotonic } from "./isotonic.ts";
import { koopman } from "./koopman.ts";
import { lossesOfBins } from "./losses-of-bins.ts";
import { newcombe } from "./newcombe.ts";
import { poissonInterval } from "./poisson-interval.ts";
import { rateRatio } from "./rate-ratio.ts";
import { shareEstimate } from "./share-estimate.ts";

const close = (value: number | null | undefined, expected: number | null | undefined, relative: number): void => {
  if (value === null || value === undefined || expected === null || expected === undefined) throw new Error(`nothing to compare: ${value} and ${expected}`);
  expect(Math.abs(value - expected), `${value} against ${expected}`).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-3));
};

const z = normalQuantile(0.975);
/** The standard error that limits on the log scale were made from. */
const errorOf = (estimate: Estimate): number => (Math.log(estimate.at(0.95).high / estimate.value) * estimate.value) / z;

describe("one score per bin is the same as the rows (scikit-learn, numpy)", () => {
  test.each(golden.scores)("AUC $auc", (scored) => {
    const auc = aucOfBins(scored.bins);
    close(auc?.auc, scored.auc, 1e-12);
    close(auc?.standardError, scored.aucError, 1e-10);
    const losses = lossesOfBins(scored.bins, scored.sumLogLoss);
    if (losses === null) throw new Error("no rows");
    close(losses.brier.value, scored.brier, 1e-12);
    close(errorOf(losses.brier), scored.brierError, 1e-9);
    close(losses.logLoss.value, scored.logLoss, 1e-12);
    close(errorOf(losses.logLoss), scored.logLossError, 1e-9);
    const parts = corp(scored.bins);
    close(parts?.miscalibration, scored.miscalibration, 1e-10);
    close(parts?.discrimination, scored.discrimination, 1e-10);
    close(parts?.uncertainty, scored.uncertainty, 1e-12);
    parts?.recalibrated.forEach((value, index) => close(value, scored.recalibrated[index], 1e-12));
  });

  test("the parts make the whole", () => {
    for (const { bins } of golden.scores) {
      const parts = corp(bins);
      if (parts !== null) close(parts.miscalibration - parts.discrimination + parts.uncertainty, parts.brier, 1e-12);
    }
  });
});

test.each(golden.isotonic)("isotonic regression (scikit-learn)", ({ points, fitted }) => isotonic(points).forEach((value, index) => close(value, fitted[index], 1e-12)));

test.each(golden.regression)("errors of a regression (scikit-learn, numpy)", ({ sums, ...expected }) => {
  const found = errorMoments(sums);
  if (found === null) throw new Error("no rows");
  close(found.rmse.value, expected.rmse, 1e-12);
  close(errorOf(found.rmse), expected.rmseError, 1e-9);
  close(found.mae.value, expected.mae, 1e-12);
  close(errorOf(found.mae), expected.maeError, 1e-9);
  close(found.bias.value, expected.bias, 1e-12);
  close((found.bias.at(0.95).high - found.bias.value) / z, expected.biasError, 1e-9);
  close(found.r2?.value, expected.r2, 1e-10);
});

test("Koopman (statsmodels)", () => {
  for (const [k1 = 0, n1 = 0, k2 = 0, n2 = 0, level = 0, low, high] of golden.rates.koopman) {
    const found = koopman({ k: k1, n: n1 }, { k: k2, n: n2 }, level);
    close(found.low, low, 1e-6);
    close(found.high, high, 1e-6);
  }
  expect(koopman({ k: 0, n: 20 }, { k: 3, n: 20 }).low).toBe(0);
  expect(koopman({ k: 3, n: 20 }, { k: 0, n: 20 }).high).toBe(Infinity);
});

test("Garwood (statsmodels)", () => {
  for (const [k = 0, exposure = 0, level = 0, low, high] of golden.rates.garwood) {
    const found = poissonInterval(k, exposure, level);
    close(found.low, low, 1e-9);
    close(found.high, high, 1e-9);
  }
  expect(poissonInterval(7, 1000)).toMatchObject({ low: expect.closeTo(0.00281436, 8), high: expect.closeTo(0.01442268, 8) });
  expect(poissonInterval(0, 100).low).toBe(0);
});

test("ratio of two rates, exact given their sum (scipy, statsmodels)", () => {
  for (const [k1, t1, k2, t2, p, low, high] of golden.rates.split) {
    const found = rateRatio({ events: k1 ?? 0, exposure: t1 ?? 0 }, { events: k2 ?? 0, exposure: t2 ?? 0 });
    close(found.p, p, 1e-9);
    close(found.at(0.95).low, low, 1e-8);
    if (high === null) expect(found.at(0.95).high).toBe(Infinity);
    else close(found.at(0.95).high, high, 1e-8);
  }
  close(rateRatio({ events: 60, exposure: 51477 }, { events: 30, exposure: 54308 }).p, golden.rates.conditional, 1e-9);
  // Many events: twice the smaller tail instead of the sum over splits.
  close(rateRatio({ events: 10_100, exposure: 1e6 }, { events: 10_000, exposure: 1e6 }).p, rateRatio({ events: 9949, exposure: 1e6 }, { events: 10_050, exposure: 1e6 }).p, 0.05);
  expect(rateRatio({ events: 0, exposure: 300 }, { events: 0, exposure: 300 })).toMatchObject({ ratio: null, p: 1 });
});

test.each(golden.classes)("MCC and F1 of classes (scikit-learn)", ({ cells, mcc, macroF1, f1 }) => {
  const found = classEstimates(cells, "1");
  close(found.mcc?.value, mcc, 1e-12);
  close(found.macroF1?.value, macroF1, 1e-12);
  close(found.f1?.value, f1, 1e-12);
});

test("a hundred classes cost what their cells cost", () => {
  const cells = Array.from({ length: 10_000 }, (_, i) => ({ label: String(i % 100), decision: String(Math.floor(i / 100)), count: i % 101 === 0 ? 50 : 1 }));
  const found = classEstimates(cells, null);
  for (const estimate of [found.mcc, found.macroF1]) {
    const { low, high } = estimate?.at(0.95) ?? { low: 0, high: 0 };
    // About 15,000 rows, a third of them right: a standard error of about 0.004.
    expect((high - low) / 2 / z).toBeGreaterThan(0.003);
    expect((high - low) / 2 / z).toBeLessThan(0.006);
  }
});

test("two shares put together are Newcombe's interval", () => {
  const [reference, candidate] = [shareEstimate(48, 80), shareEstimate(56, 70)];
  if (reference === null || candidate === null) throw new Error("no rows");
  const { low, high } = newcombe({ k: 56, n: 70 }, { k: 48, n: 80 });
  const found = differenceOfTwo(reference, candidate, 0.95);
  close(found.low, low, 1e-12);
  close(found.high, high, 1e-12);
});
