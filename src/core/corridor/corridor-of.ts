import type { Hypothesis } from "../domain/hypothesis.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { tQuantile } from "../stats/distributions.ts";
import type { JointLevel } from "./joint-levels.ts";

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
  /** What fails: production outside of each of these with at least this ln of evidence, the widest first. Empty: outside of `wide`, with what the split of alpha leaves. */
  readonly asked: readonly { readonly range: Range; readonly logLeast: number }[];
  /** Sides that are judged: 0 to 2. */
  readonly sides: number;
}

/** One-sided limits of the offline truth, each missed with chance alpha at most. */
export type OfflineLimits = (alpha: number) => Range;

/** Limits from the estimate's standard error, by Student's t. */
export const limitsByError = ({ estimate, standardError, degrees }: Pick<OfflineEstimate, "estimate" | "standardError" | "degrees">): OfflineLimits => (alpha) => {
  const error = standardError === 0 ? 0 : standardError * tQuantile(1 - alpha, degrees ?? Infinity);
  return { low: estimate - error, high: estimate + error };
};

/**
 * The corridor of a hypothesis about an offline estimate whose error is held to `alphaOffline`: all of it on the one side, or halved over two. `narrow` takes twice that, for inside is only missed on
 * the side on which the truth lies.
 */
export const corridorOf = ({ margin }: Pick<Hypothesis, "margin">, estimate: number, limits: OfflineLimits, alphaOffline: number, levels: readonly JointLevel[] = []): Corridor => {
  const scale = margin.relative ? Math.abs(estimate) : 1;
  const [below, above] = [margin.below === null ? Infinity : margin.below * scale, margin.above === null ? Infinity : margin.above * scale];
  const sides = (margin.below === null ? 0 : 1) + (margin.above === null ? 0 : 1);
  const [out, into] = [limits(alphaOffline / Math.max(1, sides)), limits(alphaOffline)];
  const widened = ({ low, high }: Range): Range => ({ low: low - below, high: high + above });
  const asked = levels.map(({ offline, production }) => ({ range: widened(limits(offline / Math.max(1, sides))), logLeast: -Math.log(production) }));
  return { estimate, agreed: { low: estimate - below, high: estimate + above }, wide: widened(out), narrow: { low: into.high - below, high: into.low + above }, sides, asked };
};
