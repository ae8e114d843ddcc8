import type { BinCount } from "../../../core/domain/comparison.ts";
import type { ColumnSpec, NumericProfile } from "../../../core/domain/profile.ts";
import { logBin } from "../../../core/stats/log-histogram.ts";

/** One fine cell of both histograms, ascending by value, in the column's unit. `value` answers for all in it. */
export interface NumericCell {
  readonly low: number;
  readonly value: number;
  readonly high: number;
  readonly reference: number;
  readonly candidate: number;
}

/**
 * Both histograms of a column as one ascending list of cells. Infinities are the outermost cells; values outside [0, 1] of a probability, of which only the number is known,
 * are one cell beyond 1. Cells that neither side has are left out.
 */
export const numericCells = (reference: NumericProfile, candidate: NumericProfile, { binning, pivot }: Pick<ColumnSpec, "binning" | "pivot">, gamma: number): NumericCell[] => {
  const cells: NumericCell[] = [];
  const add = (low: number, value: number, high: number, inReference: number, inCandidate: number): void => {
    if (inReference + inCandidate > 0) cells.push({ low, value, high, reference: inReference, candidate: inCandidate });
  };
  const at = (value: number, inReference: number, inCandidate: number): void => add(value, value, value, inReference, inCandidate);
  at(-Infinity, reference.negativeInfinity, candidate.negativeInfinity);
  const negative = merged(reference.negative, candidate.negative);
  const positive = merged(reference.positive, candidate.positive);
  if (binning === "two-tailed") {
    at(0, reference.zero, candidate.zero);
    for (const [bin, a, b] of negative) {
      const { low, middle, high } = logBin(bin, gamma);
      add(low, Math.min(middle, 0.5), Math.min(high, 0.5), a, b);
    }
    for (const [bin, a, b] of positive.reverse()) {
      const { low, middle, high } = logBin(bin, gamma);
      add(Math.max(0.5, 1 - high), Math.max(0.5, 1 - middle), 1 - low, a, b);
    }
    at(1, reference.one, candidate.one);
    add(1, 1, Infinity, reference.outside, candidate.outside);
  } else {
    const middle = pivot ?? 0;
    for (const [bin, a, b] of negative.reverse()) {
      const edges = logBin(bin, gamma);
      add(middle - edges.high, middle - edges.middle, middle - edges.low, a, b);
    }
    at(middle, reference.zero, candidate.zero);
    for (const [bin, a, b] of positive) {
      const edges = logBin(bin, gamma);
      add(middle + edges.low, middle + edges.middle, middle + edges.high, a, b);
    }
  }
  at(Infinity, reference.positiveInfinity, candidate.positiveInfinity);
  return cells;
};

/** Two lists ascending by bin as one, with both counts. */
const merged = (a: readonly BinCount[], b: readonly BinCount[]): [bin: number, reference: number, candidate: number][] => {
  const rows: [number, number, number][] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    const bin = Math.min(left?.bin ?? Infinity, right?.bin ?? Infinity);
    const inReference = left !== undefined && left.bin === bin ? left.count : 0;
    const inCandidate = right !== undefined && right.bin === bin ? right.count : 0;
    if (left !== undefined && left.bin === bin) i += 1;
    if (right !== undefined && right.bin === bin) j += 1;
    rows.push([bin, inReference, inCandidate]);
  }
  return rows;
};
