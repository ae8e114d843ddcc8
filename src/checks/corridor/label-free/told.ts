import type { Interval } from "../../../core/domain/interval.ts";
import type { LabelFreeEstimate } from "../../../core/domain/validation.ts";
import { logitEstimate } from "../../../core/stats/estimate.ts";
import { normalQuantile } from "../../../core/stats/distributions.ts";
import { labelFreeSettings } from "./label-free-settings.ts";

/** What one method tells, before it is said of which windows. */
export interface Told {
  readonly method: LabelFreeEstimate["method"];
  readonly estimate: number;
  /** Of the estimate; null where it is not known. */
  readonly variance: number | null;
  /** What the variance holds. */
  readonly error: string;
  readonly n: number;
  readonly labelled: number;
  readonly assumption: string;
  readonly doubts: readonly string[];
  /** The first and last local day that was used, where not all were. */
  readonly days?: readonly [number, number];
}

/** The interval of a share: on the logit scale inside (0, 1), cut off at 0 and 1 where the estimate is at or beyond them. */
export const intervalOf = ({ estimate, variance, error }: Pick<Told, "estimate" | "variance" | "error">): Interval | null => {
  if (variance === null) return null;
  const { level } = labelFreeSettings;
  const standardError = Math.sqrt(variance);
  if (estimate > 0 && estimate < 1 && standardError > 0) return { ...logitEstimate(estimate, standardError).at(level), level, method: `delta method (${error}), logit` };
  const half = normalQuantile((1 + level) / 2) * standardError;
  return { low: Math.max(0, estimate - half), high: Math.min(1, estimate + half), level, method: `delta method (${error})` };
};
