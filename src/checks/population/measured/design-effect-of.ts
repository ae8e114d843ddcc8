import type { Profile } from "../../../core/domain/profile.ts";
import { columnDependence } from "../dependence/column-dependence.ts";
import { effectDivisor } from "../dependence/effect-divisor.ts";
import { populationCell } from "./population-cell.ts";

/**
 * By how much the variances of what these columns make are larger than with independent rows: the largest of the columns' own effects between consecutive
 * blocks, and more where dependence is so strong or so long that it is seen only in part (effectDivisor). At least 1; 1 where blocks were not counted.
 * An upper bound for metrics: how often a prediction is right hangs together less than scores and labels by themselves do.
 */
export const designEffectOf = (profile: Profile, columns: readonly string[]): number => {
  const cell = populationCell(profile, null);
  if (cell === undefined) return 1;
  return Math.max(1, ...columns.map((name) => {
    const column = cell.columns[name];
    return column === undefined ? 1 : effectDivisor(columnDependence(cell, name, column).values);
  }));
};
