import { absoluteGapNull } from "./absolute-gap-null.ts";
import type { CellCounts } from "./equal-mass-bins.ts";

/** A cell with the value that answers for all in it. */
export interface ValuedCell extends CellCounts {
  readonly value: number;
}

/**
 * Wasserstein-1 (earth mover's) distance in the column's unit: the integral of |F - G| over the axis, from cells ascending by value; off by at most the mean cell width. Divide
 * by the reference's standard deviation to compare columns. Source: Vallender, Theory Probab. Appl. 18 (1974).
 */
export const wasserstein = (cells: readonly ValuedCell[]): number => gaps(cells).reduce((sum, { width, reference, candidate }) => sum + width * Math.abs(reference - candidate), 0);

/** What it shows, in the column's unit, between samples of n and m rows of the reference's distribution; cells are first joined to at most 40 steps of equal mass. */
export const wassersteinNull = (cells: readonly ValuedCell[], n: number, m: number): { readonly mean: number; readonly q95: number } => {
  const steps: { width: number; below: number; weighted: number }[] = [];
  for (const { width, reference } of gaps(cells)) {
    if (reference <= 0 || reference >= 1) continue;
    const last = steps.at(-1);
    // Of the steps, the mean of F (1 - F) by width decides; joining those within 1/40 of mass keeps it.
    if (last !== undefined && Math.floor(last.below * 40) === Math.floor(reference * 40)) {
      last.weighted += width * Math.sqrt(reference * (1 - reference));
      last.width += width;
    } else steps.push({ width, below: reference, weighted: width * Math.sqrt(reference * (1 - reference)) });
  }
  const scale = Math.sqrt(1 / n + 1 / m);
  return absoluteGapNull(steps.map(({ weighted }) => scale * weighted), steps.map(() => 1), (i, j) => {
    const [a, b] = [steps[i]?.below ?? 0, steps[j]?.below ?? 0];
    return Math.sqrt((a * (1 - b)) / (b * (1 - a)));
  });
};

/** Between neighbouring cells: the distance, and both cumulative shares there. */
const gaps = (cells: readonly ValuedCell[]): { readonly width: number; readonly reference: number; readonly candidate: number }[] => {
  const m = cells.reduce((sum, { reference }) => sum + reference, 0);
  const n = cells.reduce((sum, { candidate }) => sum + candidate, 0);
  let [reference, candidate] = [0, 0];
  return cells.slice(0, -1).map((cell, index) => {
    reference += cell.reference / m;
    candidate += cell.candidate / n;
    return { width: (cells[index + 1]?.value ?? cell.value) - cell.value, reference, candidate };
  });
};
