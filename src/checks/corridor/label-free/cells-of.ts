import type { Measure, WindowStatistic } from "../../../core/domain/measure.ts";
import { type ScoreCell, scoreCells } from "../../../core/labels/score-cells.ts";
import type { CellMetric } from "../../../core/stats/cell-metric.ts";

/** Cells of a scored measure as a metric needs them: by decision where it is told of decisions, else by score alone. A score that is itself a decision, 0 or 1, decides. */
export const cellsOf = (metric: CellMetric, scored: Measure, statistics: readonly WindowStatistic[]): ScoreCell[] => {
  if (!decides(metric)) return scoreCells(scored, statistics, false);
  if (scored.sql["decision"] !== undefined) return scoreCells(scored, statistics, true);
  return scoreCells(scored, statistics, false).map((cell) => ({ ...cell, decided: cell.score > 0.5 }));
};

/** Whether it is told of decisions; the others need scores alone. */
const decides = (metric: CellMetric): boolean => metric !== "auc" && metric !== "brier" && metric !== "positive-rate";

/** `score`: there is a confidence to tell from. `decision`: what was scored is a decision, or says no more than one. Null for a metric of decisions where nobody recorded any. */
export const toldFrom = (metric: CellMetric, scored: Measure, cells: readonly ScoreCell[]): "score" | "decision" | null => {
  const binary = cells.every(({ n, score, spread }) => n === 0 || (spread < 1e-9 && Math.min(Math.abs(score), Math.abs(1 - score)) < 1e-9));
  if (binary) return "decision";
  return scored.sql["decision"] === undefined && decides(metric) ? null : "score";
};
