import type { ColumnSpec, ScoreLabelBin } from "../domain/profile.ts";
import { logBinIndex } from "../stats/log-histogram.ts";

/** Where a value falls: the side, and the bin there (0 for `zero` and `one`); `outside` is null for values within. */
export interface BinPlace {
  readonly side: ScoreLabelBin["side"];
  readonly bin: number;
  readonly outside: boolean;
}

/** The bin of a finite value of a numeric column. The same in SQL: work/profile/queries/bin-code. */
export const placeInBins = (value: number, column: Pick<ColumnSpec, "binning" | "pivot">, gamma: number): BinPlace => {
  if (column.binning === "two-tailed") {
    if (value <= 0) return { side: "zero", bin: 0, outside: value < 0 };
    if (value >= 1) return { side: "one", bin: 0, outside: value > 1 };
    return value < 0.5 ? { side: "negative", bin: logBinIndex(value, gamma), outside: false } : { side: "positive", bin: logBinIndex(1 - value, gamma), outside: false };
  }
  const distance = value - (column.pivot ?? 0);
  if (distance === 0) return { side: "zero", bin: 0, outside: false };
  // The distance between two finite doubles may be beyond them.
  return { side: distance > 0 ? "positive" : "negative", bin: logBinIndex(Math.min(Math.abs(distance), Number.MAX_VALUE), gamma), outside: false };
};
