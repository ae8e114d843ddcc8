import type { ColumnSpec } from "../../../core/domain/profile.ts";
import { binCodes } from "../../../core/profile/bin-meaning.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";

/**
 * Every value of a column as one double to group by: null, NaN and the infinities stay what they are, all others become their side and bin (core/profile/place-in-bins).
 * `value` is a float64 expression. One key instead of several is what makes it fast.
 */
export const binCode = (dialect: Dialect, value: string, column: Pick<ColumnSpec, "binning" | "pivot">, gamma: number): string => {
  const bin = (of: string): string => `${binCodes.away} + ceil(ln(${of}) / ${dialect.double(Math.log(gamma))})`;
  if (column.binning === "two-tailed") {
    return `CASE WHEN ${value} > 0 AND ${value} < 0.5 THEN -(${bin(value)}) WHEN ${value} >= 0.5 AND ${value} < 1 THEN ${bin(`1 - ${value}`)} WHEN ${value} = 0 THEN ${binCodes.zero} WHEN ${value} = 1 THEN ${binCodes.one} ` +
      `WHEN NOT ${dialect.isFinite(value)} THEN ${value} WHEN ${value} < 0 THEN ${binCodes.below} WHEN ${value} > 1 THEN ${binCodes.above} END`;
  }
  const distance = column.pivot === null || column.pivot === 0 ? value : `(${value} - ${dialect.double(column.pivot)})`;
  return `CASE WHEN ${distance} > 0 THEN ${bin(distance)} WHEN ${distance} < 0 THEN -(${bin(`-${distance}`)}) WHEN ${distance} = 0 THEN ${binCodes.zero} END`;
};
