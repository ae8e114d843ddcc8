import { labelFreeEstimates } from "../../checks/corridor/label-free/label-free-estimates.ts";
import { explainDifferences } from "../../checks/corridor/why/explain-differences.ts";
import { judgeSeries } from "../../core/corridor/judge-series.ts";
import type { CalendarEntry, Hypothesis, HypothesisRecord } from "../../core/domain/hypothesis.ts";
import type { Measure, Series, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import { needsLabel } from "../../core/domain/metric.ts";
import type { OfflineEstimate } from "../../core/domain/offline-estimate.ts";
import type { HypothesisResult, SeriesJudgement } from "../../core/domain/validation.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { corridorSettings } from "../../core/judge/corridor-settings.ts";
import { refusedVerdict } from "../../core/judge/refused-verdict.ts";
import { labelMaturity } from "../../core/labels/label-maturity.ts";
import { unbreakable } from "../../core/hypothesis/unbreakable.ts";
import { metricValue } from "../../core/measure/metric-value.ts";
import { endOf, startOf } from "../../core/measure/window-time.ts";
import type { WholeValue } from "../../core/offline/about-backtest.ts";
import { reweightOffline } from "../../core/offline/reweight-offline.ts";
import { metricWords } from "../../core/wording/metric-words.ts";
import { offlineEstimateOf, ofSegment } from "./offline-estimate-of.ts";

/** One hypothesis with all that was counted for it. */
export interface JudgeHypothesisRequest {
  readonly hypothesis: Hypothesis;
  /** All versions, oldest first. */
  readonly records: readonly HypothesisRecord[];
  /** By what windows `statistics` are. */
  readonly plan: SeriesPlan;
  readonly measure: Measure;
  /** Score against label, for what can be told before labels come; null where there is none. */
  readonly scored: Measure | null;
  /** `resampled`: errors of measures that do not add, by measure, of all rows. */
  readonly backtest: { readonly series: Series; readonly digest: string; readonly resampled?: Readonly<Record<string, WholeValue>> } | null;
  /** Of production, every measure and segment, as known at `asOf`. */
  readonly statistics: readonly WindowStatistic[];
  readonly calendar: readonly CalendarEntry[];
  /** Why the backtest should not be trusted any longer; null while nothing speaks against it. */
  readonly stale: string | null;
  readonly asOf: number;
  /** End of what is judged, ms: the instant of the look, or of a history that ended before. */
  readonly until: number;
  readonly backfill: boolean;
  /** Series that are judged together: all hypotheses, all segments. */
  readonly family: number;
  /** Where the manifest says it. */
  readonly place: NonNullable<HypothesisResult["place"]> | null;
}

/** Estimates, corridor, verdicts of all rows and of each segment, and what explains a departure. Pure: the same counts give the same result. */
export const judgeHypothesis = (request: JudgeHypothesisRequest): HypothesisResult => {
  const { hypothesis, records, measure } = request;
  const record = records.at(-1);
  const { words, unit } = metricWords(measure.metric);
  const amendments = records.slice(1).map(({ content: _content, ...amendment }) => amendment);
  const head = { hypothesis, version: record?.version ?? 0, registeredAt: records[0]?.registeredAt ?? null, amendments, metric: words, unit, ...(request.place === null ? {} : { place: request.place }) };
  try {
    return { ...head, ...judged(request), refused: null };
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    return { ...head, ...nothing, verdict: refusedVerdict(error.code), refused: { code: error.code, message: error.message, todo: error.todo } };
  }
};

/** A hypothesis of which nothing can be said, and why. */
export const refusedResult = (hypothesis: Hypothesis, records: readonly HypothesisRecord[], error: LockstepError): HypothesisResult => {
  const { words, unit } = metricWords(hypothesis.metric);
  return {
    hypothesis, version: records.at(-1)?.version ?? 0, registeredAt: records[0]?.registeredAt ?? null, amendments: records.slice(1).map(({ content: _content, ...amendment }) => amendment), metric: words, unit,
    ...nothing, verdict: refusedVerdict(error.code), refused: { code: error.code, message: error.message, todo: error.todo },
  };
};

const nothing = { offline: null, reweighted: null, overall: null, segments: [], verdict: "inconclusive" as const, labelFree: [], maturity: null, explanations: [], concurrent: [], restated: [], cost: null };

const judged = ({ hypothesis, records, plan, measure, scored, backtest, statistics, calendar, asOf, until, backfill, stale, family }: JudgeHypothesisRequest): Omit<HypothesisResult, "hypothesis" | "version" | "registeredAt" | "amendments" | "metric" | "unit" | "refused"> => {
  const own = statistics.filter((each) => each.measure === measure.id);
  const offline = { ...offlineEstimateOf(hypothesis, measure, backtest, calendar), stale };
  const why = unbreakable(hypothesis.metric.name, offline.estimate, hypothesis.margin);
  if (why !== null) throw new LockstepError("LS250", { message: `the margin of ${hypothesis.name} promises nothing: ${why}`, place: hypothesis.id, todo: "Write a narrower margin, and amend the hypothesis." });
  const from = fromOf(hypothesis, records, backfill);
  // How many rows are behind a value of Prometheus nobody knows; each is as good as any.
  const counted = measure.metric.name === "prometheus" && measure.shape === "value" ? { ...hypothesis, minimum: { coverage: 0, rows: 1 } } : hypothesis;
  const judge = (segment: WindowStatistic["segment"], estimate: OfflineEstimate): SeriesJudgement => judgeSeries({
    hypothesis: counted, measure, plan, offline: estimate, segment, statistics: ofSegment(own, segment), calendar, asOf, from, to: until, family, settings: corridorSettings,
  });
  const overall = sinceRegistered(judge(null, offline), from, hypothesis, own.some(({ window }) => from !== null && startOf(plan, window) < from));
  const segments = plan.segments.filter(({ column }) => hypothesis.segments.includes(column)).flatMap(({ column, values }) => values.flatMap((value) => {
    const segment = { column, value };
    const ofBacktest = hypothesis.expected.kind === "backtest" ? segmentEstimate(hypothesis, measure, backtest, calendar, segment) : offline;
    return ofBacktest === null ? [] : [judge(segment, ofBacktest)];
  }));
  const maturity = needsLabel(measure.metric.name) ? labelMaturity(ofSegment(own, null), plan, { asOf, maturitySeconds: hypothesis.labelMaturitySeconds, leastShare: corridorSettings.leastLabelShare }) : null;
  const mix = hypothesis.reweightBy === null ? null : mixOf(measure, own, hypothesis.reweightBy);
  const mixed = mix === null || hypothesis.reweightBy === null || offline.kind !== "backtest" ? { estimate: null, refused: null } : forMix(hypothesis, offline, hypothesis.reweightBy, mix);
  const outside = daysOutside(overall);
  const departed = [overall, ...segments].some(({ verdict }) => verdict === "fail") || overall.detector.alarm;
  const failing = [overall, ...segments].filter(({ verdict }) => verdict === "fail");
  // Asked of the time since the departure; before it, production was as promised, and would hide what happened.
  const onset = overall.since ?? failing.flatMap(({ since }) => since ?? []).sort()[0] ?? overall.detector.since;
  const since = onset === null ? from : Date.parse(onset);
  return {
    offline, reweighted: mixed.estimate, overall: mixed.refused === null ? overall : { ...overall, reason: `${overall.reason}; ${mixed.refused}` }, segments, verdict: overall.verdict, maturity,
    labelFree: scored === null || backtest === null || maturity === null ? [] : beforeLabels({ hypothesis, scored, backtest, statistics, maturity, plan, asOf }),
    explanations: !departed || backtest === null ? [] : explainDifferences({ measure, plan, offlinePlan: backtest.series.plan, isDeparted: failing.length > 0, columns: plan.segments.map(({ column }) => column), offline: backtest.series.statistics, production: own.filter(({ window }) => since === null || startOf(plan, window) >= since), alpha: corridorSettings.alpha }),
    concurrent: [], restated: [],
    cost: hypothesis.impact === null || outside === 0 ? null : { days: outside, amount: outside * hypothesis.impact.perDay, unit: hypothesis.impact.unit },
  };
};

/** Windows are mature or not by the clock alone; what comes late in each is told by its arrival. */
const beforeLabels = ({ hypothesis, scored, backtest, statistics, maturity, plan, asOf }: Pick<JudgeHypothesisRequest, "hypothesis" | "statistics" | "plan" | "asOf"> & { scored: Measure; backtest: NonNullable<JudgeHypothesisRequest["backtest"]>; maturity: NonNullable<HypothesisResult["maturity"]> }): HypothesisResult["labelFree"] => {
  const whole = ofSegment(statistics, null).filter((each) => each.measure === scored.id);
  const isMature = ({ window }: WindowStatistic): boolean => endOf(plan, window) + hypothesis.labelMaturitySeconds * 1000 <= asOf;
  return labelFreeEstimates({
    metric: hypothesis.metric, scored, offline: ofSegment(backtest.series.statistics, null).filter((each) => each.measure === scored.id), production: whole.filter((each) => !isMature(each)), mature: whole.filter(isMature), maturity, plan, asOf,
    leastShare: corridorSettings.leastLabelShare,
  });
};

/** Judged from where people said, else from the day it was registered; all history where that was asked for. */
const fromOf = ({ since }: Hypothesis, records: readonly HypothesisRecord[], backfill: boolean): number | null => {
  if (since !== null) return Date.parse(since);
  const registered = records[0]?.registeredAt;
  return backfill || registered === undefined ? null : Date.parse(registered);
};

/** Whoever looks for the first time sees a log full of windows and nothing judged: that is said, and how history is judged. */
const sinceRegistered = (overall: SeriesJudgement, from: number | null, { since }: Hypothesis, isEarlier: boolean): SeriesJudgement => {
  if (overall.units > 0 || from === null || !isEarlier) return overall;
  const day = new Date(from).toISOString().slice(0, 10);
  const told = since === null ? `only what comes after its registration on ${day} judges it, and --backfill judges what was there before` : `only what comes from ${day} on judges it`;
  return { ...overall, blind: overall.blind === null ? told : `${told}; ${overall.blind}` };
};

const segmentEstimate = (hypothesis: Hypothesis, measure: Measure, backtest: JudgeHypothesisRequest["backtest"], calendar: readonly CalendarEntry[], segment: NonNullable<WindowStatistic["segment"]>): OfflineEstimate | null => {
  if (backtest === null) return null;
  try {
    return offlineEstimateOf(hypothesis, measure, { digest: backtest.digest, series: { ...backtest.series, statistics: ofSegment(backtest.series.statistics, segment).map((each) => ({ ...each, segment: null })) } }, calendar);
  } catch (error) {
    // A value that the backtest hardly had is told with all rows, and not by itself.
    if (error instanceof LockstepError && error.code === "LS254") return null;
    throw error;
  }
};

/** Another mix is told beside what is judged: where it cannot be told, that is said, and the verdict stands. */
const forMix = (hypothesis: Hypothesis, offline: OfflineEstimate, column: string, mix: readonly { value: string; share: number }[]): { readonly estimate: OfflineEstimate | null; readonly refused: string | null } => {
  try {
    return { estimate: reweightOffline(offline, column, mix, hypothesis.metric.name), refused: null };
  } catch (error) {
    if (error instanceof LockstepError && error.code === "LS254") return { estimate: null, refused: error.message };
    throw error;
  }
};

/** Shares of what the metric is told over: of those called positive for precision, of the positives for recall, else of the rows. */
const mixOf = (measure: Measure, statistics: readonly WindowStatistic[], column: string): { value: string; share: number }[] => {
  const weights = [...Map.groupBy(statistics.filter(({ segment }) => segment?.column === column), ({ segment }) => segment?.value ?? "")].map(([value, own]) => {
    const told = metricValue(measure, own);
    return { value, weight: told?.exposure ?? told?.n ?? 0 };
  });
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? [] : weights.map(({ value, weight }) => ({ value, share: weight / total }));
};

/** Local days since the departure; none while nothing has departed. */
const daysOutside = ({ verdict, since, points }: SeriesJudgement): number => {
  if (verdict !== "fail" || since === null) return 0;
  return new Set(points.filter(({ start, status }) => status !== "missing" && start >= since).map(({ label }) => label.slice(0, 10))).size;
};
