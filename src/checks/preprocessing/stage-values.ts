import type { StageSample } from "../../core/domain/stage.ts";
import { roundingRelative } from "../../core/judge/defaults.ts";

type StageValue = NonNullable<StageSample["values"]>[number];

/** How two values of a stage differ: not at all, by what rounding explains, or beyond it. */
export type ValueDifference = "none" | "rounding" | "beyond";

/** A float as a number, also where it travelled as a text; null for what is no number. */
const numberOf = (value: StageValue): number | null => {
  if (typeof value === "number") return value;
  return value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : null;
};

/** |a - b| over the larger magnitude; null when one is no finite number. */
export const relativeDifference = (a: StageValue, b: StageValue): number | null => {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x === null || y === null || !Number.isFinite(x) || !Number.isFinite(y)) return null;
  return x === y ? 0 : Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y));
};

/** The rounding that a stage's own type explains; exact for what is no float. `float32[1, 30]` -> 1.3e-6 */
export const roundingOf = (shape: string): number => {
  const dtype = /^(float16|bfloat16|float32|float64)/.exec(shape)?.[1];
  if (dtype === "float16" || dtype === "bfloat16") return roundingRelative.float16;
  if (dtype === "float32") return roundingRelative.float32;
  // A dict or list of Python floats is in doubles.
  return roundingRelative.float64;
};

export const differenceOf = (a: StageValue, b: StageValue, rounding: number): ValueDifference => {
  if (Object.is(a, b)) return "none";
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== null && y !== null && (Object.is(x, y) || x === y)) return "none";
  const relative = relativeDifference(a, b);
  return relative !== null && relative <= rounding ? "rounding" : "beyond";
};
