/**
 * How far two populations may be apart when nobody agreed on another distance, each with its reason. All are shares, probabilities
 * or ratios, and all are printed with the verdict as `default`, not as agreed.
 */
export interface PopulationMargins {
  /** Chi-square distance, sum of (p - q)^2 / q over ten bins of equal mass in the reference; near to PSI. 0.1 is the field's "worth looking at". */
  readonly distance: number;
  /** Difference between shares of missing values. */
  readonly missing: number;
  /** Share of candidate's values that the reference never had. */
  readonly unseen: number;
  /** Difference between two correlations. */
  readonly correlation: number;
  /** Loss in AUC, and difference of shares such as accuracy, F1 or recall. */
  readonly metric: number;
  /** Ratio of two errors whose unit is the label's or a loss: RMSE, MAE, log loss, Brier. */
  readonly errorRatio: number;
  /** Root of the debiased squared calibration error, in probability. */
  readonly calibration: number;
  /** Difference between rates of two cohorts, and the ratio below which four-fifths is broken. */
  readonly cohortGap: number;
  readonly cohortRatio: number;
  /** How much worse a cohort's rates may lie apart in the candidate than in the reference. */
  readonly latencyRatio: number;
  readonly errorRate: number;
  /** Relative risk of an event rarer than 1 %. */
  readonly rareRatio: number;
  /** Share of records that must come out as predictions for a comparison to say anything. */
  readonly coverage: number;
}

/** Reasons: distance and the AUC loss as commonly used by practitioners; four-fifths from the EEOC's guidelines of 1978; ln(1.25) from bioequivalence. */
export const defaultMargins: PopulationMargins = {
  distance: 0.1,
  missing: 0.02,
  unseen: 0.01,
  correlation: 0.2,
  metric: 0.02,
  errorRatio: 1.1,
  calibration: 0.05,
  cohortGap: 0.1,
  cohortRatio: 0.8,
  latencyRatio: 1.25,
  errorRate: 0.01,
  rareRatio: 2,
  coverage: 0.95,
};

/** The whole comparison of two equal populations says `fail` this often at most, and `warn` this often at most. */
export const familyAlpha = 0.05;

/** What every check of populations is given. */
export interface PopulationSettings {
  readonly margins: PopulationMargins;
  /** Names of the margins that people agreed on; the others are defaults. */
  readonly agreed: ReadonlySet<keyof PopulationMargins>;
  /**
   * Error probability of one claim after the family was shared out (Bonferroni: familyAlpha over the number of claims). A claim fails when its
   * one-sided bound at this level lies beyond the margin. A pass needs no sharing: it is claimed at `familyAlpha` each, for all must hold.
   */
  readonly alphaPerClaim: number;
  readonly names: { readonly reference: string; readonly candidate: string };
}
