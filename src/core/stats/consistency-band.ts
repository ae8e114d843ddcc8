import { binomial } from "../random/binomial.ts";
import type { Random } from "../random/random.ts";
import { corp } from "./corp.ts";
import type { ProbabilityBin } from "./losses-of-bins.ts";

export interface ConsistencyBand {
  /** Miscalibration (CORP) that a calibrated score shows at these scores and sizes: its mean and its 95 % quantile. */
  readonly mean: number;
  readonly q95: number;
  /** Per bin, between which values the recalibrated curve lies in 95 of 100 draws, one bin at a time. */
  readonly band: readonly { readonly low: number; readonly high: number }[];
}

/** Enough for a 95 % quantile that is itself the 91 to 98 % one. */
const draws = 100;

/**
 * What CORP would show if every probability were right: outcomes of each bin are drawn anew as Binomial(n, mean score), and everything is computed again. A score whose own miscalibration is beyond `q95` is
 * not calibrated (5 % error). Bins ascending; null without rows. Source: Dimitriadis, Gneiting & Jordan, PNAS 118 (2021), consistency regions by resampling.
 */
export const consistencyBand = (ascending: readonly ProbabilityBin[], random: Random): ConsistencyBand | null => {
  const bins = ascending.filter(({ n }) => n > 0);
  if (bins.length === 0) return null;
  const drawn = Array.from({ length: draws }, () => corp(bins.map((bin) => {
    const mean = Math.min(1, Math.max(0, bin.sumScore / bin.n));
    const positives = binomial(random, bin.n, mean);
    return { ...bin, positives, sumScorePositives: mean * positives };
  }))).filter((each) => each !== null);
  const miscalibrations = drawn.map(({ miscalibration }) => miscalibration).sort((a, b) => a - b);
  return {
    mean: miscalibrations.reduce((sum, value) => sum + value, 0) / draws, q95: miscalibrations[Math.ceil(0.95 * draws) - 1] ?? 0,
    band: bins.map((_, index) => {
      const values = drawn.map(({ recalibrated }) => recalibrated[index] ?? 0).sort((a, b) => a - b);
      return { low: values[Math.floor(0.025 * draws)] ?? 0, high: values[Math.ceil(0.975 * draws) - 1] ?? 1 };
    }),
  };
};
