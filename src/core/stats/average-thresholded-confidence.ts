/** Rows of which the decision was about equally sure, offline (labelled ones) and in production. */
export interface ConfidenceCell {
  /** The probability that the decision is right. */
  readonly confidence: number;
  readonly offline: number;
  readonly production: number;
}

/** Accuracy, and the confidence that parted right from wrong offline. */
export interface ThresholdedConfidence {
  readonly value: number;
  readonly threshold: number;
}

/**
 * Average thresholded confidence: the threshold is the confidence below which as many offline rows lie as were decided wrongly, and production's accuracy is the share of its rows
 * above it. Rows that are equally sure are split in proportion where the threshold lies among them. Null without rows on either side.
 * Source: Garg, Balakrishnan, Lipton, Neyshabur & Sedghi, ICLR 2022.
 */
export const averageThresholdedConfidence = (cells: readonly ConfidenceCell[], offlineWrong: number): ThresholdedConfidence | null => {
  const ascending = alike(cells);
  const [offline, production] = [ascending.reduce((sum, cell) => sum + cell.offline, 0), ascending.reduce((sum, cell) => sum + cell.production, 0)];
  if (offline === 0 || production === 0) return null;
  let [left, below, threshold] = [offlineWrong, 0, ascending.at(-1)?.confidence ?? 1];
  for (const cell of ascending) {
    if (cell.offline > left || (left === 0 && cell.offline > 0)) {
      below += (left / cell.offline) * cell.production;
      threshold = cell.confidence;
      break;
    }
    left -= cell.offline;
    below += cell.production;
  }
  return { value: 1 - below / production, threshold };
};

/** Ascending, equal confidences together. */
const alike = (cells: readonly ConfidenceCell[]): ConfidenceCell[] => {
  const merged = new Map<number, { confidence: number; offline: number; production: number }>();
  for (const { confidence, offline, production } of cells) {
    const into = merged.get(confidence);
    if (into === undefined) merged.set(confidence, { confidence, offline, production });
    else {
      into.offline += offline;
      into.production += production;
    }
  }
  return [...merged.values()].filter(({ offline, production }) => offline > 0 || production > 0).sort((one, other) => one.confidence - other.confidence);
};
