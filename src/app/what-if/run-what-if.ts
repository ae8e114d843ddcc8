import { resolve } from "node:path";
import { systemClock } from "../../adapters/clock/system/system-clock.ts";
import type { CalendarEntry, Hypothesis } from "../../core/domain/hypothesis.ts";
import type { Measure, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import type { OfflineEstimate } from "../../core/domain/offline-estimate.ts";
import type { SeriesJudgement } from "../../core/domain/validation.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { canonicalJson } from "../../core/ledger/canonical-json.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import { localDayOf } from "../../core/measure/window-time.ts";
import { tQuantile } from "../../core/stats/distributions.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { metricWords } from "../../core/wording/metric-words.ts";
import type { CommandIo } from "../command-io.ts";
import { expectedSource } from "../hypothesis/expected-source.ts";
import { resolveCalendar } from "../hypothesis/resolve-calendar.ts";
import { resolveHypotheses } from "../hypothesis/resolve-hypotheses.ts";
import { resolveProduction } from "../hypothesis/resolve-production.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { nearest } from "../manifest/nearest.ts";
import { chooseModel } from "../manifest/resolve-model.ts";
import { toolVersion } from "../tool-version.ts";
import { hypothesesManifest } from "../validate/chosen-models.ts";
import { inValidationWorld } from "../validate/in-validation-world.ts";
import { offlineEstimateOf } from "../validate/offline-estimate-of.ts";
import { offlineSide } from "../validate/offline-side.ts";
import { productionSide } from "../validate/production-side.ts";
import { outcomesOf, type SeriesGroup, seriesGroups } from "../validate/series-group.ts";
import type { ValidationWorld } from "../validate/validation-world.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { askBacktest } from "./ask-backtest.ts";
import { judgeWhatIf } from "./judge-what-if.ts";
import { missingInBacktest } from "./missing-in-backtest.ts";
import { renderWhatIf } from "./render-what-if.ts";
import type { ToldEstimate, ToldJudgement, WhatIfDocument } from "./what-if-document.ts";
import type { WhatIfOptions } from "./what-if-options.ts";
import { changeWords, whatIfSentence } from "./what-if-words.ts";

const dayMs = 86_400_000;

/**
 * What would have been expected, and whether the corridor would have held, if one thing were otherwise. Registers nothing and enters nothing into the ledger: it is an exercise. LS117 without a manifest,
 * LS114 for what it does not name, LS254 where there is no estimate to change.
 */
export const runWhatIf = async (options: WhatIfOptions, io: CommandIo): Promise<WhatIfDocument> => {
  const loaded = await hypothesesManifest({ ...options, hypotheses: [] }, io);
  const hypothesis = hypothesisOf(loaded, options);
  const document = await inValidationWorld(options, io, (world) => answer(world, loaded, hypothesis, options, io));
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (options.output !== null) await writeFileWhole(resolve(io.cwd, options.output), text);
  io.out(options.json ? text : renderWhatIf(document, { color: io.colour, ascii: io.ascii, width: io.width }));
  return document;
};

const hypothesisOf = (loaded: LoadedManifest, { model, hypothesis }: WhatIfOptions): Hypothesis => {
  const all = resolveHypotheses(loaded, model === null ? chooseModel(loaded) : chooseModel(loaded, model));
  const names = all.map(({ name }) => name);
  const found = all.find(({ name, id }) => (hypothesis === null ? all.length === 1 : name === hypothesis || id === hypothesis));
  if (found !== undefined && found.metric.name !== "prometheus") return found;
  if (found !== undefined) throw new LockstepError("LS102", { message: `${found.name} is measured by Prometheus, and what-if reads logs`, place: "--hypothesis" });
  if (hypothesis === null) throw new LockstepError("LS102", { message: `which hypothesis is meant? There ${names.length === 0 ? "is none" : `are ${listOf(names)}`}`, place: "--hypothesis", todo: "Name one with --hypothesis." });
  const near = nearest(hypothesis, names);
  throw new LockstepError("LS114", { message: `no hypothesis is called ${hypothesis}; there ${names.length === 1 ? "is" : "are"} ${listOf(names)}`, place: "--hypothesis", todo: near === undefined ? "Name one of these." : `Did you mean ${near}?` });
};

const answer = async (world: ValidationWorld, loaded: LoadedManifest, hypothesis: Hypothesis, options: WhatIfOptions, io: CommandIo): Promise<WhatIfDocument> => {
  const { change, ask } = options;
  const counted = await countBoth(world, loaded, hypothesis, options, io);
  const { measure, plan, offline, statistics, asOf, calendar, backtest } = counted;
  const needsModel = change.kind === "missing" || change.kind === "rescale" || change.kind === "delay";
  if (needsModel && backtest === null) throw new LockstepError("LS254", { message: `${hypothesis.name} is expected by ${offline.source}: without a backtest there are no rows whose ${change.feature} could be otherwise`, place: hypothesis.id, todo: "Name a backtest under expected:." });
  const rescored = needsModel && backtest !== null && ask !== null ? await askBacktest(world.engine, { backtest: backtest.source, group: backtest.group, plan: backtest.plan, measure, hypothesis, change, ask, folder: world.temporary }, io) : null;
  const model = rescored ?? (needsModel && backtest !== null ? await missingInBacktest(world.engine, { backtest: backtest.source, group: backtest.group, plan: backtest.plan, measure, hypothesis, change }, io) : null);
  const judging = { hypothesis, measure, plan, offline, statistics, calendar, asOf };
  // What changes an input says nothing of production's past; it is judged as it was, for the corridor.
  const judged = change.kind === "missing" || change.kind === "rescale" || change.kind === "delay" ? judgeWhatIf({ ...judging, change: { kind: "margin", size: 0, relative: false } }) : judgeWhatIf({ ...judging, change });
  const before = toldEstimate(model?.before ?? offline);
  const after = toldEstimate(model?.after ?? judged.offline);
  const { words: metric, unit } = metricWords(measure.metric);
  const production = judged.judged === null ? null : { before: toldJudgement(judged.judged.before), after: model !== null || judged.judged.after === null ? null : toldJudgement(judged.judged.after) };
  return {
    kind: "what-if", version: toolVersion(), model: hypothesis.model, hypothesis: hypothesis.name, claim: hypothesis.claim, metric, unit, change, changeInWords: changeWords(change),
    assumptions: model?.assumptions ?? judged.assumptions, offline: { before, after }, judged: production, asked: rescored?.asked ?? null,
    sentence: whatIfSentence({ hypothesis, metric, unit, change, offline: { before, after }, judged: production }),
  };
};

interface CountedBoth {
  readonly measure: Measure;
  /** Of the statistics; hours of a pooled metric are added up to days. */
  readonly plan: SeriesPlan;
  readonly offline: OfflineEstimate;
  readonly statistics: readonly WindowStatistic[] | null;
  readonly asOf: number;
  readonly calendar: readonly CalendarEntry[];
  readonly backtest: { readonly source: NonNullable<ReturnType<typeof expectedSource>>; readonly group: SeriesGroup; readonly plan: SeriesPlan } | null;
}

/** Both sides as a look counts them, read back where a look has counted them before. */
const countBoth = async ({ engine, series, store }: ValidationWorld, loaded: LoadedManifest, hypothesis: Hypothesis, { change, asOf }: WhatIfOptions, io: CommandIo): Promise<CountedBoth> => {
  const calendar = resolveCalendar(loaded).filter(({ models }) => models === null || models.includes(hypothesis.model));
  const claims = resolveHypotheses(loaded, hypothesis.model);
  const where = resolveProduction(loaded, hypothesis.model);
  const own = seriesGroups(claims, outcomesOf(claims, where)).find(({ hypotheses }) => hypotheses.some(({ id }) => id === hypothesis.id));
  if (own === undefined) throw new Error("every hypothesis is in a group");
  const group: SeriesGroup = change.kind === "mix" && !own.segments.includes(change.column) ? { ...own, segments: [...own.segments, change.column] } : own;
  const source = expectedSource(loaded, hypothesis);
  const backtest = source === null ? null : (await offlineSide(engine, group, source, { store, recount: false }, io)).counted;
  const log = where?.log ?? null;
  const now = systemClock.now();
  const production = log === null ? null : await productionSide(engine, { group, source: log, frozen: backtest === null ? null : { plan: backtest.plan, columns: backtest.columns, coding: backtest.coding }, store, series, recount: false, dueBefore: now - hypothesis.labelMaturitySeconds * 1000 - 2 * dayMs }, io);
  const plan = production?.plan ?? backtest?.plan;
  const measure = plan?.measures.find(({ metric }) => canonicalJson(metric) === canonicalJson(hypothesis.metric));
  if (plan === undefined || measure === undefined) throw new LockstepError("LS255", { message: "the manifest names neither a backtest nor production's log", place: hypothesis.id, todo: "Write production: {log: PATH} under the model." });
  const offline = offlineEstimateOf(hypothesis, measure, backtest === null ? null : { series: backtest.series, digest: backtest.digest }, calendar);
  const last = production?.lastTs ?? null;
  const until = asOf !== null ? Date.parse(asOf) : last === null ? now : Math.min(now, Date.parse(last) + dayMs + hypothesis.labelMaturitySeconds * 1000);
  const byDay = plan.window === "hour" && hypothesis.aggregation === "pooled" && measure.shape !== "value";
  const untilDay = localDayOf(plan.timeZone, until);
  const read = production?.series.read(planDigest(plan), { by: byDay ? "day" : "window", fromDay: null, toDay: untilDay, arrivedBy: untilDay }) ?? null;
  return {
    measure, plan: byDay ? { ...plan, window: "day" } : plan, offline, statistics: read === null ? null : read.filter((each) => each.measure === measure.id), asOf: until, calendar,
    backtest: source === null || backtest === null ? null : { source, group, plan: backtest.plan },
  };
};

const toldEstimate = ({ estimate, standardError, degrees, n, method }: OfflineEstimate): ToldEstimate => {
  const half = tQuantile(0.975, degrees ?? Infinity) * standardError;
  return { estimate, standardError, interval: { low: estimate - half, high: estimate + half, level: 0.95, method: degrees === null ? "normal" : "Student's t" }, n, method };
};

const toldJudgement = ({ verdict, unit, units, rows, labelled, corridor, estimate, interval, since, reason }: SeriesJudgement): ToldJudgement => ({ verdict, unit, units, rows, labelled, corridor, estimate, interval, since, reason });
