import type { Dialect } from "../../../core/sql/dialect.ts";

export type UlpType = "float64" | "float32" | "float16";

/** Above 2^47 the logarithm of an integer may round up to the next power of two, so the bin is corrected there. */
const safeLogarithm = "140737488355328";

/** float16 numbers lie 2^13 float32 steps apart (exact for normal numbers). */
const float32StepsPerFloat16 = 8192;

/** The bits of a double or of a float as an integer, to be read as sign and magnitude. */
export const ulpBitsSql = (dialect: Dialect, type: UlpType, value: string): string => (type === "float64" ? dialect.bits64(value) : dialect.bits32(value));

/** How many representable numbers apart two bit patterns are; on either side of zero the magnitudes add up. */
export const ulpStepsSql = (type: UlpType, bitsX: string, bitsY: string): string => {
  if (type === "float64") {
    const magnitude = (bits: string): string => `(${bits} & 9223372036854775807)::UBIGINT`;
    return `CASE WHEN (${bitsX} < 0) = (${bitsY} < 0) THEN abs(${bitsX} - ${bitsY})::UBIGINT ELSE ${magnitude(bitsX)} + ${magnitude(bitsY)} END`;
  }
  const magnitude = (bits: string): string => `(${bits} & 2147483647)::BIGINT`;
  const steps = `CASE WHEN (${bitsX} < 0) = (${bitsY} < 0) THEN abs(${bitsX}::BIGINT - ${bitsY}) ELSE ${magnitude(bitsX)} + ${magnitude(bitsY)} END`;
  return type === "float16" ? `greatest(1, (${steps}) // ${float32StepsPerFloat16})` : steps;
};

/** Bin i of a distance in [2^(i-1), 2^i); the distance is at least 1. */
export const ulpBinSql = (steps: string): string => {
  const bin = `floor(log2(${steps}))::INTEGER + 1`;
  return `CASE WHEN ${steps} < ${safeLogarithm} THEN ${bin} ELSE ${bin} - (${steps}::HUGEINT < 1::HUGEINT << floor(log2(${steps}))::INTEGER)::INTEGER END`;
};
