/** Rows of which the decision was about equally sure, offline (labelled ones) and in production. */
export interface ConfidenceCell {
  /** The probability that the decision is right. */
  readonly confidence: number;
  readonly offline: number;
  readonly production: number;
}

/** Accuracy, the confidence that parted right from wrong offline, and the variance from production's rows and from the offline error rate. */
export interface ThresholdedConfidence {
  readonly value: number;
  readonly threshold: number;
  readonly ofRows: number;
  readonly ofCalibration: number;
}

/**
 * Average thresholded confidence: the threshold is the confidence below which as many offline rows lie as were decided wrongly, and production's accuracy is the share of its rows
 * above it. A cell that the threshold lies in is split in proportion. Null without rows on either side.
 * Source: Garg, Balakrishnan, Lipton, Neyshabur & Sedghi, ICLR 2022.
 */
export const averageThresholdedConfidence = (cells: readonly ConfidenceCell[], offlineWrong: number): ThresholdedConfidence | null => {
  const ascending = cells.filter(({ offline, production }) => offline > 0 || production > 0).sort((one, other) => one.confidence - other.confidence);
  const [offline, production] = [ascending.reduce((sum, cell) => sum + cell.offline, 0), ascending.reduce((sum, cell) => sum + cell.production, 0)];
  if (offline === 0 || production === 0) return null;
  let [left, below, threshold, slope] = [offlineWrong, 0, ascending.at(-1)?.confidence ?? 1, 0];
  for (const cell of ascending) {
    if (cell.offline > left || (left === 0 && cell.offline > 0)) {
      const part = left / cell.offline;
      below += part * cell.production;
      threshold = cell.confidence;
      // How many of production's rows lie where one offline row does: what an error of the threshold costs.
      slope = cell.production / production / (cell.offline / offline);
      break;
    }
    left -= cell.offline;
    below += cell.production;
  }
  const value = 1 - below / production;
  const wrong = offlineWrong / offline;
  return { value, threshold, ofRows: (value * (1 - value)) / production, ofCalibration: (slope ** 2 * wrong * (1 - wrong)) / offline };
};
