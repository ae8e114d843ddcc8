import type { FairnessResult } from "../../../core/domain/population-comparison.ts";
import type { Profile } from "../../../core/domain/profile.ts";
import { judgeCorridor } from "../../../core/judge/judge-corridor.ts";
import { familyAlpha, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import { correctedSpread } from "../../../core/stats/corrected-spread.ts";
import { gapBetweenGroups, gapUnderEquality, ratioBetweenGroups } from "../../../core/stats/gap-between-groups.ts";
import { wilson } from "../../../core/stats/wilson.ts";
import { listOf } from "../../../core/wording/list-of.ts";
import { percent } from "../../../core/wording/percent.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import { designEffectOf } from "../measured/design-effect-of.ts";
import type { Criterion } from "./criteria.ts";
import type { Decided, RateOfGroups } from "./group-rates.ts";

const seed = 1;
const shownLevel = 1 - 2 * familyAlpha;

/** One criterion in one population: what the report holds, and what the comparison of both populations needs. */
export interface JudgedCriterion {
  readonly result: FairnessResult;
  /** The gap or the ratio with its limits; the worst of its rates. Null where fewer than two groups have rows. */
  readonly seen: { readonly value: number; readonly at: (level: number) => { readonly low: number; readonly high: number } } | null;
  readonly null95: number | null;
  readonly n: number;
}

/**
 * How far apart the groups of one cohort are in one population. A gap is held against `cohortGap` by its limits, of which the low one is made for all pairs of groups together; what chance alone would make of the
 * gap at these sizes stands beside it. Four-fifths is the same with the ratio of the smallest rate to the largest against `cohortRatio`.
 * Of two rates (equalised odds) the worse one is told, and each has half the error.
 */
export const judgeCriterion = (profile: Profile, environment: string, cohort: string, decided: Decided, criterion: Criterion, { margins, alphaPerClaim }: PopulationSettings): JudgedCriterion => {
  const rates = criterion.rates(profile, cohort, decided);
  const effect = designEffectOf(profile, [decided.decision]);
  const thinned = rates.map((rate) => thin(rate, effect));
  const margin = criterion.scale === "gap" ? margins.cohortGap : margins.cohortRatio;
  const judged = thinned.flatMap((rate, index) => {
    const of = criterion.scale === "gap" ? gapBetweenGroups(rate.groups) : ratioBetweenGroups(rate.groups);
    const value = of === null ? null : "gap" in of ? of.gap : of.ratio;
    return of === null || value === null ? [] : [{ rate, value, at: of.at, as: rates[index] ?? rate }];
  });
  const corridor = criterion.scale === "gap" ? { low: -Infinity, high: margin } : { low: margin, high: Infinity };
  const verdicts = judged.map((each) => judgeCorridor(each.at, corridor, alphaPerClaim / thinned.length));
  const verdict = judged.length < thinned.length ? "inconclusive" : verdicts.includes("fail") ? "fail" : verdicts.every((each) => each === "pass") ? "pass" : "inconclusive";
  const worst = judged.toSorted((a, b) => verdictOrder(verdicts[judged.indexOf(a)]) - verdictOrder(verdicts[judged.indexOf(b)]) || (criterion.scale === "gap" ? b.value - a.value : a.value - b.value))[0];
  const told = worst?.as ?? rates[0];
  const equal = worst === undefined ? null : gapUnderEquality(worst.rate.groups, streamOf(seed, `fairness ${cohort}`));
  const spread = worst === undefined ? null : correctedSpread(worst.rate.groups, shownLevel);
  const limits = worst?.at(shownLevel);
  const shares = (told?.groups ?? []).filter(({ n }) => n > 0).map(({ k, n }) => k / n);
  const gap = shares.length < 2 ? null : Math.max(...shares) - Math.min(...shares);
  const empty = (told?.groups ?? []).filter(({ n }) => n === 0).map(({ group }) => group);
  return {
    n: (told?.groups ?? []).reduce((sum, { n }) => sum + n, 0), null95: equal?.q95 ?? null,
    seen: worst === undefined ? null : { value: worst.value, at: worst.at },
    result: {
      criterion: criterion.criterion, of: decided.decision, cohort, environment,
      groups: (told?.groups ?? []).map(({ group, k, n }, index) => { const of = worst?.rate.groups[index] ?? { k, n }; return { group, n, rate: n === 0 ? null : k / n, interval: n === 0 ? null : wilson(of.k, of.n) }; }),
      gap, gapUnderEquality: equal?.mean ?? null, spread: spread?.spread ?? null,
      interval: limits === undefined ? null : { ...limits, level: shownLevel, method: criterion.scale === "gap" ? "Newcombe, low end for all pairs of groups" : "Koopman, high end for all pairs of groups" },
      margin, verdict,
      reason: worst === undefined || limits === undefined || told === undefined
        ? "fewer than two groups have rows in which it could be seen"
        : `${told.rate}: ${criterion.scale === "gap" ? `the gap ${percent(worst.value)}` : `the ratio ${shortNumber(worst.value)} of the smallest to the largest`} lies between ${said(criterion, limits.low)} and ${said(criterion, limits.high)}; allowed is ${criterion.scale === "gap" ? "at most" : "at least"} ${said(criterion, margin)}. `
          + `Equal groups of these sizes would show a gap of ${percent(equal?.mean ?? 0)} on average and below ${percent(equal?.q95 ?? 0)} in 95 of 100${smallWords(worst.rate, empty)}`,
    },
  };
};

const said = ({ scale }: Criterion, value: number): string => (scale === "gap" ? percent(value) : shortNumber(value));

const verdictOrder = (verdict: string | undefined): number => (verdict === "fail" ? 0 : verdict === "inconclusive" ? 1 : 2);

const smallWords = ({ groups }: RateOfGroups, empty: readonly string[]): string => {
  const small = groups.filter(({ n }) => n > 0 && n < 100).map(({ group, n }) => `${group} (${n})`);
  return `${small.length === 0 ? "" : `; small: ${listOf(small)}`}${empty.length === 0 ? "" : `; no row: ${listOf(empty)}`}`;
};

/** Rows that hang together count as fewer. */
const thin = ({ rate, groups }: RateOfGroups, effect: number): RateOfGroups =>
  effect === 1 ? { rate, groups } : { rate, groups: groups.map(({ group, k, n }) => { const rows = Math.ceil(n / effect); return { group, n: rows, k: n === 0 ? 0 : Math.round((k / n) * rows) }; }) };
