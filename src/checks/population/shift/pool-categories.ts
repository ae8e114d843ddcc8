import type { CategoryProfile } from "../../../core/domain/profile.ts";
import { fewestExpected } from "../../../core/stats/equal-mass-bins.ts";

/**
 * Both sides' counts by category, rare ones put together with all that was not frozen, until every bin expects at least 5 rows on the smaller side. What is expected is told from both sides together: a
 * small reference that chose its own frequent categories by its own counts would think too well of them (44 % of false alarms at nominal 5 in 300 rows against 100,000). Every bin has a row of the
 * reference. One bin or none where a side is too small or has one value only.
 */
export const poolCategories = (reference: CategoryProfile, candidate: CategoryProfile): { readonly reference: number[]; readonly candidate: number[] } => {
  const smaller = Math.min(reference.n, candidate.n);
  const all = reference.n + candidate.n;
  const enough = (bin: { reference: number; candidate: number }): boolean => bin.reference >= fewestSeen && ((bin.reference + bin.candidate) * smaller) / all >= fewestExpected;
  const bins = reference.counts.map((count, index) => ({ reference: count, candidate: candidate.counts[index] ?? 0 })).sort((a, b) => b.reference + b.candidate - a.reference - a.candidate);
  const rest = { reference: reference.unseen, candidate: candidate.unseen };
  const kept = bins.filter((bin) => {
    if (enough(bin)) return true;
    rest.reference += bin.reference;
    rest.candidate += bin.candidate;
    return false;
  });
  if (rest.reference + rest.candidate > 0) {
    while (!enough(rest) && kept.length > 0) {
      const rarest = kept.pop();
      rest.reference += rarest?.reference ?? 0;
      rest.candidate += rarest?.candidate ?? 0;
    }
    kept.push(rest);
  }
  return { reference: kept.map((bin) => bin.reference), candidate: kept.map((bin) => bin.candidate) };
};

/** The distance divides by the reference's share. */
const fewestSeen = 1;
