import type { Hypothesis } from "../domain/hypothesis.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { tQuantile } from "../stats/distributions.ts";

/** Where production may lie; a side that is not judged is infinite. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Corridor {
  readonly estimate: number;
  /** Estimate and margin, as if the estimate were exact. */
  readonly agreed: Range;
  /** Widened by the offline error: what lies outside of it lies outside for every offline truth that is not excluded. */
  readonly wide: Range;
  /** Narrowed by it: what lies inside of it lies inside for all of them. Empty (low above high) where the error is larger than the margin. */
  readonly narrow: Range;
  /** Sides that are judged: 0 to 2. */
  readonly sides: number;
}

/**
 * The corridor of a hypothesis about an offline estimate whose error is held to `alphaOffline`: all of it on the one side, or halved over two. `narrow` takes twice that, for inside is only missed on
 * the side on which the truth lies.
 */
export const corridorOf = ({ margin }: Pick<Hypothesis, "margin">, { estimate, standardError, degrees }: Pick<OfflineEstimate, "estimate" | "standardError" | "degrees">, alphaOffline: number): Corridor => {
  const scale = margin.relative ? Math.abs(estimate) : 1;
  const agreed = { low: margin.below === null ? -Infinity : estimate - margin.below * scale, high: margin.above === null ? Infinity : estimate + margin.above * scale };
  const sides = (margin.below === null ? 0 : 1) + (margin.above === null ? 0 : 1);
  const error = (alpha: number): number => (standardError === 0 ? 0 : standardError * tQuantile(1 - alpha, degrees ?? Infinity));
  const [out, into] = [error(alphaOffline / Math.max(1, sides)), error(alphaOffline)];
  return { estimate, agreed, wide: { low: agreed.low - out, high: agreed.high + out }, narrow: { low: agreed.low + into, high: agreed.high - into }, sides };
};
