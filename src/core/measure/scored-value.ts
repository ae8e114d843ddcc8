import type { Measure } from "../domain/measure.ts";
import { aucOfBins } from "../stats/auc-of-bins.ts";
import { debiasedSquaredCalibrationError } from "../stats/calibration.ts";
import { joinToEqualMass } from "../stats/calibration-of-bins.ts";
import type { ShapeValue } from "./shape-value.ts";

/** AUC, or calibration error, of labelled rows by bins of the score. Null where one class is missing, or nothing is labelled. */
export const scoredValue = ({ metric }: Measure, bins: readonly (readonly number[])[]): ShapeValue | null => {
  const labelled = bins.map(([, , , , n = 0, positives = 0, sumScore = 0]) => ({ n, positives, sumScore, sumScorePositives: 0 })).filter(({ n }) => n > 0);
  const n = labelled.reduce((sum, bin) => sum + bin.n, 0);
  if (metric.name === "calibration-error") {
    const told = calibrationError(labelled);
    return told === null ? null : { ...told, n, events: null, exposure: null };
  }
  const auc = aucOfBins(labelled);
  return auc === null ? null : { value: auc.auc, variance: auc.standardError ** 2, n, events: null, exposure: null };
};

/**
 * The root of the debiased squared error over twenty bins of equal mass, at 0 where that is below. A bin's gap g has variance v = y (1 - y) / (n - 1), so that the square has
 * sum of w^2 (4 g^2 v + 2 v^2); the root that over 4 times the square. Near 0, where the root has no slope, the square counts as at least a quarter of its own standard deviation.
 */
const calibrationError = (labelled: Parameters<typeof joinToEqualMass>[0]): { readonly value: number; readonly variance: number | null } | null => {
  const bins = joinToEqualMass(labelled);
  const square = debiasedSquaredCalibrationError(bins);
  if (square === null) return null;
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  const varianceOfSquare = bins.filter((bin) => bin.n > 1).reduce((sum, bin) => {
    const observed = bin.positives / bin.n;
    const gap = bin.sumScore / bin.n - observed;
    const noise = (observed * (1 - observed)) / (bin.n - 1);
    return sum + (bin.n / n) ** 2 * (4 * gap * gap * noise + 2 * noise * noise);
  }, 0);
  const deviation = Math.sqrt(varianceOfSquare);
  return { value: Math.sqrt(Math.max(0, square)), variance: deviation === 0 ? null : varianceOfSquare / (4 * Math.max(square, deviation / 4)) };
};
