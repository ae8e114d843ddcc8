import type { ColumnSpec, ProfileCell } from "../../../core/domain/profile.ts";
import { type ColumnDependence, columnDependence } from "../dependence/column-dependence.ts";
import { meanAndSd } from "../dependence/mean-and-sd.ts";
import { numericCells } from "../shift/numeric-cells.ts";

/** What a correlation's uncertainty needs to know of one column: its kurtosis (3 for a normal), and how its rows hang together. */
export interface ColumnSpread {
  readonly kurtosis: number;
  readonly dependence: ColumnDependence;
}

/** From the histogram of the cell of all rows: values stand at the middle of their bins. 3 where nothing varies. */
export const columnSpread = (cell: ProfileCell, column: ColumnSpec, gamma: number): ColumnSpread | null => {
  const profile = cell.columns[column.name];
  if (profile?.kind !== "numeric") return null;
  const { mean } = meanAndSd(profile, column.pivot ?? 0);
  let [n, second, fourth] = [0, 0, 0];
  for (const { value, reference } of numericCells(profile, profile, column, gamma)) {
    if (!Number.isFinite(value)) continue;
    const square = (value - mean) ** 2;
    n += reference;
    second += reference * square;
    fourth += reference * square * square;
  }
  return { kurtosis: second > 0 ? (n * fourth) / second ** 2 : 3, dependence: columnDependence(cell, column.name, profile) };
};
