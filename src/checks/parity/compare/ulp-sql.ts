import type { Dialect } from "../../../core/sql/dialect.ts";

export type UlpType = "float64" | "float32" | "float16";

/** float16 numbers lie 2^13 float32 steps apart (exact for normal numbers). */
const float32StepsPerFloat16 = 8192;

/**
 * How many representable numbers apart two finite doubles are, at least 1 when they differ. Their bits are read as sign and
 * magnitude; on either side of zero the magnitudes add up. Adding 0 turns -0 into 0.
 */
export const ulpStepsSql = (dialect: Dialect, type: UlpType, x: string, y: string): string => {
  const wide = type === "float64";
  const bits = (value: string): string => (wide ? dialect.bits64(`${value} + 0`) : `${dialect.bits32(`${value} + 0`)}::BIGINT`);
  const magnitude = (value: string): string => (wide ? `(${bits(value)} & 9223372036854775807)::UBIGINT` : `(${bits(value)} & 2147483647)`);
  const steps = `CASE WHEN (${x} < 0) = (${y} < 0) THEN abs(${bits(x)} - ${bits(y)})${wide ? "::UBIGINT" : ""} ELSE ${magnitude(x)} + ${magnitude(y)} END`;
  return type === "float16" ? `greatest(1, (${steps}) // ${float32StepsPerFloat16})` : steps;
};

/**
 * Bin i of a distance in [2^(i-1), 2^i). The bit below the highest one is cleared first, so that no rounding of a large integer
 * or of its logarithm reaches the next power of two.
 */
export const ulpBinSql = (steps: string): string => `floor(log2(${steps} & ~(${steps} >> 1)))::TINYINT + 1`;
