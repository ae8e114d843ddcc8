import type { MetricName } from "../domain/metric.ts";

/** How far production may lie from its expectation when nobody agreed on it. Null: that side is not judged. */
export interface CorridorMargin {
  readonly below: number | null;
  readonly above: number | null;
  /** Of the expected value. */
  readonly relative: boolean;
  readonly why: string;
}

const below = (margin: number, relative: boolean, why: string): CorridorMargin => ({ below: margin, above: null, relative, why });
const above = (margin: number, relative: boolean, why: string): CorridorMargin => ({ below: null, above: margin, relative, why });
const both = (margin: number, relative: boolean, why: string): CorridorMargin => ({ below: margin, above: margin, relative, why });

const share = "two points of a share is what practitioners call worth looking at; the same as between two populations";
const loss = "a tenth more error, the same as between two populations";
const unit = "a tenth of what was expected, to both sides: its unit and its bad side are not known";

/** One entry per family, each with its reason; every verdict prints it as `default`, not as agreed. */
const margins: Partial<Record<MetricName, CorridorMargin>> = {
  accuracy: below(0.02, false, share), precision: below(0.02, false, share), recall: below(0.02, false, share), specificity: below(0.02, false, share), f1: below(0.02, false, share),
  auc: below(0.02, false, share), ndcg: below(0.02, false, share), "reciprocal-rank": below(0.02, false, share), "precision-at-k": below(0.02, false, share), "hit-rate": below(0.02, false, share),
  "false-positive-rate": above(0.02, false, share),
  brier: above(0.1, true, loss), "log-loss": above(0.1, true, loss), mae: above(0.1, true, loss), rmse: above(0.1, true, loss),
  mse: above(0.21, true, "a tenth more error, squared"),
  "calibration-error": above(0.05, false, "in probability; the same as between two populations"), "calibration-in-the-large": both(0.05, false, "in probability; the same as between two populations"),
  "missing-rate": above(0.02, false, "two points of a share; the same as between two populations"),
  "error-rate": above(0.01, false, "one request in a hundred more; the same as between two populations"),
  // In points a rare rate would have a corridor in which it could grow twentyfold.
  rate: both(0.1, true, "a tenth of what was expected, to both sides, so that a rare rate has a narrow corridor"),
  "latency-mean": above(0.25, true, "a quarter slower, as bioequivalence draws the line"), "latency-quantile": above(0.25, true, "a quarter slower, as bioequivalence draws the line"),
  throughput: below(0.25, true, "a quarter less, as bioequivalence draws the line"),
  mean: both(0.1, true, unit), total: both(0.1, true, unit), ratio: both(0.1, true, unit), sql: both(0.1, true, unit), prometheus: both(0.1, true, unit),
};

/** The margin of a metric for which none was agreed. Null for a bias, whose unit is the label's and which is expected near 0: nobody but its owner knows how much is too much. */
export const defaultMarginOf = (metric: MetricName): CorridorMargin | null => margins[metric] ?? null;
