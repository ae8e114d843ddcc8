import type { BlockProfile, ProfileCell } from "../domain/profile.ts";
import { blockSeconds } from "./block-width.ts";
import { sumCompensated } from "./sum-compensated.ts";

type Blocks = Pick<ProfileCell, "blocks" | "blockSeconds">;

/**
 * Blocks of several parts of one window. By time: the same block adds; for all time (`blocks` of the spec is given) they are first made as long as the whole
 * needs, which is the same in whatever order parts are merged. By place, or where parts do not agree on that: one part after the other.
 */
export const mergeBlocks = (parts: readonly Blocks[], blocks: number | null): Blocks => {
  const filled = parts.filter((part) => part.blocks.length > 0);
  const widths = filled.flatMap((part) => part.blockSeconds ?? []);
  if (widths.length === 0 || widths.length !== filled.length) return { blocks: filled.flatMap((part) => part.blocks).map((block, place) => ({ ...block, block: place })), blockSeconds: null };
  let seconds = Math.max(...widths);
  if (blocks !== null) {
    const starts = filled.flatMap((part) => part.blocks.map(({ block }) => block * (part.blockSeconds ?? 1)));
    seconds = Math.max(seconds, blockSeconds(starts.reduce((a, b) => Math.min(a, b)), starts.reduce((a, b) => Math.max(a, b)), blocks));
  }
  const places = new Map<number, BlockProfile[]>();
  for (const part of filled) {
    for (const block of part.blocks) {
      const place = blocks === null ? block.block : Math.floor((block.block * (part.blockSeconds ?? 1)) / seconds);
      const same = places.get(place);
      if (same === undefined) places.set(place, [block]);
      else same.push(block);
    }
  }
  return { blockSeconds: seconds, blocks: [...places].sort(([a], [b]) => a - b).map(([block, same]) => add(block, same)) };
};

const add = (block: number, parts: readonly BlockProfile[]): BlockProfile => {
  const names = new Set(parts.flatMap(({ columns }) => Object.keys(columns)));
  return {
    block, rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    columns: Object.fromEntries([...names].map((name) => {
      const same = parts.flatMap(({ columns }) => columns[name] ?? []);
      return [name, { n: same.reduce((sum, { n }) => sum + n, 0), sum: sumCompensated(same.map(({ sum }) => sum)) }];
    })),
  };
};
