import type { PopulationMargins } from "../../../core/judge/population-settings.ts";
import type { ClassCell } from "../../../core/stats/class-averages.ts";
import { classEstimates } from "../../../core/stats/class-estimates.ts";
import type { Measured } from "../measured/measured.ts";

export interface ClassSide {
  readonly cells: readonly ClassCell[];
  readonly designEffect: number;
}

export interface ClassPair {
  readonly of: string;
  readonly segment: string | null;
  readonly reference: ClassSide;
  readonly candidate: ClassSide;
  /** The class that precision, recall and F1 are about; null where there is none. */
  readonly positive: string | null;
  readonly margins: PopulationMargins;
}

const named = [
  { key: "accuracy", metric: "accuracy", words: "accuracy" },
  { key: "balancedAccuracy", metric: "balanced-accuracy", words: "balanced accuracy" },
  { key: "macroF1", metric: "macro-f1", words: "macro F1" },
  { key: "mcc", metric: "mcc", words: "MCC" },
  { key: "precision", metric: "precision", words: "precision" },
  { key: "recall", metric: "recall", words: "recall" },
  { key: "f1", metric: "f1", words: "F1" },
] as const;

/** How many of these are judged where a positive class is known, and where none is. */
export const classMetricCount = (positive: string | null): number => named.length - (positive === null ? 3 : 0);

/** Decisions against labels; in a segment only accuracy. */
export const classMetrics = ({ of, segment, reference, candidate, positive, margins }: ClassPair): Measured[] => {
  const n = (cells: readonly ClassCell[]): number => cells.reduce((sum, { count }) => sum + count, 0);
  const [before, after] = [classEstimates(reference.cells, positive, reference.designEffect), classEstimates(candidate.cells, positive, candidate.designEffect)];
  return named.slice(0, segment === null ? classMetricCount(positive) : 1).map(({ key, metric, words }): Measured => ({
    check: `population.performance.${metric}`, kind: "metric", metric, words, of, segment, reference: before[key], candidate: after[key], nReference: n(reference.cells), nCandidate: n(candidate.cells),
    scale: "difference", worse: "lower", margin: margins.metric, marginName: "metric", primary: key === "accuracy", mode: "enforce", unit: key === "mcc" ? "correlation" : "share", refused: null,
    action: "Look which class lost most, and whether the share of positive labels moved.", evidence: {},
  }));
};
