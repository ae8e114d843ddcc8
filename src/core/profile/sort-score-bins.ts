import type { ColumnSpec, ScoreLabelBin } from "../domain/profile.ts";

/** Bins from the lowest score to the highest. Pivot: below, at, above. Two-tailed: 0, below one half, from one half on (1 - x, so falling), 1. */
export const sortScoreBins = (bins: readonly ScoreLabelBin[], binning: ColumnSpec["binning"]): ScoreLabelBin[] => {
  const tailed = binning === "two-tailed";
  const rank = { negative: tailed ? 1 : 0, zero: tailed ? 0 : 1, positive: 2, one: 3 };
  const direction = { negative: tailed ? 1 : -1, zero: 1, positive: tailed ? -1 : 1, one: 1 };
  return [...bins].sort((a, b) => rank[a.side] - rank[b.side] || direction[a.side] * (a.bin - b.bin));
};
