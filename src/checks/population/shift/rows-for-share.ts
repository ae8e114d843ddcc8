import { familyAlpha } from "../../../core/judge/population-settings.ts";
import type { ShareCount } from "../../../core/stats/newcombe.ts";
import { pairsNeeded } from "../../../core/stats/pairs-needed.ts";

/** About how many rows more would tell whether a share that is seen to be `estimate`, in an interval of this width, is inside the margin; null where it seems to lie on it. */
export const rowsForShare = (candidate: ShareCount, margin: number, width: number, estimate: number): number | null => {
  if (estimate === 0 && candidate.k === 0) return pairsNeeded(0, candidate.n, margin, 1 - familyAlpha);
  const room = Math.abs(margin - Math.abs(estimate));
  // The width shrinks with the root of the rows.
  return room === 0 ? null : Math.max(1, Math.ceil(candidate.n * ((width / 2 / room) ** 2 - 1)));
};
