import type { FeatureStability } from "../../../core/domain/validation.ts";

export interface StalenessQuestion {
  /** YYYY-MM-DD of the look. */
  readonly asOf: string;
  /** Last day the hypothesis holds without being looked at; null: never falls due. */
  readonly review: string | null;
  readonly features: readonly FeatureStability[];
  /** Feature columns of the backtest and of production's log; null where one is not known. */
  readonly columns: { readonly offline: readonly string[]; readonly production: readonly string[] } | null;
  /** Versions (or digests) of the transformation, by name: that of the estimate and that of now; null where nobody wrote one down. */
  readonly transformation: { readonly offline: string; readonly production: string } | null;
}

/** Why an offline estimate should not be trusted any longer, in one sentence; null while nothing speaks against it. */
export const staleness = (_question: StalenessQuestion): string | null => null;
