import type { Hypothesis } from "../domain/hypothesis.ts";
import type { MetricName } from "../domain/metric.ts";
import { metricRange } from "../offline/metric-range.ts";
import { corridorOf } from "./margin-of.ts";

/** Why a margin about an expected value is none: a share of 0, or edges that lie where the metric cannot be, so that nothing could ever break the claim. Null where something could. */
export const unbreakable = (name: MetricName, expected: number, margin: Hypothesis["margin"]): string | null => {
  if (margin.relative && expected === 0) return "a share of an expected 0 is no margin";
  const range = metricRange(name);
  const { low, high } = corridorOf(expected, margin);
  const neverBelow = low === null || (range.low !== null && low <= range.low);
  const neverAbove = high === null || (range.high !== null && high >= range.high);
  if ((low === null && high === null) || !neverBelow || !neverAbove) return null;
  const edge = [low === null ? null : `below ${shown(low)}`, high === null ? null : `above ${shown(high)}`].filter((side) => side !== null).join(" or ");
  return `nothing could break it: it fails ${edge}, and ${name} lies ${rangeWords(range)}`;
};

/** Between which values, in words. */
export const rangeWords = ({ low, high }: ReturnType<typeof metricRange>): string => (high === null ? `from ${low} on` : low === null ? `up to ${high}` : `from ${low} to ${high}`);

const shown = (value: number): string => String(Number(value.toPrecision(6)));
