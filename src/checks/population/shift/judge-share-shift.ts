import type { Interval } from "../../../core/domain/interval.ts";
import { familyAlpha, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { clopperPearson, shareLowerBound } from "../../../core/stats/clopper-pearson.ts";
import { newcombe, type ShareCount } from "../../../core/stats/newcombe.ts";
import { pairsNeeded } from "../../../core/stats/pairs-needed.ts";
import { percent } from "../../../core/wording/percent.ts";
import { fewestRows, type RowsBehind, type ShiftClaim } from "./shift-claim.ts";

/** How often something holds on either side. */
export interface TwoShares {
  readonly reference: ShareCount;
  readonly candidate: ShareCount;
}

const level = 1 - 2 * familyAlpha;
const claims = {
  missing: { measure: "missing-share", unit: "difference of shares of missing values", twoSided: true },
  unseen: { measure: "unseen-share", unit: "share of values that the reference never had", twoSided: false },
  // Where all but one value are too rare for bins, or there is only one, the share of all others stands for the distance.
  elsewhere: { measure: "elsewhere-share", unit: "difference of shares of other values than the most frequent", twoSided: true },
} as const;
const answersFor = { missing: "missing", unseen: "unseen", elsewhere: "distance" } as const;

/**
 * Has a share moved by more than the margin? `missing`: either way (values that come back are a change too). `unseen`: only upwards. `elsewhere`: either way, held to the margin of unseen values.
 * Where the reference never had any, the exact bounds of the candidate's share decide. Same three states as the distance.
 */
export const judgeShareShift = (what: "missing" | "unseen" | "elsewhere", shares: TwoShares, rows: RowsBehind, { margins, alphaPerClaim }: PopulationSettings): ShiftClaim => {
  const marginName = what === "elsewhere" ? "unseen" : what;
  const margin = margins[marginName];
  const { twoSided, ...named } = claims[what];
  const base = { claim: answersFor[what], ...named, margin, marginName } as const;
  const [reference, candidate] = [independent(shares.reference, rows.effectiveReference / rows.reference), independent(shares.candidate, rows.effectiveCandidate / rows.candidate)];
  if (Math.min(reference.n, candidate.n) === 0) return { ...base, verdict: "inconclusive", estimate: null, interval: null, reason: "there are no rows on one side", needed: fewestRows };
  const estimate = shares.candidate.k / shares.candidate.n - shares.reference.k / shares.reference.n;
  // Nothing of it was ever seen in the reference: of the candidate's share alone there are exact bounds.
  const exact = what !== "missing" && reference.k === 0;
  const at = (confidence: number): Interval => (exact ? clopperPearson(candidate.k, candidate.n, confidence) : newcombe(candidate, reference, confidence));
  const interval = at(level);
  const [low, high] = [interval.low ?? -1, interval.high ?? 1];
  const outer = at(1 - 2 * alphaPerClaim);
  const lowest = exact ? shareLowerBound(candidate.k, candidate.n, 1 - alphaPerClaim) : (outer.low ?? -1);
  const beyond = lowest > margin || (twoSided && (outer.high ?? 1) < -margin);
  const inside = high <= margin && (!twoSided || low >= -margin);
  const verdict = rows.refused !== null ? "inconclusive" : beyond ? "fail" : inside ? "pass" : "inconclusive";
  const between = `between ${percent(low)} and ${percent(high)} with 90 % confidence (${interval.method}); ${twoSided ? "a move of at most" : "at most"} ${percent(margin)} is allowed`;
  return { ...base, verdict, estimate, interval, reason: rows.refused ?? between, needed: verdict === "inconclusive" && rows.refused === null ? needed(candidate, margin, high - low, estimate) : null };
};

/** As many of as many rows as would say the same if they did not depend on one another. */
const independent = ({ k, n }: ShareCount, ratio: number): ShareCount => {
  if (!(ratio < 1)) return { k, n };
  const rows = Math.max(n > 0 ? 1 : 0, Math.floor(n * ratio));
  return { k: Math.min(rows, Math.round(k * ratio)), n: rows };
};

const needed = (candidate: ShareCount, margin: number, width: number, estimate: number): number | null => {
  if (estimate === 0 && candidate.k === 0) return pairsNeeded(0, candidate.n, margin, 1 - familyAlpha);
  const room = Math.abs(margin - Math.abs(estimate));
  // The width shrinks with the root of the rows.
  return room === 0 ? null : Math.max(1, Math.ceil(candidate.n * ((width / 2 / room) ** 2 - 1)));
};
