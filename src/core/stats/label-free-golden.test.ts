import { describe, expect, test } from "vitest";
import cbpeGolden from "../../../spec/stats/cbpe.json" with { type: "json" };
import golden from "../../../spec/stats/label-free.json" with { type: "json" };
import { scoreCells } from "../labels/score-cells.ts";
import { averageThresholdedConfidence } from "./average-thresholded-confidence.ts";
import { blackBoxShift } from "./black-box-shift.ts";
import { cbpe, uncalibrated } from "./cbpe.ts";
import { type OutcomeCell, cellMetrics, metricOfCells } from "./cell-metric.ts";
import { normalQuantile } from "./distributions.ts";
import { labelAgeCurve } from "./label-age-curve.ts";
import { predictionPoweredMean } from "./prediction-powered-mean.ts";
import { recalibrate } from "./recalibrate.ts";

const known = <T>(value: T | null | undefined): T => {
  if (value === null || value === undefined) throw new Error("nothing to compare");
  return value;
};
const within = (found: number | undefined, expected: number, distance: number): void => {
  expect(Math.abs(known(found) - expected), `${found} against ${expected}`).toBeLessThanOrEqual(distance);
};

test.each(cbpeGolden.cases)("CBPE without calibration is NannyML's: $name", (rows) => {
  const statistics = [{ bins: rows.bins }];
  const told = (metric: (typeof cellMetrics)[number], byDecision: boolean): number | undefined => {
    const cells = scoreCells({ edges: rows.edges }, statistics, byDecision);
    return cbpe(metric, cells, uncalibrated(cells))?.value;
  };
  for (const metric of ["accuracy", "precision", "recall", "specificity", "f1"] as const) within(told(metric, true), rows[metric], 1e-12);
  // As fine as the bins: 500 give 1e-5, 20 give 2e-3.
  within(told("auc", false), rows.auc, rows.edges.length > 100 ? 1e-5 : 2e-3);
  within(told("brier", false), rows.brier, rows.edges.length > 100 ? 2e-3 : 1e-2);
  // And what came true, of the same cells.
  const outcome = (cell: { labelled: number; positives: number }): { positives: number; negatives: number } => ({ positives: cell.positives, negatives: cell.labelled - cell.positives });
  within(metricOfCells("accuracy", scoreCells({ edges: rows.edges }, statistics, true).map((cell) => ({ ...cell, ...outcome(cell) })))?.value, rows.realisedAccuracy, 1e-12);
  within(metricOfCells("auc", scoreCells({ edges: rows.edges }, statistics, false).map((cell) => ({ ...cell, ...outcome(cell) })))?.value, rows.realisedAuc, rows.edges.length > 100 ? 1e-4 : 3e-3);
});

test.each(golden.predictionPowered)("prediction-powered mean is ppi_py's: $value", ({ sums, lambda, value, low, high }) => {
  const found = known(lambda === null ? predictionPoweredMean(sums) : predictionPoweredMean(sums, lambda));
  within(found.value, value, 1e-10);
  within(found.value - normalQuantile(0.975) * Math.sqrt(found.variance), low, 1e-10);
  within(found.value + normalQuantile(0.975) * Math.sqrt(found.variance), high, 1e-10);
});

test.each(golden.shift)("black box shift is the confusion matrix solved: $rate", (rows) => {
  const mean = (part: number, n: number) => ({ mean: part / n, variance: ((part / n) * (1 - part / n)) / n });
  const input = { ofPositives: mean(rows.found, rows.positives), ofNegatives: mean(rows.called, rows.negatives), production: mean(rows.decided, rows.rows) };
  within(blackBoxShift("positive-rate", input)?.value, rows.rate, 1e-12);
  within(blackBoxShift("accuracy", input)?.value, rows.accuracy, 1e-12);
  within(blackBoxShift("precision", input)?.value, rows.precision, 1e-12);
  within(blackBoxShift("f1", input)?.value, rows.f1, 1e-12);
});

