import type { Pattern, PatternCode } from "../../core/domain/pattern.ts";
import { type CauseCode, causeCatalogue } from "./cause-catalogue.ts";

/** The usual suspects of each pattern, the likeliest first. */
export const usualSuspects: Readonly<Record<PatternCode, readonly CauseCode[]>> = {
  ULP: ["B1", "B5", "B6", "A10", "A22", "C3"],
  MANT: ["B8", "B20", "F6", "B1"],
  JUMP: ["B21", "F8", "F6", "A9", "B23"],
  CONST: ["A5", "X1", "A8"],
  RATIO: ["H12", "G6", "A1", "A12", "H13", "H6"],
  SUBSET: ["D9", "E4", "D1", "I9"],
  PERM: ["F1", "F2", "E1", "X2", "X1"],
  FLAT: ["C7", "G6", "C1", "D11", "B12"],
  SHRINK: ["X3", "X1", "A25", "A8", "A4", "A15"],
  RAND: ["C1", "B7", "C8", "B10", "C9"],
  BATCH: ["C7", "C6", "C1", "C4", "C3", "C11"],
  CONC: ["C8", "B7", "C5", "C12"],
  REPL: ["I5", "I6", "B1", "C9", "C12"],
  LAG: ["I6", "H1", "H4", "H3", "X2"],
  NAN: ["B12", "B13", "B19", "D9"],
  SLOW: ["J1", "J2", "J4", "J5"],
  THRESH: ["I1"],
  FAIL: ["A2", "F10", "D6", "E3"],
  MODEL: ["X1", "X3", "I2", "I5", "C9"],
};

/** Suspects of a form of a pattern, where what was seen says more than the pattern's name. */
const byForm: Readonly<Partial<Record<`${PatternCode}/${string}`, readonly CauseCode[]>>> = {
  "CONST/log-odds": ["A5", "X1", "C10"],
  "RATIO/feature": ["H12", "G6", "F1", "A12", "X3"],
  "SUBSET/null": ["D9", "D4", "D1", "D6"],
  "SUBSET/known": ["H12", "G6", "A12", "D11", "X3"],
  "SUBSET/nonzero": ["H12", "G6", "D11", "X3"],
  "SUBSET/literal-null": ["D5", "E4", "E3"],
  "SUBSET/category": ["E4", "E3", "D5", "I9"],
  "SUBSET/rare": ["E4", "E3", "E1"],
  "SUBSET/zero": ["D1", "D3", "D8", "D9"],
  "SUBSET/negative": ["B16", "D9", "H12"],
  "SUBSET/non-ascii": ["E6", "E7"],
  "SUBSET/untrimmed": ["E7", "E4"],
  "SUBSET/empty": ["D8", "D3", "D5"],
  "SUBSET/fraction": ["F7", "D6", "F6"],
  "SUBSET/big-integer": ["F4"],
  "SUBSET/length": ["C4", "E7", "B12"],
  "SUBSET/range": ["H12", "B16", "B21", "I9"],
  "SUBSET/sensitive": ["H12", "G6", "X3", "F6"],
  "SUBSET/lost": ["D11", "F10", "H12", "X3"],
  "JUMP/amplified": ["B23", "B1", "B5", "A10", "F6"],
  "PERM/order": ["F1", "F2", "F3"],
  "PERM/columns": ["F1", "F2", "F3", "E1"],
  "PERM/rows": ["X2", "C8", "I6", "C13"],
  "PERM/alike": ["F1", "X2", "E1", "X1", "C13"],
  "FLAT/saturated": ["H12", "F1", "G6", "X3", "A12", "C7"],
};

/** The code that a suspect's cause ends with, `B8` of `TF32 is switched on at one side (B8)`; null where it has none. */
export const causeCodeOf = (cause: string): string | null => /\(([A-JX]\d+)\)$/.exec(cause)?.[1] ?? null;

/** Where to look first when this pattern was seen, in this form. */
export const suspectsOf = (code: PatternCode, form?: string): Pattern["suspects"] =>
  ((form === undefined ? undefined : byForm[`${code}/${form}`]) ?? usualSuspects[code]).map((id) => {
    const { cause, why, check } = causeCatalogue[id];
    return { cause: `${cause} (${id})`, why, check };
  });
