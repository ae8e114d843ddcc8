import type { PopulationMargins } from "../../../core/judge/population-settings.ts";
import { errorMoments, type ErrorSums } from "../../../core/stats/error-moments.ts";
import type { Measured } from "../measured/measured.ts";

export interface RegressionPair {
  readonly of: string;
  readonly segment: string | null;
  readonly reference: ErrorSums & { readonly designEffect: number };
  readonly candidate: ErrorSums & { readonly designEffect: number };
  readonly margins: PopulationMargins;
}

/** Errors of a predicted number; in a segment only RMSE. Bias may move by the share of the reference's RMSE by which RMSE itself may grow. R² is shown. */
export const regressionMetrics = ({ of, segment, reference, candidate, margins }: RegressionPair): Measured[] => {
  const [before, after] = [errorMoments(reference, reference.designEffect), errorMoments(candidate, candidate.designEffect)];
  const base = {
    kind: "metric" as const, of, segment, nReference: reference.n, nCandidate: candidate.n, mode: "enforce" as const, refused: null, evidence: {}, action: "Look which features shifted and in which segments errors grew.",
  };
  const error = (metric: "rmse" | "mae", words: string): Measured => ({
    ...base, check: `population.performance.${metric}`, metric, words, reference: before?.[metric] ?? null, candidate: after?.[metric] ?? null, scale: "ratio", worse: "higher", margin: margins.errorRatio, marginName: "errorRatio", primary: metric === "rmse", unit: "ratio",
  });
  if (segment !== null) return [error("rmse", "RMSE")];
  return [
    error("rmse", "RMSE"), error("mae", "MAE"),
    {
      ...base, check: "population.performance.bias", metric: "bias", words: "mean error", reference: before?.bias ?? null, candidate: after?.bias ?? null, scale: "difference", worse: "either",
      margin: before === null ? null : (margins.errorRatio - 1) * before.rmse.value, marginName: null, marginOrigin: "derived", primary: false, unit: "units of the label", action: "Predictions lie higher or lower than they did: look at scaling and units of the features.",
    },
    { ...base, check: "population.performance.r2", metric: "r2", words: "R²", reference: before?.r2 ?? null, candidate: after?.r2 ?? null, scale: "difference", worse: "lower", margin: null, marginName: null, primary: false, unit: "share" },
  ];
};
