/** What a score or a decision is held against what came true by, told from cells of like rows. */
export const cellMetrics = ["accuracy", "precision", "recall", "specificity", "f1", "false-positive-rate", "auc", "brier", "positive-rate"] as const;
export type CellMetric = (typeof cellMetrics)[number];

/** Rows of one bin of scores (or of one decision in it), as numbers of positives and negatives: counted, expected or weighted, so fractions are fine. */
export interface OutcomeCell {
  readonly positives: number;
  readonly negatives: number;
  /** Whether these rows were decided for positive; null where the cell holds both, or nobody decided. */
  readonly decided: boolean | null;
  /** Mean score and the scores' variance within the cell; read by the Brier score alone. */
  readonly score: number;
  readonly spread: number;
}

/** A metric, and how far one more row of a cell would move it: the sum over rows of these squares is the variance of the value. */
export interface CellValue {
  readonly value: number;
  readonly ofPositive: readonly number[];
  readonly ofNegative: readonly number[];
}

/**
 * A metric over cells in ascending order of the score, with its influence function: the one thing that delta method, prediction-powered inference and weights all need.
 * AUC counts pairs in one cell half. Null where it is not defined (nobody decided, no positives …).
 * Source: Hampel, J. Am. Stat. Assoc. 69 (1974) for influence; for AUC it gives DeLong's variance.
 */
export const metricOfCells = (metric: CellMetric, ascending: readonly OutcomeCell[]): CellValue | null => (metric === "auc" ? areaOfCells(ascending) : ratioOfCells(parts[metric], ascending));

/** What a row of a cell adds above and below the line, if it is positive, if it is not; null where the cell cannot tell. */
type Parts = (cell: OutcomeCell, positive: boolean) => readonly [number, number] | null;

const decision = (of: (decided: boolean, positive: boolean) => readonly [boolean, boolean] | readonly [number, number]): Parts => (cell, positive) => {
  if (cell.decided === null) return null;
  const [part, whole] = of(cell.decided, positive);
  return [Number(part), Number(whole)];
};

const parts: Record<Exclude<CellMetric, "auc">, Parts> = {
  accuracy: decision((decided, positive) => [decided === positive, true]),
  precision: decision((decided, positive) => [decided && positive, decided]),
  recall: decision((decided, positive) => [decided && positive, positive]),
  specificity: decision((decided, positive) => [!decided && !positive, !positive]),
  "false-positive-rate": decision((decided, positive) => [decided && !positive, !positive]),
  f1: decision((decided, positive) => [decided && positive ? 2 : 0, Number(decided) + Number(positive)]),
  "positive-rate": (_, positive) => [Number(positive), 1],
  brier: ({ score, spread }, positive) => [(score - Number(positive)) ** 2 + spread, 1],
};

const ratioOfCells = (of: Parts, cells: readonly OutcomeCell[]): CellValue | null => {
  let [above, below] = [0, 0];
  const told = cells.map((cell) => ({ positive: of(cell, true), negative: of(cell, false) }));
  for (const [index, { positives, negatives }] of cells.entries()) {
    const { positive, negative } = told[index] ?? { positive: null, negative: null };
    if (positive === null || negative === null) {
      if (positives === 0 && negatives === 0) continue;
      return null;
    }
    above += positives * positive[0] + negatives * negative[0];
    below += positives * positive[1] + negatives * negative[1];
  }
  if (!(below > 0)) return null;
  const value = above / below;
  const moves = (part: readonly [number, number] | null): number => (part === null ? 0 : (part[0] - value * part[1]) / below);
  return { value, ofPositive: told.map(({ positive }) => moves(positive)), ofNegative: told.map(({ negative }) => moves(negative)) };
};

const areaOfCells = (ascending: readonly OutcomeCell[]): CellValue | null => {
  const positives = ascending.reduce((sum, cell) => sum + cell.positives, 0);
  const negatives = ascending.reduce((sum, cell) => sum + cell.negatives, 0);
  if (!(positives > 0 && negatives > 0)) return null;
  let [won, positivesBelow, negativesBelow] = [0, 0, 0];
  const beaten: number[] = [];
  const beatenBy: number[] = [];
  for (const cell of ascending) {
    beaten.push((negativesBelow + cell.negatives / 2) / negatives);
    beatenBy.push((positives - positivesBelow - cell.positives / 2) / positives);
    won += cell.positives * (negativesBelow + cell.negatives / 2);
    positivesBelow += cell.positives;
    negativesBelow += cell.negatives;
  }
  const value = won / positives / negatives;
  return { value, ofPositive: beaten.map((share) => (share - value) / positives), ofNegative: beatenBy.map((share) => (share - value) / negatives) };
};
