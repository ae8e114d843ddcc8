import type { ShareCount } from "../../../core/stats/newcombe.ts";
import { shareLowerBound, shareUpperBound } from "../../../core/stats/clopper-pearson.ts";
import { fewestRows } from "../../population/shift/shift-claim.ts";

/**
 * Whether a share of missing values lies further from the offline one than `margin`, either way. `out` with error `alpha` at most whatever the shares: exact limits
 * of each side at half of it. `inside` where the limits at 5 % leave no more room. Null where that cannot be told.
 */
export const missingShift = (offline: ShareCount, day: ShareCount, margin: number, alpha: number): "out" | "inside" | null => {
  if (Math.min(offline.n, day.n) < fewestRows) return null;
  const gapAt = (error: number): { readonly low: number; readonly high: number } => ({
    low: shareLowerBound(day.k, day.n, 1 - error) - shareUpperBound(offline.k, offline.n, 1 - error),
    high: shareUpperBound(day.k, day.n, 1 - error) - shareLowerBound(offline.k, offline.n, 1 - error),
  });
  // Both directions, two limits each.
  const strict = gapAt(alpha / 4);
  if (strict.low > margin || strict.high < -margin) return "out";
  const usual = gapAt(0.05);
  return usual.low >= -margin && usual.high <= margin ? "inside" : null;
};
