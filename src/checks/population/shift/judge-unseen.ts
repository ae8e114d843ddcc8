import type { CategoryProfile } from "../../../core/domain/profile.ts";
import { familyAlpha, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { clopperPearson } from "../../../core/stats/clopper-pearson.ts";
import { differenceOfTwo } from "../../../core/stats/difference-of-two.ts";
import type { Estimate } from "../../../core/stats/estimate.ts";
import { missingMass } from "../../../core/stats/missing-mass.ts";
import { percent } from "../../../core/wording/percent.ts";
import { independentShare } from "./independent-share.ts";
import { rowsForShare } from "./rows-for-share.ts";
import { fewestRows, type RowsBehind, type ShiftClaim } from "./shift-claim.ts";

/**
 * Does the candidate have more values that the reference never had than allowed? The reference is a sample and has missed rare values of its own: so many are expected in any other sample of the
 * same population (`missingMass`). What is judged is the candidate's share less that: FAIL if it is beyond the margin with error `alphaPerClaim`, PASS if its 90 % interval ends inside. A pass is held to
 * the difference too, for a value that is new in truth is in it with its whole share, while rare old ones are not; without any unseen value it is the candidate's own exact bound.
 */
export const judgeUnseen = (reference: CategoryProfile, candidate: CategoryProfile, rows: RowsBehind, { margins, alphaPerClaim }: PopulationSettings): ShiftClaim & { readonly explained: number | null } => {
  const margin = margins.unseen;
  const base = { claim: "unseen", measure: "unseen-share", unit: "share of values that the reference never had, beyond what its own sampling explains", margin, marginName: "unseen" } as const;
  if (Math.min(reference.n, candidate.n) === 0) return { ...base, verdict: "inconclusive", estimate: null, interval: null, explained: null, reason: "there are no rows on one side", needed: fewestRows };
  const counted = independentShare({ k: candidate.unseen, n: candidate.n }, rows.effectiveCandidate / rows.candidate);
  const missed = missingMass(reference, reference.n, Math.max(1, reference.n * Math.min(1, rows.effectiveReference / rows.reference)));
  const had: Estimate = { value: candidate.unseen / candidate.n, at: (level) => { const { low, high } = clopperPearson(counted.k, counted.n, level); return { low: low ?? 0, high: high ?? 1 }; }, method: "Clopper-Pearson" };
  const interval = differenceOfTwo(missed, had, 1 - 2 * familyAlpha);
  const estimate = had.value - missed.value;
  const beyond = differenceOfTwo(missed, had, 1 - 2 * alphaPerClaim).low > margin;
  const verdict = rows.refused !== null ? "inconclusive" : beyond ? "fail" : interval.high <= margin ? "pass" : "inconclusive";
  const between = `${percent(had.value)} of the values are new, and ${percent(missed.value)} is what the reference's own sampling explains (Good-Turing); what is beyond that lies between ${percent(interval.low)} and ${percent(interval.high)} with 90 % confidence; at most ${percent(margin)} is allowed`;
  return { ...base, verdict, estimate, interval, explained: missed.value, reason: rows.refused ?? between, needed: verdict === "inconclusive" && rows.refused === null ? rowsForShare(counted, margin, interval.high - interval.low, estimate) : null };
};
