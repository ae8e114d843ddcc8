/** Counts of both samples in one of many fine cells, ascending by value. */
export interface CellCounts {
  readonly reference: number;
  readonly candidate: number;
}

/** A run of consecutive cells, from `first` to `last`, both included. */
export interface CellBin extends CellCounts {
  readonly first: number;
  readonly last: number;
}

/** Fewest rows that must be expected in every bin on both sides, as for every chi-square statistic (Cochran's rule). */
export const fewestExpected = 5;

/**
 * Groups fine cells into at most `most` bins of equal mass in the reference. A cell is never split, so a value never is: a cell that holds a bin's mass or more
 * stands alone, and what is left over of its neighbours makes bins of their own where enough is left. Both sides expect `fewestExpected` rows in every
 * bin (given equal distributions). Cells outside the reference's range belong to the outermost bins. Fewer than two bins when the reference has one cell only.
 */
export const equalMassBins = (cells: readonly CellCounts[], most = 10): CellBin[] => {
  const m = cells.reduce((sum, { reference }) => sum + reference, 0);
  const n = cells.reduce((sum, { candidate }) => sum + candidate, 0);
  if (m === 0 || n === 0) return [];
  const least = Math.max(fewestExpected, (fewestExpected * m) / n);
  const bins: { first: number; last: number; reference: number; candidate: number }[] = [];
  let open = { first: 0, last: -1, reference: 0, candidate: 0 };
  let left = m;
  const close = (): void => {
    bins.push(open);
    left -= open.reference;
    open = { first: open.last + 1, last: open.last, reference: 0, candidate: 0 };
  };
  cells.forEach(({ reference, candidate }, index) => {
    const target = Math.max(least, left / Math.max(1, most - bins.length));
    const full = open.reference >= target - 1e-9;
    // The cell that would carry the bin further beyond its share than it now falls short begins a bin of its own, and so does a point mass.
    const overshoots = open.reference + reference - target > target - open.reference || reference >= m / most;
    if (reference > 0 && open.reference >= least && (full || overshoots) && bins.length < most - 1) close();
    open = { ...open, last: index, reference: open.reference + reference, candidate: open.candidate + candidate };
  });
  const before = bins.at(-1);
  if (open.reference >= least || before === undefined) bins.push(open);
  else bins[bins.length - 1] = { first: before.first, last: open.last, reference: before.reference + open.reference, candidate: before.candidate + open.candidate };
  return bins;
};
