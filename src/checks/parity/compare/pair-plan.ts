import { type DType, isFloat, isInteger, isNumeric } from "../../../core/domain/dtype.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { PairedOutput } from "./output-spec.ts";
import type { UlpType } from "./ulp-sql.ts";

/** How the two columns `a` and `b` of one output are compared, as SQL over those names. */
export interface PairPlan {
  /** Both are numbers: `x`, `y` (doubles at the coarser precision) and `d` exist. */
  readonly numeric: boolean;
  readonly x: string;
  readonly y: string;
  /** y - x, over the names `a`, `b`, `x`, `y`; exact for integers before it becomes a double. */
  readonly d: string;
  /** Whether the two are the same value, where neither is null. */
  readonly same: string;
  /** The class of every pair of values that are there on both sides, when the types decide it. */
  readonly incomparable: "shape" | "dtype" | null;
  /** The type whose last place is the unit of distance; null when not both are floats. */
  readonly ulp: UlpType | null;
}

type Family = "number" | "boolean" | "text" | "json" | "nothing";

const familyOf = (dtype: DType | undefined): Family => {
  if (dtype === undefined || dtype === "null") return "nothing";
  if (isNumeric(dtype)) return "number";
  if (dtype === "bool") return "boolean";
  return dtype === "json" ? "json" : "text";
};

const exactMatch: PairPlan = { numeric: false, x: "NULL::DOUBLE", y: "NULL::DOUBLE", d: "NULL::DOUBLE", same: "a = b", incomparable: null, ulp: null };

/** Chooses how to compare from the two types. */
export const pairPlan = (dialect: Dialect, output: PairedOutput): PairPlan => {
  const reference = output.reference?.dtype;
  const candidate = output.candidate?.dtype;
  const families = [familyOf(reference), familyOf(candidate)] as const;
  if (families.includes("nothing")) return { ...exactMatch, same: "false" };
  if (families[0] !== families[1]) return { ...exactMatch, same: "false", incomparable: families.includes("json") ? "shape" : "dtype" };
  if (families[0] !== "number" || reference === undefined || candidate === undefined) return exactMatch;
  return numberPlan(dialect, reference, candidate);
};

const numberPlan = (dialect: Dialect, reference: DType, candidate: DType): PairPlan => {
  const numeric = { numeric: true, incomparable: null };
  if (isFloat(reference) && isFloat(candidate)) {
    const ulp = [reference, candidate].includes("float16") ? "float16" : [reference, candidate].includes("float32") ? "float32" : "float64";
    const narrow = (name: string, dtype: DType): string => (ulp !== "float64" && dtype === "float64" ? `${dialect.narrowToFloat32(name)}::DOUBLE` : dtype === "float64" ? name : `${name}::DOUBLE`);
    return { ...numeric, x: narrow("a", reference), y: narrow("b", candidate), d: "y - x", same: "x = y", ulp };
  }
  const doubles = { ...numeric, x: "a::DOUBLE", y: "b::DOUBLE", ulp: null };
  if (isInteger(reference) && isInteger(candidate)) {
    const wide = [reference, candidate].some((dtype) => dtype === "int64" || dtype === "uint64") ? "HUGEINT" : "BIGINT";
    return { ...doubles, d: `(b::${wide} - a::${wide})::DOUBLE`, same: "a = b" };
  }
  // A whole float is subtracted as an integer, so that 2^53 + 1 differs from 2^53 also across types.
  const float = isFloat(reference) ? "x" : "y";
  const d = `CASE WHEN ${dialect.isFinite(float)} AND trunc(${float}) = ${float} AND abs(${float}) < 1e37 THEN (b::HUGEINT - a::HUGEINT)::DOUBLE ELSE y - x END`;
  return { ...doubles, d, same: "d = 0" };
};
