import type { Hypothesis } from "../domain/hypothesis.ts";
import type { HypothesisEntry } from "../domain/manifest.ts";
import { betterOf, type MetricName } from "../domain/metric.ts";
import { defaultMarginOf } from "../judge/corridor-margins.ts";

/**
 * The margin as it is meant: one number is to the bad side where one side is bad, and else to both; `5%` is of what is expected; what nobody wrote is the usual one of the
 * metric's family. Null where there is no usual one.
 */
export const marginOf = (written: HypothesisEntry["margin"], metric: MetricName): Pick<Hypothesis, "margin" | "marginOrigin"> | null => {
  if (written === undefined) {
    const usual = defaultMarginOf(metric);
    return usual === null ? null : { margin: { below: usual.below, above: usual.above, relative: usual.relative }, marginOrigin: "default" };
  }
  if (typeof written === "object") return { margin: { below: written.below ?? null, above: written.above ?? null, relative: written.relative ?? false }, marginOrigin: "agreed" };
  const relative = typeof written === "string";
  const size = relative ? Number(written.replace(/\s*%$/, "")) / 100 : written;
  const better = betterOf(metric);
  return { margin: { below: better === "lower" ? null : size, above: better === "higher" ? null : size, relative }, marginOrigin: "agreed" };
};

/** Where the corridor of an expected value begins and ends; null: it has no end there. */
export const corridorOf = (expected: number, { below, above, relative }: Hypothesis["margin"]): { readonly low: number | null; readonly high: number | null } => {
  const scale = relative ? Math.abs(expected) : 1;
  return { low: below === null ? null : expected - below * scale, high: above === null ? null : expected + above * scale };
};
