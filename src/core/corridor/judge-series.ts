import type { Interval } from "../domain/interval.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { SeriesJudgement } from "../domain/validation.ts";
import { metricValue } from "../measure/metric-value.ts";
import { dayLabel, localDayOf, startOfLocalDay, weekOfDay } from "../measure/window-time.ts";
import { metricWords } from "../wording/metric-words.ts";
import { logStartWeight } from "../stats/start-weights.ts";
import { type ChosenUnit, chooseUnit } from "./choose-unit.ts";
import { corridorAfter } from "./corridor-after.ts";
import { type Corridor, corridorOf, limitsByError, type OfflineLimits, type Range } from "./corridor-of.ts";
import { detectChange } from "./detect-change.ts";
import { eventsNeeded } from "./events-needed.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { JudgeSeriesInput } from "./judge-series-input.ts";
import { jointLevels } from "./joint-levels.ts";
import { limitsByEvents } from "./limits-by-events.ts";
import { type PlacedWindow, placeWindows } from "./place-windows.ts";
import { ownInterval, pointsOf } from "./points-of.ts";
import { readBayes } from "./read-bayes.ts";
import { unitsNeeded } from "./units-needed.ts";
import { unitsOf } from "./units-of.ts";
import { blindWords, type VerdictDoubt, verdictWords } from "./verdict-words.ts";
import { verdictPath } from "./verdict-path.ts";
import { fewestOfSpread, type WhatDaysTell, whatDaysTell } from "./what-days-tell.ts";

/**
 * Production's windows of one population against its corridor: windows placed and shown whatever becomes of them, the judged ones gathered into units of evidence, the verdict after each unit, and beside it
 * what only warns (change detector) or is only shown (Bayesian reading, last seven days). Pure; the same counts give the same judgement. `at` of the history is when a unit was over.
 */
export const judgeSeries = (input: JudgeSeriesInput): SeriesJudgement => {
  const { hypothesis, measure, plan, offline, segment, settings } = input;
  const placed = placeWindows(input);
  const judged = placed.filter(({ counts }) => counts);
  const law = measure.shape === "count" ? "rate" as const : "share" as const;
  const scale = measure.shape === "count" && measure.metric.name === "total" ? 86_400 : 1;
  const { chosen, limits } = unitFor(input, judged, law, scale);
  const gather = (unit: "week" | "day", season: OfflineEstimate["season"]["dayOfWeek"]): ReturnType<typeof unitsOf> => unitsOf({ unit, placed, measure, aggregation: hypothesis.aggregation, window: plan.window, season });
  const { units, refused } = gather(chosen.unit === "week" ? "week" : "day", chosen.unit === "event" ? null : offline.season.dayOfWeek);
  const summed = measure.shape === "ratio" || measure.shape === "count";
  const days = plan.window === "week" ? [] : chosen.unit === "day" ? units : gather("day", offline.season.dayOfWeek).units;

  const told = chosen.unit === "event" || days.length === 0 ? undefined : whatDaysTell(offline, days.map(({ end: over, value, exposure, variance }) => ({ end: over, value, exposure: exposure ?? 0, variance: summed ? variance : null })), units.map(({ end: over }) => over), chosen.unit === "week" ? 7 : 1);
  const question = { chosen, units, offline, weighted: measure.shape === "ratio" && hypothesis.aggregation === "pooled", law, scale, settings, told };
  const { evidence, path: decides } = evidenceOf(question);
  const corridorAmong = (family: number): ReturnType<typeof corridorAfter> => {
    const levels = jointLevels(settings.alpha, offline.standardError === 0, family);
    return corridorAfter(offline, told, (standardError): Corridor => corridorOf(hypothesis, offline.estimate, limits ?? limitsByError({ ...offline, standardError }), settings.offlineAlpha / family, levels));
  };
  const corridorAt = corridorAmong(1);
  const corridor = corridorAt(units.length - 1);
  const path = corridor.sides === 0 ? [] : verdictPath(evidence, units.length, corridorAt, decides);
  const familyPath = corridor.sides === 0 || (input.family ?? 1) <= 1 ? path : verdictPath(evidence, units.length, corridorAmong(input.family ?? 1), decides);
  const now = path.at(-1);
  const end = units.length - 1;
  // Evidence is told so that 1 / alpha fails.
  const share = Math.log((settings.alpha - settings.offlineAlpha) / settings.alpha);
  const level = 1 - (settings.alpha - settings.offlineAlpha);
  const interval = ({ low, high }: Range, method: string): Interval => ({ low: finite(low), high: finite(high), level, method });
  const method = chosen.unit === "event" ? `confidence sequence of counted events (${law === "share" ? "beta-binomial" : "gamma-Poisson"} mixture)` : `confidence sequence of ${chosen.unit}s (t-mixture)`;
  const failing = now?.verdict === "fail" ? now : null;
  const since = failing === null ? null : units[failing.start] ?? null;
  const estimateSince = failing === null ? null : evidence.estimate(failing.start, end);
  const place = failing === null ? 0 : (failing.start - failing.from) / (chosen.unit === "week" ? 1 : 7);
  const firstOf = (at: number): string => dayLabel(units[at]?.day ?? 0);
  const verdict = now?.verdict ?? "inconclusive";
  const doubt = doubtOf(told, end, decides.knowable?.(end) ?? true);
  const words = { unit: chosen.unit, units: now === undefined ? units.length : units.length - now.from, least: decides.least };
  const logEValue = Math.max(...familyPath.slice(failing === null ? -1 : -(units.length - failing.from)).map(({ logE }) => logE), ...(familyPath.length === 0 ? [0] : [])) + share;

  return {
    segment, verdict, unit: chosen.unit, units: units.length,
    rows: placed.reduce((sum, { rows }) => sum + rows, 0), labelled: placed.reduce((sum, { labelled }) => sum + labelled, 0),
    corridor: { low: finite(corridor.wide.low), high: finite(corridor.wide.high) },
    estimate: now?.estimate ?? null, interval: now === undefined ? null : interval(now.range, method), logEValue,
    since: since === null ? null : new Date(since.start).toISOString(), estimateSince,
    intervalSince: failing === null ? null : interval(evidence.interval(failing.from, failing.start, end, decides.logThreshold - logStartWeight(place)), `${method}, since its beginning was chosen`),
    recent: recentOf(input, placed), detector: detectChange(days, offline, settings, ({ start }) => new Date(start).toISOString()),
    bayes: corridor.sides === 0 ? null : readBayes({ units: units.slice(failing?.start ?? now?.from ?? 0), unit: chosen.unit, law, offline, range: corridor.wide, settings }),
    points: pointsOf(placed, measure, plan, offline, (day) => refused.get(chosen.unit === "week" ? weekOfDay(day) : day) ?? null),
    history: path.map((point, at) => ({ at: new Date(units[at]?.end ?? 0).toISOString(), verdict: point.verdict, estimate: finite(point.estimate), low: finite(point.range.low), high: finite(point.range.high), logEValue: point.logE + share })),
    reason: verdictWords({
      ...words, metricUnit: metricWords(measure.metric).unit, verdict, corridor, estimate: now?.estimate ?? null, range: now?.range ?? null, since: failing === null || estimateSince === null ? null : { label: firstOf(failing.start), estimate: estimateSince },
      returned: now === undefined || now.from === 0 ? null : firstOf(now.from), logE: logEValue, threshold: -Math.log(settings.alpha), whyUnit: chosen.why, doubt,
    }),
    needed: verdict !== "inconclusive" || now === undefined || doubt?.kind === "tail" ? null : chosen.unit === "event" ? eventsNeeded({ chosen, units: units.slice(now.from), offline, law, scale, settings }, corridor) : unitsNeeded(
      { count: units.length - now.from, mean: now.estimate, standardDeviation: evidence.standardError(now.from, now.from, end) * Math.sqrt(units.length - now.from) }, corridor,
      { tuned: settings.tunedWeeks * (chosen.unit === "week" ? 1 : 7), alpha: settings.alpha - settings.offlineAlpha, least: decides.least },
    ),
    blind: blindWords({ ...words, units: units.length, next: nextDay(units.at(-1)?.day ?? null, chosen.unit, placed, input), maturityDays: measure.labelled ? Math.ceil(hypothesis.labelMaturitySeconds / 86_400) : 0 }),
  };
};

