import type { Profile } from "../../../core/domain/profile.ts";
import { blockDesignEffect } from "../../../core/stats/block-design-effect.ts";
import { populationCell } from "./population-cell.ts";

/**
 * By how much the variances of what these columns make are larger than with independent rows: the largest of the columns' own effects between consecutive
 * blocks, and its upper limit where dependence is so strong or so long that it is seen only in part. At least 1; 1 where blocks were not counted.
 */
export const designEffectOf = (profile: Profile, columns: readonly string[]): number => {
  const cell = populationCell(profile, null);
  if (cell === undefined) return 1;
  return Math.max(1, ...columns.map((name) => {
    const blocks = cell.blocks.flatMap(({ block, columns: of }) => { const found = of[name]; return found === undefined ? [] : [{ block, n: found.n, sum: found.sum }]; });
    const effect = blockDesignEffect(blocks, varianceOf(profile, name));
    return effect === null ? 1 : effect.problem === null ? effect.effect : Math.max(effect.effect, effect.high);
  }));
};

/** Of a number, or of being the most frequent category: what blocks sum. */
const varianceOf = (profile: Profile, name: string): number => {
  const column = populationCell(profile, null)?.columns[name];
  if (column?.kind === "numeric" && column.n > 1) return (column.sumSquares - column.sum ** 2 / column.n) / (column.n - 1);
  if (column?.kind === "category" && column.n > 0) return ((column.counts[0] ?? 0) / column.n) * (1 - (column.counts[0] ?? 0) / column.n);
  return 0;
};
