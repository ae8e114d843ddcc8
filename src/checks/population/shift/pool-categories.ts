import type { CategoryProfile } from "../../../core/domain/profile.ts";
import { fewestExpected } from "../../../core/stats/equal-mass-bins.ts";

/**
 * Both sides' counts by category, the rarest of the reference put together with all that was not frozen until every bin expects at least 5 rows on both sides; one bin or none where the reference
 * is too small or has one value only.
 */
export const poolCategories = (reference: CategoryProfile, candidate: CategoryProfile): { readonly reference: number[]; readonly candidate: number[] } => {
  const least = Math.max(fewestExpected, candidate.n === 0 ? Infinity : (fewestExpected * reference.n) / candidate.n);
  const bins = reference.counts.map((count, index) => ({ reference: count, candidate: candidate.counts[index] ?? 0 })).sort((a, b) => b.reference - a.reference);
  const rest = { reference: reference.unseen, candidate: candidate.unseen };
  const kept = bins.filter((bin) => {
    if (bin.reference >= least) return true;
    rest.reference += bin.reference;
    rest.candidate += bin.candidate;
    return false;
  });
  if (rest.reference + rest.candidate > 0) {
    while (rest.reference < least && kept.length > 0) {
      const rarest = kept.pop();
      rest.reference += rarest?.reference ?? 0;
      rest.candidate += rarest?.candidate ?? 0;
    }
    kept.push(rest);
  }
  return { reference: kept.map((bin) => bin.reference), candidate: kept.map((bin) => bin.candidate) };
};
