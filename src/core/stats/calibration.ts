import type { ReliabilityCurve } from "../domain/reliability-curve.ts";
import { wilson } from "./wilson.ts";

/** Rows of one score bin; additive. */
export interface CalibrationBin {
  readonly n: number;
  readonly sumScore: number;
  readonly positives: number;
}

/**
 * Bins of equal mass over the score. Twenty hold 5 % of the rows each: fine enough to see a bend, and with 10,000 rows each
 * observed share is known to about 4 points. Equal-mass bins are less biased than equal-width ones (Roelofs et al., AISTATS 2022).
 */
export const calibrationBinCount = 20;

/**
 * How far probabilities are from observed shares, squared and averaged over rows, with the part that is mere sampling noise taken
 * out: sum of w_b [(mean score - observed)^2 - observed (1 - observed) / (n_b - 1)]. Unbiased for the binned error, so it is
 * about 0, and sometimes below, for a calibrated model at any n; the usual plug-in error is 0.08 there with 200 rows and 15 bins.
 * A bin with one row says nothing and counts 0. Null for no rows. Its square root, where positive, is in units of probability.
 * Source: Kumar, Liang & Ma, Verified Uncertainty Calibration, NeurIPS 2019.
 */
export const debiasedSquaredCalibrationError = (bins: readonly CalibrationBin[]): number | null => {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  if (n === 0) return null;
  let error = 0;
  for (const bin of bins) {
    if (bin.n < 2) continue;
    const observed = bin.positives / bin.n;
    error += bin.n * ((bin.sumScore / bin.n - observed) ** 2 - (observed * (1 - observed)) / (bin.n - 1));
  }
  return error / n;
};

/** The reliability curve: mean score against observed share in each bin that holds rows, with a Wilson interval of the share. */
export const reliabilityBins = (bins: readonly CalibrationBin[], level = 0.95): ReliabilityCurve["bins"] =>
  bins
    .filter(({ n }) => n > 0)
    .map(({ n, sumScore, positives }) => ({ meanScore: sumScore / n, observed: positives / n, n, interval: wilson(positives, n, level) }));
