import { type DType, isFloat, isInteger } from "../../../core/domain/dtype.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";

/**
 * A class as text, so that labels and decisions written in different types meet: true is 1, 2.0 is 2, texts stay as they are.
 * NaN is no class and becomes null.
 */
export const classText = (dialect: Dialect, expression: string, dtype: DType): string => {
  if (dtype === "bool") return `CASE WHEN ${expression} THEN '1' WHEN NOT ${expression} THEN '0' END`;
  if (isInteger(dtype)) return `CAST(${expression} AS VARCHAR)`;
  if (!isFloat(dtype)) return `CAST(${expression} AS VARCHAR)`;
  // Up to 2^53 a whole float is exactly one integer.
  return `CASE WHEN ${dialect.isNaN(expression)} THEN NULL WHEN abs(${expression}) <= 9007199254740992 AND trunc(${expression}) = ${expression} THEN CAST(CAST(${expression} AS BIGINT) AS VARCHAR) ELSE CAST(${expression} AS VARCHAR) END`;
};