/** Why days tell less than there are of them. */
const doubtOf = (told: WhatDaysTell | undefined, end: number, knowable: boolean): VerdictDoubt | null => {
  if (told === undefined || end < 0) return null;
  const spread = told.spread(end);
  return !knowable && spread !== null ? { kind: "tail", ...spread, needed: fewestOfSpread } : told.longRun(end) > 1 ? { kind: "together", longRun: told.longRun(end) } : null;
};

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The unit, and the limits of the offline truth that go with it; null for those by its standard error. Rows and exposures of a usual day do not depend on outcomes, so that what is asked of the unit does not either. */
const unitFor = ({ measure, plan, offline, settings }: JudgeSeriesInput, judged: readonly PlacedWindow[], law: "share" | "rate", scale: number): { readonly chosen: ChosenUnit; readonly limits: OfflineLimits | null } => {
  const days = Math.max(1, plan.window === "week" ? judged.length * 7 : new Set(judged.map(({ day }) => day)).size);
  const total = (of: (value: NonNullable<PlacedWindow["value"]>) => number): number => judged.reduce((sum, { value }) => sum + (value === null ? 0 : of(value)), 0);
  const counted = plan.window !== "week" && judged.length > 0 && judged.every(({ value }) => value === null || (value.events !== null && value.exposure !== null));
  const rowsOfADay = total(({ n }) => n) / days;
  const events = counted ? { exposureOfADay: total(({ exposure }) => exposure ?? 0) / days, scale } : null;
  const chosen = chooseUnit({ shape: measure.shape, window: plan.window, offline, rowsOfADay, events }, settings);
  return { chosen, limits: chosen.unit === "event" && events !== null ? limitsByEvents(offline, law, events, rowsOfADay) : null };
};

/** The last seven whole local days, whatever was decided about them. */
const recentOf = ({ measure, plan, asOf }: JudgeSeriesInput, placed: readonly PlacedWindow[]): SeriesJudgement["recent"] => {
  const from = startOfLocalDay(plan.timeZone, localDayOf(plan.timeZone, asOf) - 7);
  const windows = placed.filter(({ start, end, status, value }) => start >= from && end <= asOf && status !== "excluded" && value !== null);
  const value = metricValue(measure, windows.flatMap(({ statistics }) => statistics));
  if (value === null) return null;
  const own = ownInterval(measure, value);
  return { estimate: value.value, interval: { low: own?.low ?? null, high: own?.high ?? null, level: 0.95, method: "of the rows of the last seven days" }, rows: value.rows };
};

const nextDay = (last: number | null, unit: ChosenUnit["unit"], placed: readonly PlacedWindow[], { plan, asOf, from }: JudgeSeriesInput): number =>
  last !== null ? last + (unit === "week" ? 7 : 1) : placed[0]?.day ?? localDayOf(plan.timeZone, from ?? asOf);
