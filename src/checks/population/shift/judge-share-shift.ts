import type { Interval } from "../../../core/domain/interval.ts";
import { familyAlpha, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { clopperPearson, shareLowerBound } from "../../../core/stats/clopper-pearson.ts";
import { newcombe, type ShareCount } from "../../../core/stats/newcombe.ts";
import { percent } from "../../../core/wording/percent.ts";
import { independentShare } from "./independent-share.ts";
import { rowsForShare } from "./rows-for-share.ts";
import { fewestRows, type RowsBehind, type ShiftClaim } from "./shift-claim.ts";

/** How often something holds on either side. */
export interface TwoShares {
  readonly reference: ShareCount;
  readonly candidate: ShareCount;
}

const level = 1 - 2 * familyAlpha;
const claims = {
  missing: { measure: "missing-share", unit: "difference of shares of missing values" },
  // Where all but one value are too rare for bins, or there is only one, the share of all others stands for the distance.
  elsewhere: { measure: "elsewhere-share", unit: "difference of shares of other values than the most frequent" },
} as const;
const answersFor = { missing: "missing", elsewhere: "distance" } as const;

/**
 * Has a share moved by more than the margin? `missing`: either way (values that come back are a change too). `elsewhere`: so too, held to the margin of unseen values.
 * Where the reference never had any, the exact bounds of the candidate's share decide. Same three states as the distance.
 */
export const judgeShareShift = (what: "missing" | "elsewhere", shares: TwoShares, rows: RowsBehind, { margins, alphaPerClaim }: PopulationSettings): ShiftClaim => {
  const marginName = what === "elsewhere" ? "unseen" : what;
  const margin = margins[marginName];
  const base = { claim: answersFor[what], ...claims[what], margin, marginName } as const;
  const [reference, candidate] = [independentShare(shares.reference, rows.effectiveReference / rows.reference), independentShare(shares.candidate, rows.effectiveCandidate / rows.candidate)];
  if (Math.min(reference.n, candidate.n) === 0) return { ...base, verdict: "inconclusive", estimate: null, interval: null, reason: "there are no rows on one side", needed: fewestRows };
  const estimate = shares.candidate.k / shares.candidate.n - shares.reference.k / shares.reference.n;
  // Nothing of it was ever seen in the reference: of the candidate's share alone there are exact bounds.
  const exact = what !== "missing" && reference.k === 0;
  const at = (confidence: number): Interval => (exact ? clopperPearson(candidate.k, candidate.n, confidence) : newcombe(candidate, reference, confidence));
  const interval = at(level);
  const [low, high] = [interval.low ?? -1, interval.high ?? 1];
  const outer = at(1 - 2 * alphaPerClaim);
  const lowest = exact ? shareLowerBound(candidate.k, candidate.n, 1 - alphaPerClaim) : (outer.low ?? -1);
  const beyond = lowest > margin || (outer.high ?? 1) < -margin;
  const inside = high <= margin && low >= -margin;
  const verdict = rows.refused !== null ? "inconclusive" : beyond ? "fail" : inside ? "pass" : "inconclusive";
  const between = `between ${percent(low)} and ${percent(high)} with 90 % confidence (${interval.method}); a move of at most ${percent(margin)} is allowed`;
  return { ...base, verdict, estimate, interval, reason: rows.refused ?? between, needed: verdict === "inconclusive" && rows.refused === null ? rowsForShare(candidate, margin, high - low, estimate) : null };
};
