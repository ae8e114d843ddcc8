import type { DType } from "../../../core/domain/dtype.ts";
import { isFloat } from "../../../core/domain/dtype.ts";
import type { Tolerance } from "../../../core/domain/tolerance.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import { derivedCapOfSpread, derivedSafety, roundingRelative } from "../../../core/judge/defaults.ts";

export interface ToleranceEvidence {
  readonly dtypeReference: DType;
  readonly dtypeCandidate: DType;
  /** Standard deviation of the reference's values; null with fewer than two. */
  readonly spread: number | null;
  /** Largest |difference| between two answers of the reference to the same input; null where it was asked once. */
  readonly repeatDifference: number | null;
  /** Largest |difference| when the reference's inputs were rounded to float32; null where that was not asked. */
  readonly roundedDifference: number | null;
}

const precisionOf = (dtype: DType): keyof typeof roundingRelative => (dtype === "float16" ? "float16" : dtype === "float32" ? "float32" : "float64");
const coarseness = { float16: 2, float32: 1, float64: 0 } as const;

/**
 * The tolerance that stands in until people agree on a better one: what this model's own repeats and its amplification of float32
 * rounding show, with a safety factor, never below the rounding of its type and never above a thousandth of its spread.
 * An ill-conditioned model is thereby not excused: its cap is said in `why`.
 */
export const deriveTolerance = ({ dtypeReference, dtypeCandidate, spread, repeatDifference, roundedDifference }: ToleranceEvidence): Tolerance => {
  if (!isFloat(dtypeReference) && !isFloat(dtypeCandidate)) {
    return { mode: "additive", absolute: 0, relative: 0, origin: "derived", why: "integers are compared exactly" };
  }
  const precision = [precisionOf(dtypeReference), precisionOf(dtypeCandidate)].reduce((a, b) => (coarseness[a] >= coarseness[b] ? a : b));
  const relative = roundingRelative[precision];
  const scale = spread ?? 0;
  const measured = Math.max(repeatDifference ?? 0, roundedDifference ?? 0) * derivedSafety;
  const floor = relative * scale;
  const cap = Math.max(derivedCapOfSpread * scale, floor);
  const absolute = Math.min(Math.max(measured, floor), cap);
  return { mode: "additive", absolute, relative, origin: "derived", why: explain({ precision, relative, scale, measured, cap, floor, repeatDifference, roundedDifference }) };
};

const explain = (parts: {
  precision: string; relative: number; scale: number; measured: number; cap: number; floor: number;
  repeatDifference: number | null; roundedDifference: number | null;
}): string => {
  const rounding = `${parts.precision} rounding: ${shortNumber(parts.relative)} of the value plus ${shortNumber(parts.floor)} (${shortNumber(parts.relative)} of the reference's standard deviation ${shortNumber(parts.scale)})`;
  if (parts.repeatDifference === null && parts.roundedDifference === null) return `${rounding}; neither repeats nor rounded inputs could be measured`;
  const seen = [
    parts.repeatDifference === null ? "repeats not measured" : `largest difference between repeats ${shortNumber(parts.repeatDifference)}`,
    parts.roundedDifference === null ? "rounded inputs not asked" : `largest answer to float32-rounded inputs ${shortNumber(parts.roundedDifference)}`,
  ].join(", ");
  if (parts.measured > parts.cap) return `${seen}; ${derivedSafety} times the larger would be ${shortNumber(parts.measured)}, capped at ${shortNumber(parts.cap)} (${derivedCapOfSpread} of the reference's standard deviation): the model amplifies noise`;
  if (parts.measured > parts.floor) return `${seen}; ${derivedSafety} times the larger`;
  return `${seen}; ${rounding}`;
};
