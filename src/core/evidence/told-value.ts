import { shortNumber } from "../wording/short-number.ts";
import type { ToldFinding } from "./run-facts.ts";

/** A conclusion with its numbers: `0.012 share (95 % 0.004 to 0.021), margin 0.05, n 1200`. */
export const toldValue = ({ estimate, unit, interval, margin, marginOrigin, n }: Pick<ToldFinding, "estimate" | "unit" | "interval" | "margin" | "marginOrigin" | "n">): string => {
  if (estimate === null) return n === 0 ? "no number" : `n ${n}`;
  const end = (value: number | null): string => (value === null ? "open" : shortNumber(value));
  return [
    `${shortNumber(estimate)} ${unit}${interval === null ? " (no interval)" : ` (${shortNumber(interval.level * 100)} % ${end(interval.low)} to ${end(interval.high)})`}`,
    ...(margin === null ? [] : [`margin ${shortNumber(margin)}${marginOrigin === null ? "" : `, ${marginOrigin}`}`]), `n ${n}`,
  ].join(", ");
};
