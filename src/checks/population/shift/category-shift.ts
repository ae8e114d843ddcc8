import type { ColumnShift } from "../../../core/domain/population-comparison.ts";
import type { CategoryProfile, ColumnSpec } from "../../../core/domain/profile.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { homogeneity } from "../../../core/stats/homogeneity.ts";
import { listOf } from "../../../core/wording/list-of.ts";
import { percent } from "../../../core/wording/percent.ts";
import { binnedMeasures } from "./binned-measures.ts";
import { judgeDistance } from "./judge-distance.ts";
import { judgeShareShift } from "./judge-share-shift.ts";
import { judgeUnseen } from "./judge-unseen.ts";
import { poolCategories } from "./pool-categories.ts";
import { fewestRows, type RowsBehind } from "./shift-claim.ts";
import type { ShiftParts } from "./shift-parts.ts";

export interface CategoryShiftQuestion {
  readonly reference: CategoryProfile;
  readonly candidate: CategoryProfile;
  readonly column: ColumnSpec;
  readonly rows: RowsBehind;
  readonly settings: PopulationSettings;
  readonly bars: number;
}

/** How far the mixes of one column's values are apart, and how many values the reference never had. */
export const categoryShift = ({ reference, candidate, column, rows, settings, bars }: CategoryShiftQuestion): ShiftParts => {
  const names = column.categories ?? [];
  const pooled = poolCategories(reference, candidate);
  const few = pooled.reference.length < 2 && Math.min(rows.reference, rows.candidate) >= fewestRows;
  const claim = few ? judgeFewCategories(reference, candidate, rows, settings) : judgeDistance(pooled, rows, settings);
  const unseen = judgeUnseen(reference, candidate, rows, settings);
  const share = (count: number, n: number): number => (n === 0 ? 0 : count / n);
  const moves = names.map((name, index) => ({ name, reference: reference.counts[index] ?? 0, candidate: candidate.counts[index] ?? 0 }));
  const move = (each: (typeof moves)[number]): number => Math.abs(share(each.candidate, candidate.n) - share(each.reference, reference.n));
  const largest = moves.reduce<(typeof moves)[number] | null>((best, each) => (best === null || move(each) > move(best) ? each : best), null);
  return {
    claims: [claim, unseen],
    measures: [
      ...binnedMeasures({ ...rows, ...pooled }, claim, `${pooled.reference.length} values, the rarest together`, homogeneity({ ...rows, ...pooled })?.p ?? null, bars > 0),
      ...(few ? [{ measure: claim.measure, value: claim.estimate, interval: claim.interval, nullMean: null, null95: null, p: null, method: "candidate minus reference" }] : []),
      { measure: unseen.measure, value: unseen.estimate, interval: unseen.interval, nullMean: null, null95: null, p: null, method: `values beyond the reference's ${names.length}${candidate.unseenExamples.length === 0 ? "" : `, such as ${listOf(candidate.unseenExamples.slice(0, 3).map(({ value }) => value))}`}${unseen.explained === null || unseen.explained === 0 ? "" : `, less ${percent(unseen.explained)} that its own sampling explains (Good-Turing)`}` },
    ],
    summary: [
      ...moves.slice(0, 5).map((each) => ({ name: each.name, reference: percent(share(each.reference, reference.n)), candidate: percent(share(each.candidate, candidate.n)) })),
      { name: "values never seen before", reference: percent(share(reference.unseen, reference.n)), candidate: percent(share(candidate.unseen, candidate.n)) },
    ],
    picture: bars > 0 && reference.n + candidate.n > 0 ? picture(moves, reference.unseen, candidate.unseen, bars) : null,
    told: () => largest === null || reference.n === 0 || candidate.n === 0 ? null : `${largest.name} ${percent(share(largest.reference, reference.n))} → ${percent(share(largest.candidate, candidate.n))}`,
  };
};

/** One value, or all others too rare for bins: the share of rows that have another than the most frequent. */
const judgeFewCategories = (reference: CategoryProfile, candidate: CategoryProfile, rows: RowsBehind, settings: PopulationSettings) => {
  const main = reference.counts.indexOf(Math.max(...reference.counts));
  const other = ({ n, counts }: CategoryProfile) => ({ k: n - (counts[main] ?? 0), n });
  const claim = judgeShareShift("elsewhere", { reference: other(reference), candidate: other(candidate) }, rows, settings);
  return other(reference).k === 0 && other(candidate).k === 0 && rows.refused === null ? { ...claim, verdict: "pass" as const, needed: null, reason: "both sides have the same one value throughout" } : claim;
};

const picture = (moves: readonly { name: string; reference: number; candidate: number }[], unseenReference: number, unseenCandidate: number, most: number): ColumnShift["picture"] => {
  const shown = moves.slice(0, most - 1);
  const hidden = moves.slice(most - 1);
  const rest = (side: "reference" | "candidate", unseen: number): number => hidden.reduce((sum, each) => sum + each[side], unseen);
  const others = { label: hidden.length > 0 ? "all others" : "never seen before", low: null, high: null, reference: rest("reference", unseenReference), candidate: rest("candidate", unseenCandidate) };
  return { bars: [...shown.map(({ name, ...counts }) => ({ label: name, low: null, high: null, ...counts })), ...(others.reference + others.candidate > 0 ? [others] : [])] };
};
