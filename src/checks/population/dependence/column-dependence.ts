import type { BlockProfile, ColumnProfile, ProfileCell } from "../../../core/domain/profile.ts";
import { type BlockDesignEffect, blockDesignEffect } from "../../../core/stats/block-design-effect.ts";
import { meanAndSd } from "./mean-and-sd.ts";

/** How far the rows of one side hang together in one column: by its values, and by where it is missing. */
export interface ColumnDependence {
  readonly values: BlockDesignEffect | null;
  readonly missing: BlockDesignEffect | null;
}

/** Read off the blocks of the cell of all rows; null parts where there is no order, too few blocks, or nothing varies. */
export const columnDependence = (cell: ProfileCell, column: string, profile: ColumnProfile): ColumnDependence => {
  const inBlocks = (of: (block: BlockProfile) => { n: number; sum: number } | null, variance: number): BlockDesignEffect | null =>
    blockDesignEffect(cell.blocks.flatMap((block) => { const counted = of(block); return counted === null ? [] : [{ block: block.block, ...counted }]; }), variance);
  const missing = profile.n === 0 || cell.rows === 0 ? 0 : 1 - profile.n / cell.rows;
  return {
    values: inBlocks((block) => block.columns[column] ?? null, varianceOf(profile)),
    missing: inBlocks((block) => { const present = block.columns[column]; return present === undefined ? null : { n: block.rows, sum: block.rows - present.n }; }, missing * (1 - missing)),
  };
};

/** Of single rows, of what is summed up in the blocks: the value itself, or whether it is the reference's most frequent category. */
const varianceOf = (profile: ColumnProfile): number => {
  if (profile.n === 0 || profile.kind === "text") return 0;
  if (profile.kind === "numeric") return meanAndSd(profile, 0).sd ** 2;
  const share = (profile.counts[0] ?? 0) / profile.n;
  return share * (1 - share);
};
