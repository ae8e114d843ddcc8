import type { Gone } from "../../checks/corridor/findings/taken-out-finding.ts";
import { staleness } from "../../checks/corridor/features/staleness.ts";
import { judgeFamily } from "../../core/corridor/judge-family.ts";
import type { CalendarEntry, Hypothesis, HypothesisRecord } from "../../core/domain/hypothesis.ts";
import type { Measure, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import type { Metric } from "../../core/domain/metric.ts";
import type { HypothesisResult, Validation } from "../../core/domain/validation.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { corridorSettings } from "../../core/judge/corridor-settings.ts";
import { canonicalJson } from "../../core/ledger/canonical-json.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import { localDayOf } from "../../core/measure/window-time.ts";
import type { Stopwatch } from "../check/stopwatch.ts";
import type { CommandIo } from "../command-io.ts";
import { actor } from "../actor.ts";
import { ensureRegistered, registeredHypotheses } from "../hypothesis/registered.ts";
import { ensureCalendarRegistered } from "../hypothesis/registered-calendar.ts";
import { resolveCalendar } from "../hypothesis/resolve-calendar.ts";
import { resolveHypotheses } from "../hypothesis/resolve-hypotheses.ts";
import { resolveProduction } from "../hypothesis/resolve-production.ts";
import { fromCwd } from "../manifest/path-of.ts";
import { keyPlaceAt } from "../manifest/value-at.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { changesAround } from "../why/changes-around.ts";
import { type CountedGroup, countGroup } from "./count-group.ts";
import { judgeHypothesis, type JudgeHypothesisRequest, refusedResult } from "./judge-hypothesis.ts";
import { missingDays } from "./missing-days.ts";
import { previousLook, withRestatements } from "./previous-look.ts";
import type { ReadSide } from "./production-side.ts";
import type { ValidationWorld } from "./validation-world.ts";
import { outcomesOf, scoredCompanion, seriesGroups } from "./series-group.ts";
import { straysOf } from "./strays-of.ts";
import { takenOut } from "./taken-out.ts";
import { sourcesOf } from "./sources-of.ts";
import type { ValidateOptions } from "./validate-options.ts";

/** What one look at one model's production came to, before it is written down as a run. */
export interface LookedAt {
  readonly model: string;
  readonly environment: string;
  readonly validation: Validation;
  /** The last prediction of production that was seen. */
  readonly lastTs: string | null;
  /** How logs of production could be read, now and before. */
  readonly sides: readonly ReadSide[];
  /** Claims that are registered and were taken out of the manifest. */
  readonly takenOut: readonly Gone[];
}

const dayMs = 86_400_000;

/** One look at one model: counted, registered, judged. What cannot be judged of one hypothesis is refused with its reason and keeps no other from being judged. */
export const validateModel = async (world: ValidationWorld, loaded: LoadedManifest, model: string, options: ValidateOptions, now: number, io: CommandIo, watch: Stopwatch): Promise<LookedAt> => {
  const all = resolveHypotheses(loaded, model);
  const hypotheses = all.filter(({ name }) => options.hypotheses.length === 0 || options.hypotheses.includes(name));
  const production = resolveProduction(loaded, model);
  const environment = production?.environment ?? "production";
  const groups: CountedGroup[] = [];
  for (const group of seriesGroups(hypotheses, outcomesOf(all, production))) groups.push(...await countGroup(world, loaded, group, production, options, now, io, watch));
  const lastTs = groups.reduce<string | null>((latest, { counted }) => (typeof counted?.lastTs === "string" && (latest === null || counted.lastTs > latest) ? counted.lastTs : latest), null);
  // Registered once it is known what was there to be seen, so that the record can say it; nothing was judged before.
  const author = options.author ?? actor();
  ensureRegistered(world.runs, hypotheses, { author, dataUntil: lastTs, now, digests: digestsOf(groups) });
  const inForce = ensureCalendarRegistered(world.runs, resolveCalendar(loaded), { author, dataUntil: lastTs, now });
  for (const note of inForce.notes) io.note(`calendar: ${note}`);
  const calendar = inForce.entries.filter(({ models }) => models === null || models.includes(model));
  const records = registeredHypotheses(world.runs);
  const asOf = asOfOf(options, hypotheses, lastTs, now);
  const results = await watch.time("judging", async () => groups.flatMap((group) => judgeGroup(group, records, calendar, asOf, options, seriesIn(groups), placeIn(loaded))));
  return { model, environment, lastTs, takenOut: options.hypotheses.length > 0 ? [] : takenOut(world.runs, records, model, all), sides: groups.flatMap(({ counted }) => counted?.side ?? []), validation: validationOf({ lastTs, model, environment, asOf, options, groups, results: withConcurrent(withRestatements(inFamily(results), previousLook(world.runs, model, environment), options.backfill), world, environment), calendar }) };
};

/** Asked for history, the end of the log is the day of the look, once its labels are old enough; else it is now. */
const asOfOf = ({ asOf, backfill }: ValidateOptions, hypotheses: readonly Hypothesis[], lastTs: string | null, now: number): number => {
  if (asOf !== null) return Date.parse(asOf);
  if (!backfill || lastTs === null) return now;
  return Math.min(now, Date.parse(lastTs) + dayMs + Math.max(0, ...hypotheses.map(({ labelMaturitySeconds }) => labelMaturitySeconds * 1000)));
};

/** What each backtest holds is part of the claim. */
const digestsOf = (groups: readonly CountedGroup[]): ReadonlyMap<string, string> =>
  new Map(groups.flatMap(({ group, offline }) => (offline === null || offline.counted.digest === "" ? [] : group.hypotheses.map(({ id }) => [id, offline.counted.digest] as const))));

/** How many series this look judges: each hypothesis, and each of its segments' values. */
const seriesIn = (groups: readonly CountedGroup[]): number => groups.reduce((sum, { group, counted }) => sum + group.hypotheses.reduce((own, { segments }) =>
  own + 1 + (counted?.plan.segments.filter(({ column }) => segments.includes(column)).reduce((values, each) => values + each.values.length, 0) ?? 0), 0), 0);

const placeIn = ({ tree, world }: LoadedManifest) => ({ model, name }: Hypothesis): JudgeHypothesisRequest["place"] => {
  const { file, line } = keyPlaceAt(tree, ["models", model, "hypotheses", name]);
  return { file: fromCwd(file, world.cwd), line };
};

/** Hours of a few weeks are shown as hours; of a longer time their days are, which is also what is judged. */
const mostHours = 21 * 24;

const judgeGroup = ({ group, offline, counted, features, refused }: CountedGroup, records: readonly HypothesisRecord[], calendar: readonly CalendarEntry[], asOf: number, options: ValidateOptions, family: number, placeOf: (hypothesis: Hypothesis) => JudgeHypothesisRequest["place"]): HypothesisResult[] => {
  if (counted === null) return group.hypotheses.map((hypothesis) => refusedResult(hypothesis, ofHypothesis(records, hypothesis), refused ?? new LockstepError("LS255", { message: "nothing was counted" })));
  const { plan } = counted;
  const until = localDayOf(plan.timeZone, asOf);
  const stray = straysOf(counted);
  const byDay = plan.window === "hour" && counted.firstTs !== null && (asOf - Date.parse(counted.firstTs)) / 3_600_000 > mostHours && group.hypotheses.every(({ aggregation }) => aggregation === "pooled") && plan.measures.every(({ shape }) => shape !== "value");
  const statistics: readonly WindowStatistic[] = counted.series.read(planDigest(plan), { by: byDay ? "day" : "window", fromDay: stray?.first ?? null, toDay: until, arrivedBy: until, bins: "whenAsked" });
  const seen: SeriesPlan = byDay ? { ...plan, window: "day" } : plan;
  return group.hypotheses.map((hypothesis) => {
    const of = ofHypothesis(records, hypothesis);
    const measure = measureFor(plan, hypothesis.metric);
    if (measure === null) return refusedResult(hypothesis, of, new LockstepError("LS250", { message: `${hypothesis.metric.name} was not counted` }));
    const companion = scoredCompanion(hypothesis);
    const stale = offline === null || counted.opened === null ? null : staleness({
      asOf: new Date(asOf).toISOString().slice(0, 10), review: hypothesis.review, features: features.filter(({ days }) => days.length > 0), transformation: null,
      columns: { offline: offline.counted.columns.filter(({ role }) => role === "feature"), production: counted.columns },
    });
    return judgeHypothesis({
      stale,
      hypothesis, records: of, plan: seen, measure, scored: companion === null ? (measure.shape === "scored" ? measure : null) : measureFor(plan, companion),
      backtest: offline === null ? null : { series: offline.counted.series, digest: offline.counted.digest, resampled: offline.counted.resampled }, statistics, calendar, asOf, until: lookedUntil(options, counted.lastTs, asOf), backfill: options.backfill, family, place: placeOf(hypothesis),
    });
  });
};

/** The measure that a metric asked for became. */
const measureFor = ({ measures }: SeriesPlan, metric: Metric): Measure | null => measures.find((measure) => canonicalJson(measure.metric) === canonicalJson(metric)) ?? null;

const ofHypothesis = (records: readonly HypothesisRecord[], { id }: Hypothesis): HypothesisRecord[] => records.filter(({ hypothesis }) => hypothesis === id).toSorted((a, b) => a.version - b.version);

/** All series of all enforced hypotheses are one family: among so many, one alone may fail by chance. */
const inFamily = (results: readonly HypothesisResult[]): HypothesisResult[] => {
  const series = results.flatMap(({ hypothesis, overall, segments }) => (overall === null ? [] : [overall, ...segments].map((each) => ({ id: memberId(hypothesis.id, each), logEValue: each.logEValue, verdict: each.verdict }))));
  const verdicts = judgeFamily(series, corridorSettings.alpha);
  return results.map((result) => {
    const { hypothesis, overall, segments } = result;
    if (overall === null) return result;
    const judged = <Judged extends typeof overall>(each: Judged): Judged => ({ ...each, verdict: verdicts.get(memberId(hypothesis.id, each)) ?? each.verdict });
    const whole = judged(overall);
    return { ...result, overall: whole, segments: segments.map(judged), verdict: whole.verdict };
  });
};

const memberId = (hypothesis: string, { segment }: { readonly segment: { column: string; value: string } | null }): string => JSON.stringify([hypothesis, segment?.column, segment?.value]);

interface ValidationParts {
  readonly lastTs: string | null;
  readonly model: string;
  readonly environment: string;
  readonly asOf: number;
  readonly options: ValidateOptions;
  readonly groups: readonly CountedGroup[];
  readonly results: readonly HypothesisResult[];
  readonly calendar: readonly CalendarEntry[];
}

const validationOf = ({ lastTs, model, environment, asOf, options, groups, results, calendar }: ValidationParts): Validation => ({
  model, environment, asOf: new Date(asOf).toISOString(), backfill: options.backfill,
  sources: sourcesOf(groups, environment),
  hypotheses: [...results], family: { members: results.reduce((sum, { overall, segments }) => sum + (overall === null ? 0 : 1 + segments.length), 0), alpha: corridorSettings.alpha, method: "e-BH" },
  calendar: [...calendar], missingDays: missingDays(groups, lookedUntil(options, lastTs, asOf)), features: [...new Map(groups.flatMap(({ features }) => features).map((each) => [each.feature, each])).values()],
});

/** Asked for history, a log may end where it ends: the days in which its last labels came are not missing in it. */
const lookedUntil = ({ backfill, asOf }: ValidateOptions, lastTs: string | null, now: number): number => (backfill && asOf === null && lastTs !== null ? Math.min(now, Date.parse(lastTs) + 1) : now);

/** Days about a departure in which something else may have changed that explains it. */
const daysAround = { daysBefore: 14, daysAfter: 3 };

const withConcurrent = (results: readonly HypothesisResult[], { runs }: ValidationWorld, environment: string): HypothesisResult[] => results.map((result) => {
  const onset = result.overall?.since ?? (result.overall?.detector.alarm === true ? result.overall.detector.since : null) ?? null;
  return onset === null ? result : { ...result, concurrent: changesAround(runs, { model: result.hypothesis.model, environment, onset, ...daysAround }) };
});
