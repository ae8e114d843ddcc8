import type { Finding } from "../../core/domain/finding.ts";
import { formatEffect } from "./format-effect.ts";
import { noNumber } from "./format-number.ts";
import { unitKind } from "./unit-kind.ts";

/** Where an estimate has to lie to agree; an open end is null. */
export interface AllowedZone {
  readonly low: number | null;
  readonly high: number | null;
}

type Allowed = Pick<Finding, "margin" | "unit"> & Partial<Pick<Finding, "estimate" | "interval">>;

/** Whether shares are held apart and one of them may be lower: an amount of rows never is below 0, a difference between two metrics is. */
export const isDifferenceOfShares = ({ unit, estimate = null, interval = null }: Omit<Allowed, "margin">): boolean => unit === "share" && ((estimate ?? 0) < 0 || (interval?.low ?? 0) < 0);

/** The zone that a margin stands for in its unit; null without a margin. */
export const allowedZone = (finding: Allowed): AllowedZone | null => {
  const { margin, unit } = finding;
  if (margin === null) return null;
  if (isDifferenceOfShares(finding)) return { low: -margin, high: margin };
  const { allowed, neutral, written } = unitKind(unit);
  // A ratio below 1 is the least that is allowed, as in the four-fifths rule.
  if (written === "ratio" && margin < 1) return { low: margin, high: null };
  if (allowed === "ceiling") return { low: null, high: margin };
  if (allowed === "floor") return { low: margin, high: null };
  return { low: neutral - margin, high: neutral + margin };
};

/** The margin as a condition: `≤ 0.1 %`, `±0.002`, `≥ 0.99`. */
export const formatMargin = (finding: Allowed): string => {
  const zone = allowedZone(finding);
  if (zone === null) return noNumber;
  if (zone.low === null) return `≤ ${formatEffect(zone.high, finding.unit)}`;
  if (zone.high === null) return `≥ ${formatEffect(zone.low, finding.unit)}`;
  return finding.margin === 0 ? "0" : `±${formatEffect(finding.margin, finding.unit)}`;
};
