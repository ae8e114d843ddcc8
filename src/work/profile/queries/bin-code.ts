import type { ColumnSpec, ScoreLabelBin } from "../../../core/domain/profile.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";

/** Added to a bin's index, far beyond any (the doubles have about 36,000 bins of 2 % on either side of 1), so that a sign tells the side. */
const away = 100_000;
const codes = { zero: 0.5, one: 1.5, below: 2.5, above: 3.5 } as const;

/** What one code stands for. */
export type BinMeaning = { readonly kind: "null" | "nan" | "+inf" | "-inf" } | { readonly kind: "value"; readonly side: ScoreLabelBin["side"]; readonly bin: number; readonly outside: boolean };

/**
 * Every value of a column as one double to group by: null, NaN and the infinities stay what they are, all others become their side and bin (core/profile/place-in-bins).
 * `value` is a float64 expression. One key instead of several is what makes it fast.
 */
export const binCode = (dialect: Dialect, value: string, column: Pick<ColumnSpec, "binning" | "pivot">, gamma: number): string => {
  const bin = (of: string): string => `${away} + ceil(ln(${of}) / ${dialect.double(Math.log(gamma))})`;
  if (column.binning === "two-tailed") {
    return `CASE WHEN ${value} > 0 AND ${value} < 0.5 THEN -(${bin(value)}) WHEN ${value} >= 0.5 AND ${value} < 1 THEN ${bin(`1 - ${value}`)} WHEN ${value} = 0 THEN ${codes.zero} WHEN ${value} = 1 THEN ${codes.one} ` +
      `WHEN NOT ${dialect.isFinite(value)} THEN ${value} WHEN ${value} < 0 THEN ${codes.below} WHEN ${value} > 1 THEN ${codes.above} END`;
  }
  const distance = column.pivot === null || column.pivot === 0 ? value : `(${value} - ${dialect.double(column.pivot)})`;
  return `CASE WHEN ${distance} > 0 THEN ${bin(distance)} WHEN ${distance} < 0 THEN -(${bin(`-${distance}`)}) WHEN ${distance} = 0 THEN ${codes.zero} END`;
};

/** Reads a code back. */
export const meaningOfCode = (code: number | null): BinMeaning => {
  if (code === null) return { kind: "null" };
  if (Number.isNaN(code)) return { kind: "nan" };
  if (code === Infinity) return { kind: "+inf" };
  if (code === -Infinity) return { kind: "-inf" };
  if (code === codes.zero || code === codes.below) return { kind: "value", side: "zero", bin: 0, outside: code === codes.below };
  if (code === codes.one || code === codes.above) return { kind: "value", side: "one", bin: 0, outside: code === codes.above };
  return code > 0 ? { kind: "value", side: "positive", bin: code - away, outside: false } : { kind: "value", side: "negative", bin: -code - away, outside: false };
};
