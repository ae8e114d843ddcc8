import type { PatternCode } from "../../core/domain/pattern.ts";

/** The patterns by name; the code is kept beside it for searching. */
export const patternWords: Readonly<Record<PatternCode, string>> = {
  ULP: "Last-digit rounding",
  MANT: "Reduced precision",
  JUMP: "A few rows jump",
  CONST: "Shifted by a constant",
  RATIO: "Scaled by a constant",
  SUBSET: "Only some rows",
  PERM: "Rows or columns mixed up",
  FLAT: "Answers hardly vary",
  SHRINK: "Same order, compressed scores",
  RAND: "Different on every ask",
  BATCH: "Depends on the batch",
  CONC: "Depends on concurrency",
  REPL: "One replica differs",
  LAG: "Answers lag behind",
  NAN: "Not a finite number",
  SLOW: "Slower",
  THRESH: "Another decision threshold",
  FAIL: "Requests fail",
  MODEL: "Another model",
};
