import type { ScoreLabelBin } from "../domain/profile.ts";

/**
 * How a value's side and bin are one number to group by. `away` is added to a bin's index, far beyond any (the doubles have about 36,000 bins of 2 % on either side of 1),
 * so that a sign tells the side; the others stand for what is in no logarithmic bin.
 */
export const binCodes = { away: 100_000, zero: 0.5, one: 1.5, below: 2.5, above: 3.5 } as const;

/** What one code stands for. */
type BinMeaning = { readonly kind: "null" | "nan" | "+inf" | "-inf" } | { readonly kind: "value"; readonly side: ScoreLabelBin["side"]; readonly bin: number; readonly outside: boolean };

/** Reads a code back. */
export const meaningOfCode = (code: number | null): BinMeaning => {
  if (code === null) return { kind: "null" };
  if (Number.isNaN(code)) return { kind: "nan" };
  if (code === Infinity) return { kind: "+inf" };
  if (code === -Infinity) return { kind: "-inf" };
  if (code === binCodes.zero || code === binCodes.below) return { kind: "value", side: "zero", bin: 0, outside: code === binCodes.below };
  if (code === binCodes.one || code === binCodes.above) return { kind: "value", side: "one", bin: 0, outside: code === binCodes.above };
  return code > 0 ? { kind: "value", side: "positive", bin: code - binCodes.away, outside: false } : { kind: "value", side: "negative", bin: -code - binCodes.away, outside: false };
};
