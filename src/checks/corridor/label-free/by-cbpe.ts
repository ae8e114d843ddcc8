import type { ScoreCell } from "../../../core/labels/score-cells.ts";
import type { CellMetric } from "../../../core/stats/cell-metric.ts";
import { cbpe } from "../../../core/stats/cbpe.ts";
import type { Calibration } from "../../../core/stats/recalibrate.ts";
import { sureOf } from "./sure-of.ts";
import type { Told } from "./told.ts";

/** What the calibrated scores expect of themselves. */
export const byCbpe = (metric: CellMetric, production: readonly ScoreCell[], calibration: Calibration, doubts: readonly string[]): Told | null => {
  const found = cbpe(metric, production, calibration);
  if (found === null) return null;
  return {
    method: "CBPE", estimate: found.value, variance: found.ofRows + found.ofCalibration, error: "rows and offline calibration",
    n: production.reduce((sum, { n }) => sum + n, 0), labelled: 0,
    assumption: "a score means what it meant offline: P(label | score) is unchanged, whatever happened to the mix of scores; concept drift cannot be seen by it",
    doubts: [...doubts, ...sureOf(metric, found.value)],
  };
};
