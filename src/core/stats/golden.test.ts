import { describe, expect, test } from "vitest";
import golden from "../../../spec/stats/golden.json" with { type: "json" };
import { compareAuc } from "./auc.ts";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import { brierScore } from "./brier.ts";
import { debiasedSquaredCalibrationError } from "./calibration.ts";
import { clopperPearson, shareLowerBound, shareUpperBound } from "./clopper-pearson.ts";
import { accuracy, type DecisionCell, f1, macroF1, precision, recall } from "./confusion-metrics.ts";
import * as distributions from "./distributions.ts";
import { holm } from "./holm.ts";
import { gammaOfOnePercent, logBin, logBinIndex } from "./log-histogram.ts";
import { logLoss } from "./log-loss.ts";
import { mcnemarExact } from "./mcnemar.ts";
import { newcombe } from "./newcombe.ts";
import { pairedShareDifference } from "./paired-share-difference.ts";
import { pairsNeeded } from "./pairs-needed.ts";
import { quantileRanks } from "./quantile-interval.ts";
import { spearmanInterval } from "./spearman.ts";
import { tostPaired } from "./tost.ts";
import { ulpDistance, ulpDistance32 } from "./ulp-distance.ts";
import { wilksPairs } from "./wilks.ts";
import { wilson } from "./wilson.ts";

/** Golden values come from spec/stats/golden.py. `relative` is to the golden value, with a floor for those that are 0. */
const close = (value: number | null | undefined, expected: number | undefined, relative: number): void => {
  expect(value).not.toBeNull();
  if (value === null || value === undefined || expected === undefined) throw new Error("nothing to compare");
  if (value === expected) return;
  expect(Math.abs(value - expected), `${value} against ${expected}`).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-290));
};
const all = (rows: readonly (readonly number[])[], of: (...args: number[]) => number, relative: number): void => {
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) close(of(...row.slice(0, -1)), row.at(-1), relative);
};
const ends = (interval: { low: number | null; high: number | null } | null, low: number | undefined, high: number | undefined, relative: number): void => {
  close(interval?.low, low, relative);
  close(interval?.high, high, relative);
};
type Four = [number, number, number, number];

describe("distribution functions against scipy and mpmath", () => {
  const { distributions: g } = golden;
  test.each([
    ["normalCdf", g.normalCdf, distributions.normalCdf],
    ["normalQuantile", g.normalQuantile, distributions.normalQuantile],
    ["tCdf", g.tCdf, distributions.tCdf],
    ["tQuantile", g.tQuantile, distributions.tQuantile],
    ["betaCdf", g.betaCdf, distributions.betaCdf],
    ["betaQuantile", g.betaQuantile, distributions.betaQuantile],
    ["binomialCdf", g.binomialCdf, distributions.binomialCdf],
    ["chiSquareCdf", g.chiSquareCdf, distributions.chiSquareCdf],
    ["chiSquareQuantile", g.chiSquareQuantile, distributions.chiSquareQuantile],
  ] as const)("%s", (_, rows, of) => all(rows, of as (...args: number[]) => number, 1e-10));
  test("binomialQuantile, exactly", () => all(g.binomialQuantile, distributions.binomialQuantile as (...args: number[]) => number, 0));
});

describe("shares against statsmodels", () => {
  const { shares: g } = golden;
  test("Clopper-Pearson", () => g.clopperPearson.forEach((row) => { const [k, n, level] = row as unknown as Four; ends(clopperPearson(k, n, level), row[3], row[4], 1e-9); }));
  test("one-sided bounds", () => {
    all(g.upper, shareUpperBound as (...args: number[]) => number, 1e-9);
    all(g.lower, shareLowerBound as (...args: number[]) => number, 1e-9);
  });
  test("Wilson", () => g.wilson.forEach((row) => { const [k, n, level] = row as unknown as Four; ends(wilson(k, n, level), row[3], row[4], 1e-9); }));
  test("Newcombe", () => g.newcombe.forEach((row) => { const [a, m, b, n] = row as unknown as Four; ends(newcombe({ k: a, n: m }, { k: b, n }, row[4]), row[5], row[6], 1e-9); }));
  test("Tango against a numerically maximised likelihood", () =>
    golden.pairedShareDifference.forEach((row) => {
      const [onlyFirst, onlySecond, pairs, level] = row as unknown as Four;
      ends(pairedShareDifference({ pairs, onlyFirst, onlySecond }, level), row[4], row[5], 1e-6);
    }));
  test("pairs needed against counting up one by one", () => all(golden.pairsNeeded, pairsNeeded as (...args: number[]) => number, 0));
  test("Wilks", () => all(golden.wilks, wilksPairs as (...args: number[]) => number, 0));
  test("exact McNemar", () => all(golden.mcnemar, mcnemarExact as (...args: number[]) => number, 1e-10));
});

