import { allowedZone, isDifferenceOfShares } from "../../../src/report/wording/allowed-zone.ts";
import { formatEffect } from "../../../src/report/wording/format-effect.ts";
import { unitKind } from "../../../src/report/wording/unit-kind.ts";
import type { Finding } from "../run-types.ts";

/** Where an effect is drawn, in percent of the width. */
export interface EffectScale {
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

/** What is drawn of an effect. */
export type Drawn = Pick<Finding, "estimate" | "interval" | "margin" | "unit">;

const valuesOf = (drawn: Drawn): number[] => {
  const zone = allowedZone(drawn);
  return [drawn.estimate, drawn.interval?.low, drawn.interval?.high, zone?.low, zone?.high].filter((value) => typeof value === "number");
};

/** Labels closer than this, in percent of the width, would touch in a narrow column. */
const closestTicks = 22;
/** Ratios worth a label. */
const roundRatios = [100, 10, 5, 3, 2, 1.5, 1.25];

/** Left of the smallest decade is zero's own place. */
const zeroPlace = 4;
const edge = 98;

/** Shares span decades: a logarithmic axis, with zero at its left end. */
const shareScale = (values: readonly number[]): EffectScale => {
  const positive = values.filter((value) => value > 0);
  const low = Math.min(-3, Math.max(-8, Math.floor(Math.log10(Math.min(...positive, 1)))));
  const start = 20;
  const at = (value: number): number => (value <= 0 ? zeroPlace : Math.max(zeroPlace, Math.min(edge, start + ((Math.log10(value) - low) / -low) * (edge - start))));
  const step = Math.ceil(closestTicks / ((edge - start) / -low));
  const exponents = Array.from({ length: -low + 1 }, (_, index) => low + index).filter((exponent) => (0 - exponent) % step === 0);
  return { at, ticks: [{ value: 0, label: "0" }, ...exponents.map((exponent) => ({ value: 10 ** exponent, label: formatEffect(10 ** exponent, "share") }))] };
};

/** Ratios are as far from 1 upwards as downwards: logarithmic, with 1 in sight. */
const ratioScale = (values: readonly number[]): EffectScale => {
  const reach = Math.max(1.3, ...values.filter((value) => value > 0).map((value) => Math.max(value, 1 / value))) * 1.08;
  const at = (value: number): number => 50 + 48 * Math.max(-1, Math.min(1, Math.log(Math.max(value, Number.MIN_VALUE)) / Math.log(reach)));
  const outer = roundRatios.find((ratio) => ratio <= reach) ?? 1.25;
  return { at, ticks: [1 / outer, 1, outer].map((value) => ({ value, label: formatEffect(value, "ratio") })) };
};

/** Differences in a unit of their own: linear, zero in the middle. */
const differenceScale = (values: readonly number[], unit: string): EffectScale => {
  const reach = Math.max(...values.map(Math.abs), Number.MIN_VALUE) * 1.2;
  const at = (value: number): number => 50 + 48 * Math.max(-1, Math.min(1, value / reach));
  return { at, ticks: [{ value: 0, label: formatEffect(0, unit) }] };
};

/** Amounts that are limited from above: linear from nothing, the largest limit labelled. */
const amountScale = (values: readonly number[], unit: string): EffectScale => {
  const most = Math.max(...values, Number.MIN_VALUE);
  const at = (value: number): number => Math.max(2, Math.min(edge, 2 + (value / (most * 1.1)) * (edge - 2)));
  return { at, ticks: [0, most].map((value) => ({ value, label: formatEffect(value, unit) })) };
};

/** One scale for effects of one unit, so that they can be compared by eye. */
export const effectScale = (drawn: readonly Drawn[]): EffectScale => {
  const unit = drawn[0]?.unit ?? "";
  const values = drawn.flatMap(valuesOf);
  const { written, allowed } = unitKind(unit);
  if (written === "share" && drawn.some(isDifferenceOfShares)) return differenceScale(values, unit);
  if (written === "share") return shareScale(values);
  // What has a ceiling and never is below nothing needs no room on the left.
  if (written === "ms" || written === "bytes" || (written === "plain" && allowed === "ceiling")) return amountScale(values, unit);
  return written === "ratio" ? ratioScale(values) : differenceScale(values, unit);
};
