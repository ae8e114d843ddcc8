import type { Random } from "../random/random.ts";
import { type CalibrationBin, calibrationBinCount, debiasedSquaredCalibrationError } from "./calibration.ts";
import type { Estimate } from "./estimate.ts";
import { normalQuantile } from "./distributions.ts";
import { pairedBootstrap } from "./paired-bootstrap.ts";

/** One fine bin of a probability; the sum of scores over its positives tells the two outcomes' mean scores apart. */
export interface FineBin extends CalibrationBin {
  readonly sumScorePositives: number;
}

/** Neighbouring fine bins joined until `count` bins hold about equal mass; a fine bin is never split. Ascending in, ascending out, no empty bin. */
export const joinToEqualMass = (ascending: readonly FineBin[], count = calibrationBinCount): FineBin[] => {
  const total = ascending.reduce((sum, { n }) => sum + n, 0);
  const joined = new Map<number, { n: number; sumScore: number; positives: number; sumScorePositives: number }>();
  let before = 0;
  for (const bin of ascending) {
    if (bin.n === 0) continue;
    const at = Math.min(count - 1, Math.floor(((before + bin.n / 2) / total) * count));
    before += bin.n;
    const into = joined.get(at);
    if (into === undefined) joined.set(at, { n: bin.n, sumScore: bin.sumScore, positives: bin.positives, sumScorePositives: bin.sumScorePositives });
    else {
      into.n += bin.n;
      into.sumScore += bin.sumScore;
      into.positives += bin.positives;
      into.sumScorePositives += bin.sumScorePositives;
    }
  }
  return [...joined.values()];
};

/** `square` is unbiased and may be below 0; `root` is the root of what is above 0, in units of probability. */
export interface CalibrationOfBins {
  readonly square: number;
  readonly root: Estimate;
}

/**
 * Debiased squared calibration error of bins of equal mass, and its root, whose limits are the roots of the square's: square -+ z times its standard
 * deviation over a bootstrap of the rows (by bin and outcome), at 0 where that is below. Null without rows.
 * Errors: measured coverage of a nominal 95 % is 94 to 99 % where the scores are off by 0.13 (n = 300 to 10,000); where they are calibrated 100 %, wider than need be, since the spread does not shrink with the square there.
 * Source: Kumar, Liang & Ma, NeurIPS 2019; Chamandy et al. (2012) for the Poisson bootstrap.
 */
export const calibrationOfBins = (bins: readonly FineBin[], random: Random, designEffect = 1): CalibrationOfBins | null => {
  const square = debiasedSquaredCalibrationError(bins);
  if (square === null) return null;
  const cells = bins.flatMap((bin, at) => [
    { at, positive: true, n: bin.positives, sum: bin.sumScorePositives },
    { at, positive: false, n: bin.n - bin.positives, sum: bin.sumScore - bin.sumScorePositives },
  ]).filter(({ n }) => n > 0);
  const spread = pairedBootstrap(cells.map(({ n }) => n), (counts) => {
    const drawn = bins.map(() => ({ n: 0, sumScore: 0, positives: 0 }));
    cells.forEach((cell, index) => {
      const [bin, count] = [drawn[cell.at], counts[index] ?? 0];
      if (bin === undefined) return;
      bin.n += count;
      bin.sumScore += (cell.sum * count) / cell.n;
      if (cell.positive) bin.positives += count;
    });
    return debiasedSquaredCalibrationError(drawn);
  }, random);
  const error = spread === null ? null : spread.standardError * Math.sqrt(designEffect);
  const root = Math.sqrt(Math.max(0, square));
  return {
    square,
    root: {
      value: root, method: "root of the debiased square, bootstrap over bins",
      at: (level) => {
        if (error === null) return { low: 0, high: 1 };
        const half = normalQuantile((1 + level) / 2) * error;
        return { low: Math.sqrt(Math.max(0, square - half)), high: Math.sqrt(Math.max(0, square + half)) };
      },
    },
  };
};