describe("means, ranks and bits", () => {
  test("paired TOST against statsmodels", () => golden.tost.forEach((g) => {
    const tested = tostPaired({ n: g.n, mean: g.mean, sd: g.sd, margin: g.margin, alpha: 0.05 });
    close(tested.p, g.p, 1e-8);
    close(tested.pLower, g.pLower, 1e-8);
    close(tested.pUpper, g.pUpper, 1e-8);
    ends(tested.interval, g.low, g.high, 1e-8);
    expect(tested.equivalent).toBe(g.p <= 0.05);
  }));
  test("ranks of a quantile's interval against scipy", () => golden.quantileRanks.forEach((row) => {
    const [n, q, level] = row as unknown as Four;
    expect(quantileRanks(n, q, level)).toMatchObject({ low: row[3], high: row[4] });
  }));
  test("Spearman interval", () => golden.spearman.forEach((row) => { const [rho, n] = row as unknown as Four; ends(spearmanInterval(rho, n), row[2], row[3], 1e-9); }));
  test("ULP distance against numpy's bits", () => {
    all(golden.ulp.float64, ulpDistance as (...args: number[]) => number, 0);
    all(golden.ulp.float32, ulpDistance32 as (...args: number[]) => number, 0);
  });
  test("logarithmic bins against ddsketch", () => {
    close(gammaOfOnePercent, golden.logHistogram.gamma, 1e-15);
    all(golden.logHistogram.index, logBinIndex as (...args: number[]) => number, 0);
    all(golden.logHistogram.middle, (index = 0) => logBin(index).middle, 1e-12);
  });
  test("families against statsmodels", () => golden.families.forEach((g) => {
    holm(g.p).forEach((p, index) => close(p, g.holm[index], 1e-12));
    benjaminiHochberg(g.p).forEach((p, index) => close(p, g.bh[index], 1e-12));
  }));
});

describe("scores against labels, against scikit-learn, numpy and uncertainty-calibration", () => {
  const g = golden.scored;
  const rows = g.y.map((y, row) => ({ y, a: g.a[row] ?? Number.NaN, b: g.b[row] ?? Number.NaN }));
  test("AUC and DeLong's paired interval", () => {
    const compared = compareAuc(rows.map(({ y, a, b }) => ({ reference: a, candidate: b, positives: y, negatives: 1 - y })));
    close(compared?.reference, g.aucA, 1e-12);
    close(compared?.candidate, g.aucB, 1e-12);
    close(compared?.difference, g.delong.difference, 1e-9);
    ends(compared?.interval ?? null, g.delong.low, g.delong.high, 1e-9);
  });
  test("Brier score and log loss", () => {
    const sum = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((total, row) => total + of(row), 0);
    close(brierScore({ n: rows.length, sumScoreSquared: sum(({ a }) => a * a), sumScoreOfPositives: sum(({ a, y }) => a * y), positives: sum(({ y }) => y) }), g.brier, 1e-12);
    close(logLoss(g.a, g.y), g.logLoss, 1e-12);
    close(logLoss([0, 1, 0], [0, 1, 1]), g.logLossAtTheEdge, 1e-9);
  });
  test("debiased squared calibration error", () => close(debiasedSquaredCalibrationError(g.calibrationBins), g.debiasedSquaredCalibrationError, 1e-10));
  test("threshold metrics", () => {
    const decided = (score: number): string => (score >= 0.5 ? "1" : "0");
    const cells: DecisionCell[] = rows.map(({ y, a, b }) => ({ label: String(y), reference: decided(a), candidate: decided(b), count: 1 }));
    close(accuracy(cells).reference, g.confusion.accuracy, 1e-12);
    close(precision(cells, "1").reference, g.confusion.precision, 1e-12);
    close(precision(cells, "1").candidate, g.confusion.precisionB, 1e-12);
    close(recall(cells, "1").reference, g.confusion.recall, 1e-12);
    close(f1(cells, "1").reference, g.confusion.f1, 1e-12);
    close(f1(cells, "1").candidate, g.confusion.f1B, 1e-12);
  });
  test("several classes", () => {
    const { label, prediction } = g.multiclass;
    const cells: DecisionCell[] = label.map((of, row) => ({ label: String(of), reference: String(prediction[row]), candidate: String(of), count: 1 }));
    close(macroF1(cells).reference, g.multiclass.macroF1, 1e-12);
    close(accuracy(cells).reference, g.multiclass.accuracy, 1e-12);
    expect(macroF1(cells).candidate).toBe(1);
  });
});
