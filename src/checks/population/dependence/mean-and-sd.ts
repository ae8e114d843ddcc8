import type { NumericProfile } from "../../../core/domain/profile.ts";

/** Mean and sample standard deviation of the finite values, from sums about the pivot. 0 spread where all values are one, whatever rounding left over. */
export const meanAndSd = ({ n, sum, sumSquares, min, max }: Pick<NumericProfile, "n" | "sum" | "sumSquares" | "min" | "max">, pivot: number): { readonly mean: number; readonly sd: number } => ({
  mean: n === 0 ? Number.NaN : pivot + sum / n,
  sd: n < 2 || min === max ? 0 : Math.sqrt(Math.max(0, sumSquares - (sum * sum) / n) / (n - 1)),
});
