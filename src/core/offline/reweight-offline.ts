import type { MetricName } from "../domain/metric.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { LockstepError } from "../errors/lockstep-error.ts";
import { listOf } from "../wording/list-of.ts";
import { percent } from "../wording/percent.ts";

/** Of production, at most this share may lie in segments that offline never saw, or too rarely to tell. */
const mostUnseen = 0.05;

/** Metrics of a mixture that are no mean of the parts'. */
const notAMean = new Set<MetricName>(["auc", "calibration-error", "latency-quantile", "sql", "prometheus", "throughput", "total"]);

/**
 * The offline estimate told for another mix of a column's values: sum share_k estimate_k (of squares, for RMSE). `mix` holds shares of what the metric's denominator counts (all rows, for accuracy; those decided positive, for
 * precision); they are scaled to 1. Variance: sum share_k^2 se_k^2, and what all segments share offline (days that are good for all): the whole's variance beyond that of segments as if independent.
 * Days, season and spread stay those that were seen. Values unseen offline are left out and named in `method`. Throws LS254 where they are above 5 % of the mix, where nothing is left, or where the metric `of` a mixture is no mean of its parts.
 */
export const reweightOffline = (offline: OfflineEstimate, column: string, mix: readonly { value: string; share: number }[], of?: MetricName): OfflineEstimate => {
  if (of !== undefined && notAMean.has(of)) throw refused(offline, column, `${of} of a mixture is not the mean of its parts`, "Leave out reweightBy:, or look at the segments one by one.");
  const asked = mix.filter(({ share }) => share > 0);
  const total = asked.reduce((sum, { share }) => sum + share, 0);
  const known = new Map(offline.bySegment.filter(({ segment }) => segment.column === column).map((segment) => [segment.segment.value, segment]));
  const unseen = asked.filter(({ value }) => !known.has(value));
  const lost = total > 0 ? unseen.reduce((sum, { share }) => sum + share, 0) / total : 1;
  const names = listOf(unseen.map(({ value, share }) => `${value} (${percent(share / total)})`));
  if (lost > mostUnseen) {
    throw refused(offline, column, total > 0 ? `offline knows too little of ${names}: ${percent(lost)} of production, more than ${percent(mostUnseen)}` : "production has none of its values", "Take an offline source that covers these values, or leave out reweightBy:.");
  }
  const parts = asked.flatMap(({ value, share }) => {
    const segment = known.get(value);
    return segment === undefined ? [] : [{ ...segment, weight: share / total / (1 - lost) }];
  });
  const squared = of === "rmse";
  const sum = parts.reduce((all, { weight, estimate }) => all + weight * (squared ? estimate ** 2 : estimate), 0);
  const estimate = squared ? Math.sqrt(sum) : sum;
  // d sqrt(sum w x^2) / dx_k = w_k x_k / sqrt(sum w x^2); of a mean it is w_k.
  const slope = (weight: number, value: number): number => (squared ? (estimate > 0 ? (weight * value) / estimate : weight) : weight);
  const variances = parts.map((part) => ({ variance: (slope(part.weight, part.estimate) * part.standardError) ** 2, degrees: part.degrees ?? Infinity }));
  const ofSegments = variances.reduce((all, { variance }) => all + variance, 0);
  const shares = [...known.values()].reduce((all, { share }) => all + share, 0);
  const asSeen = [...known.values()].reduce((all, { share, standardError }) => all + ((share / shares) * standardError) ** 2, 0);
  const common = Math.max(0, offline.standardError ** 2 - asSeen);
  const variance = ofSegments + common;
  const degrees = variance ** 2 / (variances.reduce((all, each) => all + each.variance ** 2 / each.degrees, 0) + common ** 2 / (offline.degrees ?? Infinity));
  return {
    ...offline, estimate, standardError: Math.sqrt(variance), degrees: Number.isFinite(degrees) && degrees > 0 ? degrees : null,
    method: `${offline.method}; for production's mix of ${column}${unseen.length === 0 ? "" : `, without ${names}, which offline does not know`}`,
  };
};

const refused = (offline: OfflineEstimate, column: string, why: string, todo: string): LockstepError =>
  new LockstepError("LS254", { message: `the offline estimate cannot be told for production's mix of ${column}: ${why}`, place: offline.source, todo });
