import type { Profile, ProfileCell } from "../domain/profile.ts";
import { mergeCells } from "./merge-cells.ts";
import { specDigest } from "./spec-digest.ts";

/** All windows as one: a cell per segment for all time, blocks numbered on in the order of time. The spec becomes that of all time; a profile of all time stays as it is. */
export const collapseWindows = (profile: Profile): Profile => {
  if (profile.spec.window === "all") return profile;
  const spec = { ...profile.spec, window: "all" as const };
  const segments = new Map<string, ProfileCell[]>();
  for (const cell of profile.cells) {
    const key = JSON.stringify([cell.segment?.column, cell.segment?.value]);
    // Blocks of windows follow one another as blocks by place do.
    const untimed = { ...cell, blockSeconds: null };
    segments.set(key, [...(segments.get(key) ?? []), untimed]);
  }
  const inTime = (a: ProfileCell, b: ProfileCell): number => (a.window ?? "").localeCompare(b.window ?? "");
  const cells = [...segments.values()].map((same) => {
    const cell = mergeCells([...same].sort(inTime), spec);
    return { ...cell, window: null, blockSeconds: null, blocks: cell.blocks.map((block, place) => ({ ...block, block: place })) };
  });
  return { ...profile, spec, specDigest: specDigest(spec), cells };
};
