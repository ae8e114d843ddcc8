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

/**
 * What it shows, in the column's unit, between samples of n and m rows of the distribution of both together; cells are first joined to at most 40 steps of equal mass.
 * Not to be trusted for tails of infinite variance, where no such limit exists.
 */
export const wassersteinNull = (cells: readonly ValuedCell[], n: number, m: number): { readonly mean: number; readonly q95: number } => {
  const steps: { width: number; below: number; weighted: number }[] = [];
  const total = (side: "reference" | "candidate"): number => cells.reduce((sum, cell) => sum + cell[side], 0);
  const ofReference = total("reference") / (total("reference") + total("candidate"));
  for (const gap of gaps(cells)) {
    const { width } = gap;
    // Together: the smaller sample may not have seen the tail at all.
    const below = ofReference * gap.reference + (1 - ofReference) * gap.candidate;
    if (below <= 0 || below >= 1) continue;
    const last = steps.at(-1);
    // Of the steps, the mean of F (1 - F) by width decides; joining those within 1/40 of mass keeps it.
    if (last !== undefined && Math.floor(last.below * 40) === Math.floor(below * 40)) {
      last.weighted += width * Math.sqrt(below * (1 - below));
      last.width += width;
    } else steps.push({ width, below, weighted: width * Math.sqrt(below * (1 - below)) });
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
