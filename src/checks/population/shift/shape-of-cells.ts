import type { NumericCell } from "./numeric-cells.ts";

/**
 * Skewness and kurtosis of both sides' rows about their own means, together: a small side has seen too little of a tail to know it, and the larger one knows it for both. Values stand at
 * the middle of their cells. Those of a normal where nothing varies.
 */
export const shapeOfCells = (cells: readonly NumericCell[], meanReference: number, meanCandidate: number): { readonly skewness: number; readonly kurtosis: number } => {
  let [n, second, third, fourth] = [0, 0, 0, 0];
  for (const { value, reference, candidate } of cells) {
    if (!Number.isFinite(value)) continue;
    for (const [rows, off] of [[reference, value - meanReference], [candidate, value - meanCandidate]] as const) {
      if (rows === 0) continue;
      n += rows;
      second += rows * off ** 2;
      third += rows * off ** 3;
      fourth += rows * off ** 4;
    }
  }
  const variance = second / n;
  const [skewness, kurtosis] = [third / n / variance ** 1.5, fourth / n / variance ** 2];
  return Number.isFinite(skewness) && Number.isFinite(kurtosis) ? { skewness, kurtosis } : { skewness: 0, kurtosis: 3 };
};
