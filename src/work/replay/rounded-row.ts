import { streamOf } from "../../core/random/stream-of.ts";
import type { InputRow } from "../../ports/serving.ts";
import { roundToFloat32 } from "./round-to-float32.ts";

/** A row of the inputs rounded to float32, always the same way under one seed; null when there is nothing to round in it. */
export const roundedRow = (rows: readonly InputRow[], row: number, seed: number): InputRow | null =>
  roundToFloat32(rows[row] as InputRow, streamOf(seed, `rounding of row ${row}`));
