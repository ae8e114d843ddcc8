import type { ScoreCell } from "../../../core/labels/score-cells.ts";
import { type CellMetric, type CellValue, metricOfCells } from "../../../core/stats/cell-metric.ts";
import { lambdaOf, predictionPoweredMean, type PredictionSums } from "../../../core/stats/prediction-powered-mean.ts";
import type { Calibration } from "../../../core/stats/recalibrate.ts";
import { labelFreeSettings } from "./label-free-settings.ts";
import type { Told } from "./told.ts";

/**
 * The metric from the labels that have come, with the calibrated scores of the rows still waiting: the expected outcomes of these, put right by how far the scores err on the labelled
 * rows. Means as the authors have it; ratios and AUC by their influence functions. Null with too few labels.
 */
export const byPpi = (metric: CellMetric, production: readonly ScoreCell[], { rates }: Calibration, doubts: readonly string[]): Told | null => {
  const labelled = production.reduce((sum, cell) => sum + cell.labelled, 0);
  const n = production.reduce((sum, cell) => sum + cell.n, 0);
  if (labelled < labelFreeSettings.labels) return null;
  const powered = (lambda: number): CellValue | null => metricOfCells(metric, production.map((cell, index) => {
    const rate = rates[index] ?? 0;
    const waiting = labelled === n ? 0 : (cell.n - cell.labelled) / (n - labelled);
    const trusted = lambda * (waiting - (labelled === n ? 0 : cell.labelled / labelled));
    return { ...cell, positives: cell.positives / labelled + trusted * rate, negatives: (cell.labelled - cell.positives) / labelled + trusted * (1 - rate) };
  }));
  const plain = powered(1);
  if (plain === null) return null;
  const lambda = lambdaOf(sumsOf(production, rates, plain));
  const found = powered(lambda);
  const mean = found === null ? null : predictionPoweredMean(sumsOf(production, rates, found), lambda);
  if (found === null || mean === null) return null;
  return {
    method: "PPI", estimate: found.value, variance: mean.variance, error: "labels and rows", n, labelled,
    assumption: "the rows whose label has come are a random share of all, whatever the scores are worth; concept drift is seen in them",
    doubts,
  };
};

/** Truth and prediction of every row as what it moves the metric by. */
const sumsOf = (production: readonly ScoreCell[], rates: readonly number[], { ofPositive, ofNegative }: CellValue): PredictionSums => {
  const sums = { labelled: 0, y: 0, yy: 0, f: 0, ff: 0, yf: 0, unlabelled: 0, unlabelledF: 0, unlabelledFF: 0 };
  production.forEach(({ n, labelled, positives }, index) => {
    const [u, v, rate] = [ofPositive[index] ?? 0, ofNegative[index] ?? 0, rates[index] ?? 0];
    const f = rate * u + (1 - rate) * v;
    const y = positives * u + (labelled - positives) * v;
    sums.labelled += labelled;
    sums.y += y;
    sums.yy += positives * u ** 2 + (labelled - positives) * v ** 2;
    sums.f += labelled * f;
    sums.ff += labelled * f ** 2;
    sums.yf += y * f;
    sums.unlabelled += n - labelled;
    sums.unlabelledF += (n - labelled) * f;
    sums.unlabelledFF += (n - labelled) * f ** 2;
  });
  return sums;
};
