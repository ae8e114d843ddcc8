import { labelFreeEstimates } from "../../src/checks/corridor/label-free/label-free-estimates.ts";
import type { Measure, WindowStatistic } from "../../src/core/domain/measure.ts";
import type { LabelFreeEstimate } from "../../src/core/domain/validation.ts";
import { scoreCells } from "../../src/core/labels/score-cells.ts";
import { cbpe, uncalibrated } from "../../src/core/stats/cbpe.ts";
import { recalibrate } from "../../src/core/stats/recalibrate.ts";
import type { CarLoan, CarLoanMetric } from "./car-loan.ts";

const plan = { window: "day", timeZone: "UTC" } as const;

const measureOf = ({ edges }: CarLoan): Measure => ({ id: "car-loan", shape: "scored", metric: { name: "auc" }, sql: { score: "y_pred_proba", label: "repaid", decision: "y_pred" }, labelled: true, edges });

const statisticOf = (window: number, bins: number[][], labelled: boolean): WindowStatistic => {
  const rows = bins.reduce((sum, [, n = 0]) => sum + n, 0);
  // Without labels only what the model said is left of a bin: rows, scores, decisions.
  const told = labelled ? bins : bins.map((row) => row.map((value, place) => ([0, 1, 2, 3, 7, 9].includes(place) ? value : 0)));
  return { measure: "car-loan", segment: null, window, arrived: null, rows, labelled: labelled ? rows : 0, sums: [], bins: told };
};

/** What Lockstep says of one month before any of its labels came, by every method; months are windows of their own. */
export const tellMonth = (data: CarLoan, month: number, metric: CarLoanMetric): LabelFreeEstimate[] => {
  const scored = measureOf(data);
  return labelFreeEstimates({ metric: { name: metric }, scored, offline: [statisticOf(0, data.reference, true)], production: [statisticOf(1, data.bins[month] ?? [], false)], maturity: null, plan, asOf: 1e12, leastShare: 0.15 });
};

/** The same without recalibration, scores taken at their word. */
export const tellUncalibrated = (data: CarLoan, month: number, metric: CarLoanMetric): number | null => {
  const cells = scoreCells(measureOf(data), [statisticOf(1, data.bins[month] ?? [], false)], metric !== "auc");
  return cbpe(metric, cells, uncalibrated(cells))?.value ?? null;
};

/** Standard deviation of what comes true of a month's own rows about what was told: their outcomes' scatter, and the calibration's error. */
export const scatterOfMonth = (data: CarLoan, month: number, metric: CarLoanMetric): number | null => {
  const scored = measureOf(data);
  const calibration = recalibrate(scoreCells(scored, [statisticOf(0, data.reference, true)], metric !== "auc"));
  const found = calibration === null ? null : cbpe(metric, scoreCells(scored, [statisticOf(1, data.bins[month] ?? [], false)], metric !== "auc"), calibration);
  return found === null ? null : Math.sqrt(found.ofOutcomes + found.ofCalibration);
};
