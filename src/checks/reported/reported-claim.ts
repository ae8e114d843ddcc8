/** What an environment says one of its metrics is, and how it says it was computed; null where it does not say. */
export interface ReportedClaim {
  /** The metric as it was written: `f1_macro`, `auc[score]`. */
  readonly name: string;
  readonly value: number;
  /** The digits as they stand in the source. */
  readonly text: string;
  /** Half a unit of the last digit written: 0.005 for 0.91. */
  readonly halfUnit: number;
  readonly average: string | null;
  /** The positive class as text. */
  readonly positive: string | null;
  readonly threshold: number | null;
  /** From 0 to 1. */
  readonly quantile: number | null;
  readonly unit: string | null;
  /** Rows or requests it was computed from. */
  readonly n: number | null;
  /** `first 500`, `last 500`, or words of its own. */
  readonly window: string | null;
  readonly definition: string | null;
}
