import type { Run } from "../../core/domain/run.ts";
import type { HypothesisResult, SeriesJudgement, Validation } from "../../core/domain/validation.ts";
import { formatCount } from "../wording/format-number.ts";
import { orderHypotheses, orderSegments } from "../validation/order-hypotheses.ts";
import { type countedOnce, packSeries, type PackedSeries } from "../validation/packed-series.ts";

/** The windows of one hypothesis as they are drawn: of everything, and of each segment that is shown, in the order of the run. */
export interface ShownHypothesis {
  readonly overall: PackedSeries | null;
  readonly segments: readonly PackedSeries[];
}

/** What a page shows of production beside the run: windows packed, for there may be a year of hours. */
export interface ShownValidation {
  readonly hypotheses: readonly ShownHypothesis[];
}

/** What is kept at first; halved until the page fits. */
export const validationLimits = { hypotheses: 100, windows: 400, segmentWindows: 130, passingWindows: 60, hypothesisSegments: 60, drawnSegments: 600, history: 160, contributions: 40, concurrent: 60, restated: 200, amendments: 60, labelFree: 40, features: 300, featureDays: 120, calendar: 200, missingDays: 400, sources: 40 };

type Counted = ReturnType<typeof countedOnce>;
type Take = <T>(list: readonly T[], limit: number, what: string) => T[];

/** The first and the last of a list and so many between. */
const thin = <T>(list: readonly T[], most: number): T[] => {
  const step = Math.ceil(list.length / most);
  return step <= 1 ? [...list] : list.filter((_, index) => index % step === 0 || index === list.length - 1);
};

const steps = { window: "windows", day: "days", week: "weeks", span: "spans of weeks" } as const;

const cutJudgement = (judgement: SeriesJudgement, history: number): SeriesJudgement => ({ ...judgement, points: [], history: thin(judgement.history, history) });

const cutHypothesis = (result: HypothesisResult, limits: typeof validationLimits, take: Take, counted: Counted, drawn: (step: PackedSeries["step"]) => void): { readonly result: HypothesisResult; readonly shown: ShownHypothesis } => {
  const { overall, hypothesis: { timeZone } } = result;
  const segments = take(orderSegments(result), limits.hypothesisSegments, "segments, of each hypothesis the worst");
  const kept = new Set(segments.map(({ segment }) => `${segment?.column ?? ""}\0${segment?.value ?? ""}`));
  const offline = (estimate: HypothesisResult["offline"]): HypothesisResult["offline"] => (estimate === null ? null : { ...estimate, daily: [], bySegment: estimate.bySegment.filter(({ segment }) => kept.has(`${segment.column}\0${segment.value}`)) });
  const pack = (judgement: SeriesJudgement, most: number): PackedSeries => {
    const packed = packSeries(counted(judgement.points), most, timeZone);
    drawn(packed.step);
    return packed;
  };
  return {
    shown: { overall: overall === null ? null : pack(overall, limits.windows), segments: segments.map((segment) => packSeries(counted(segment.points), segment.verdict === "pass" ? limits.passingWindows : limits.segmentWindows, timeZone)) },
    result: {
      // Of a segment only the outcome is drawn beside its windows: how its verdict came about is in the run document.
      ...result, overall: overall === null ? null : cutJudgement(overall, limits.history), segments: segments.map((segment) => cutJudgement({ ...segment, history: [] }, 1)), offline: offline(result.offline), reweighted: offline(result.reweighted),
      explanations: result.explanations.map((explanation) => ({ ...explanation, contributions: take(explanation.contributions, limits.contributions, "terms of differences") })), concurrent: take(result.concurrent, limits.concurrent, "changes at that time"),
      restated: take(result.restated, limits.restated, "restated windows"), amendments: take(result.amendments, limits.amendments, "amendments"), labelFree: take(result.labelFree, limits.labelFree, "label-free estimates"),
      maturity: result.maturity === null ? null : { ...result.maturity, curve: thin(result.maturity.curve, limits.featureDays) },
    },
  };
};

/** The run with no window in it: what is shortened and copied over and over need not be a year of hours. */
export const withoutWindows = (run: Run): Run => (run.validation === null ? run : {
  ...run, validation: { ...run.validation, hypotheses: run.validation.hypotheses.map((result) => ({ ...result, overall: result.overall === null ? null : { ...result.overall, points: [] }, segments: result.segments.map((segment) => ({ ...segment, points: [] })) })) },
});

/**
 * What of a look at production a page holds: hypotheses worst first, their windows packed and joined into days or weeks where they are too many. `run` has its texts
 * shortened and no windows; `whole` has them.
 */
export const cutValidation = (run: Run, whole: Validation | null, limits: typeof validationLimits, take: Take, counted: Counted, cuts: string[]): { readonly run: Run; readonly shown: ShownValidation | null } => {
  const { validation } = run;
  if (validation === null || whole === null) return { run, shown: null };
  const windowed = validation.hypotheses.map((result, at): HypothesisResult => {
    const full = whole.hypotheses[at];
    return { ...result, overall: result.overall === null ? null : { ...result.overall, points: full?.overall?.points ?? [] }, segments: result.segments.map((segment, index) => ({ ...segment, points: full?.segments[index]?.points ?? [] })) };
  });
  const joined = new Set<PackedSeries["step"]>();
  // Of many hypotheses one sentence tells what was cut of all of them.
  const sums = new Map<string, { kept: number; all: number }>();
  const sumUp: Take = (list, limit, what) => {
    const sum = sums.get(what) ?? { kept: 0, all: 0 };
    sums.set(what, { kept: sum.kept + Math.min(limit, list.length), all: sum.all + list.length });
    return list.slice(0, limit);
  };
  const shownHypotheses = take(orderHypotheses(windowed), limits.hypotheses, "hypotheses, worst first");
  const each = { ...limits, hypothesisSegments: Math.max(1, Math.min(limits.hypothesisSegments, Math.floor(limits.drawnSegments / Math.max(1, shownHypotheses.length)))) };
  const kept = shownHypotheses.map((result) => cutHypothesis(result, each, sumUp, counted, (step) => joined.add(step)));
  for (const [what, sum] of sums) if (sum.kept < sum.all) cuts.push(`${formatCount(sum.kept)} of ${formatCount(sum.all)} ${what}`);
  for (const step of joined) if (step !== "window") cuts.push(`${steps[step]} instead of windows where a series has more than ${limits.windows} of them`);
  return {
    shown: { hypotheses: kept.map(({ shown }) => shown) },
    run: {
      ...run, inputs: { ...run.inputs, features: [] },
      validation: {
        ...validation, hypotheses: kept.map(({ result }) => result), sources: take(validation.sources, limits.sources, "sources"), calendar: take(validation.calendar, limits.calendar, "lines of the calendar"), missingDays: take(validation.missingDays, limits.missingDays, "days without a row"),
        features: take(validation.features, limits.features, "features").map((feature) => ({ ...feature, days: thin(feature.days, limits.featureDays) })),
      },
    },
  };
};
