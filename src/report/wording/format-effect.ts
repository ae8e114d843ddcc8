import type { Interval } from "../../core/domain/interval.ts";
import { formatBytes } from "./format-bytes.ts";
import { formatNumber, formatShare, noNumber } from "./format-number.ts";
import { unitKind } from "./unit-kind.ts";

/** A number in its unit: shares as percentages, ratios with a times sign, times with `ms`, memory in MiB and GiB. */
export const formatEffect = (value: number | null, unit: string): string => {
  if (value === null) return noNumber;
  const { written } = unitKind(unit);
  if (written === "share") return formatShare(value);
  if (written === "ratio") return `${formatNumber(value)}×`;
  if (written === "bytes") return formatBytes(value);
  return written === "ms" ? `${formatNumber(value)} ms` : formatNumber(value);
};

/** Both ends of an interval; an open end is said as `at least` or `at most`, and one without width as `exactly`. */
export const formatInterval = (interval: Interval | null, unit: string): string => {
  if (interval === null) return noNumber;
  const { low, high } = interval;
  if (low === null) return high === null ? noNumber : `at most ${formatEffect(high, unit)}`;
  if (high === null) return `at least ${formatEffect(low, unit)}`;
  return low === high ? "exactly known" : `${formatEffect(low, unit)} to ${formatEffect(high, unit)}`;
};