test.each(golden.thresholdedConfidence)("average thresholded confidence is that of rows: $accuracy", ({ offline, production, wrong, accuracy, threshold }) => {
  const [ours, theirs] = [offline.map((confidence) => ({ confidence, offline: 1, production: 0 })), production.map((confidence) => ({ confidence, offline: 0, production: 1 }))];
  const exact = known(averageThresholdedConfidence([...ours, ...theirs], wrong));
  within(exact.value, accuracy, 1e-12);
  expect(exact.threshold).toBe(threshold);
  const cells = Array.from({ length: 200 }, (_, bin) => ({ confidence: (bin + 0.5) / 200, offline: offline.filter((s) => Math.floor(s * 200) === bin).length, production: production.filter((s) => Math.floor(s * 200) === bin).length }));
  const mass = Math.max(...cells.map((cell) => cell.production)) / production.length;
  within(averageThresholdedConfidence(cells, wrong)?.value, accuracy, mass);
});

test("the label-age curve is statsmodels' product limit", () => {
  const { cohorts, ages, shares } = golden.ages;
  const curve = labelAgeCurve(cohorts.map(({ arrived, ...rest }) => ({ ...rest, arrived: new Map(arrived.map(([age, count]) => [age ?? 0, count ?? 0])) })), 20);
  ages.forEach((age, index) => within(curve[age]?.share, known(shares[index]), 1e-12));
});

describe("metrics of cells (scikit-learn)", () => {
  const cells: OutcomeCell[] = golden.metrics.cells.map((cell) => ({ score: Number(cell[0]), positives: Number(cell[1]), negatives: Number(cell[2]), decided: cell[3] === true, spread: 0 }));
  test.each(cellMetrics)("%s", (metric) => {
    const found = known(metricOfCells(metric, cells));
    within(found.value, golden.metrics[metric], 1e-12);
    // The influence of a row is what the metric moves by when a little of it is added.
    for (const [index, cell] of cells.entries()) {
      const more = known(metricOfCells(metric, cells.map((each, at) => (at === index ? { ...cell, positives: cell.positives + 1e-4 } : each))));
      within(found.ofPositive[index], (more.value - found.value) / 1e-4, 1e-7);
      const fewer = known(metricOfCells(metric, cells.map((each, at) => (at === index ? { ...cell, negatives: cell.negatives + 1e-4 } : each))));
      within(found.ofNegative[index], (fewer.value - found.value) / 1e-4, 1e-7);
    }
  });
  test("the AUC's influences give DeLong's variance", () => {
    const { ofPositive, ofNegative } = known(metricOfCells("auc", cells));
    within(cells.reduce((sum, { positives, negatives }, index) => sum + positives * known(ofPositive[index]) ** 2 + negatives * known(ofNegative[index]) ** 2, 0), golden.metrics.aucVariance, 1e-12);
  });
  test("recalibration is isotonic regression, and its blocks are its steps", () => {
    const { rates, blocks } = known(recalibrate(cells.map(({ positives, negatives }) => ({ labelled: positives + negatives, positives }))));
    rates.forEach((rate, index) => within(rate, known(golden.metrics.isotonic[index]), 1e-12));
    expect(blocks.reduce((sum, { labelled }) => sum + labelled, 0)).toBe(900);
    for (const { first, last, rate } of blocks) expect(new Set(rates.slice(first, last + 1))).toEqual(new Set([rate]));
  });
});

test("what is not defined is null", () => {
  const cell = { positives: 2, negatives: 3, decided: null, score: 0.4, spread: 0 };
  expect(metricOfCells("accuracy", [cell])).toBeNull();
  expect(metricOfCells("auc", [{ ...cell, positives: 0 }])).toBeNull();
  expect(metricOfCells("precision", [{ ...cell, decided: false }])).toBeNull();
  expect(recalibrate([{ labelled: 0, positives: 0 }])).toBeNull();
  expect(averageThresholdedConfidence([{ confidence: 0.9, offline: 4, production: 0 }], 1)).toBeNull();
  expect(predictionPoweredMean({ labelled: 0, y: 0, yy: 0, f: 0, ff: 0, yf: 0, unlabelled: 5, unlabelledF: 1, unlabelledFF: 1 })).toBeNull();
  const mean = (value: number, n: number) => ({ mean: value, variance: (value * (1 - value)) / n });
  expect(blackBoxShift("positive-rate", { ofPositives: mean(0.3, 40), ofNegatives: mean(0.25, 40), production: mean(0.3, 1000) })).toBeNull();
});
