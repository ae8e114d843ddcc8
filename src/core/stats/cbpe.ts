import { type CellMetric, type OutcomeCell, metricOfCells } from "./cell-metric.ts";
import { type Calibration, varianceOfBlock } from "./recalibrate.ts";

/** Rows of one cell of which only score and decision are known. */
export interface UnlabelledCell extends Pick<OutcomeCell, "decided" | "score" | "spread"> {
  readonly n: number;
}

/** The variance of the value is `ofRows` + `ofCalibration`: what drawing other rows, and another offline sample, would have changed. */
export interface Expected {
  readonly value: number;
  readonly ofRows: number;
  readonly ofCalibration: number;
  /** How these very rows' outcomes will scatter: what comes true lies about the value with `ofOutcomes` + `ofCalibration`. */
  readonly ofOutcomes: number;
}

/**
 * Confidence-based performance estimation: every row counts as positive by its calibrated probability, and as negative by the rest. Exact for metrics of decisions; AUC is
 * as fine as the cells. The variance is the delta method's, for the metric of the population that the rows were drawn from; the rows' own outcomes scatter about it besides.
 * Assumes that a score means what it meant where it was calibrated. Null where the metric is not defined.
 * Source: NannyML, CBPE (docs, "Confidence-based Performance Estimation"); the variance is derived here.
 */
export const cbpe = (metric: CellMetric, ascending: readonly UnlabelledCell[], { rates, blocks }: Calibration): Expected | null => {
  const rateOf = (index: number): number => rates[index] ?? 0;
  const found = metricOfCells(metric, ascending.map((cell, index) => ({ ...cell, positives: cell.n * rateOf(index), negatives: cell.n * (1 - rateOf(index)) })));
  if (found === null) return null;
  let [ofRows, ofOutcomes] = [0, 0];
  const slopes = ascending.map(({ n }, index) => {
    const [positive, negative] = [found.ofPositive[index] ?? 0, found.ofNegative[index] ?? 0];
    ofRows += n * (rateOf(index) * positive + (1 - rateOf(index)) * negative) ** 2;
    ofOutcomes += n * rateOf(index) * (1 - rateOf(index)) * (positive - negative) ** 2;
    return n * (positive - negative);
  });
  const ofCalibration = blocks.reduce((sum, block) => sum + slopes.slice(block.first, block.last + 1).reduce((total, slope) => total + slope, 0) ** 2 * varianceOfBlock(block), 0);
  return { value: found.value, ofRows, ofCalibration, ofOutcomes };
};

/** Scores taken at their word: a cell's rate of positives is its mean score. */
export const uncalibrated = (ascending: readonly Pick<UnlabelledCell, "score">[]): Calibration => ({ rates: ascending.map(({ score }) => score), blocks: [] });
