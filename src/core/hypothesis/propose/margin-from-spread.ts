import { betterOf, type MetricName } from "../../domain/metric.ts";
import type { OfflineEstimate } from "../../domain/offline-estimate.ts";
import { defaultMarginOf } from "../../judge/corridor-margins.ts";
import { expectedWindow } from "../../offline/expected-window.ts";
import { metricRange } from "../../offline/metric-range.ts";
import { shortNumber } from "../../wording/short-number.ts";

/** A margin to agree on, and why it is as wide as it is. */
export interface ProposedMargin {
  /** As a manifest writes it: `0.03`, `12%`, `{below: 0.02, above: 0.02}`. */
  readonly text: string;
  readonly why: string;
}

/** So often a week of an unchanged model lies inside of it. */
const level = 0.95;

/**
 * The usual margin of the metric, or as far as a single week of an unchanged model lies from the estimate in 95 of 100 weeks, whichever is wider: a narrower one would be left by
 * what weeks do by themselves. `rowsPerWeek` are the units that the metric counts in a week. Null where neither is known.
 */
export const marginFromSpread = (metric: MetricName, offline: OfflineEstimate, rowsPerWeek: number): ProposedMargin | null => {
  const usual = defaultMarginOf(metric);
  const week = expectedWindow(offline, { rows: rowsPerWeek, dayOfWeek: null, hourOfDay: null, range: metricRange(metric) }, level);
  const better = betterOf(metric);
  const sides = [...(better === "lower" || week.low === null ? [] : [week.mean - week.low]), ...(better === "higher" || week.high === null ? [] : [week.high - week.mean])];
  const spread = sides.length === 0 ? null : Math.max(...sides);
  const relative = (usual?.relative ?? false) && offline.estimate !== 0;
  const scale = relative ? Math.abs(offline.estimate) : 1;
  const size = usual === null ? null : Math.max(usual.below ?? 0, usual.above ?? 0);
  const text = (value: number): string => (relative ? `${Number((value * 100).toPrecision(2))}%` : String(value));
  if (spread === null) return size === null ? null : { text: text(size), why: "the usual one; how weeks differ cannot be told from this backtest" };
  const needed = roundedUp(spread / scale);
  const range = `of 100 weeks like these 95 lie within ${week.low === null ? "any value" : shortNumber(week.low)} to ${week.high === null ? "any value" : shortNumber(week.high)}`;
  return size !== null && size >= needed ? { text: text(size), why: `the usual one; ${range}` } : { text: text(needed), why: `${size === null ? "there is no usual one" : `wider than the usual ${text(size)}, which weeks leave by themselves`}: ${range}` };
};

/** Two digits, upwards: 0.0231 becomes 0.024. */
const roundedUp = (value: number): number => {
  if (!(value > 0)) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(2));
};
