import type { Measure, SeriesPlan, WindowStatistic } from "../../../core/domain/measure.ts";
import type { Metric } from "../../../core/domain/metric.ts";
import type { LabelFreeEstimate, LabelMaturity } from "../../../core/domain/validation.ts";
import { outcomePace } from "../../../core/labels/outcome-pace.ts";
import { scoreCells } from "../../../core/labels/score-cells.ts";
import { dayOfWindow, endOf, localDayOf, startOf } from "../../../core/measure/window-time.ts";
import { recalibrate } from "../../../core/stats/recalibrate.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { byAge } from "./by-age.ts";
import { byAtc } from "./by-atc.ts";
import { byBbse } from "./by-bbse.ts";
import { byCbpe } from "./by-cbpe.ts";
import { byPpi } from "./by-ppi.ts";
import { calibrationDoubt } from "./calibration-doubt.ts";
import { cellMetricOf } from "./cell-metric-of.ts";
import { cellsOf, toldFrom } from "./cells-of.ts";
import { labelFreeSettings } from "./label-free-settings.ts";
import { paceDoubt } from "./pace-doubt.ts";
import { rangeDoubt } from "./range-doubt.ts";
import { intervalOf, type Told } from "./told.ts";

export interface LabelFreeInput {
  /** The metric of the hypothesis. */
  readonly metric: Metric;
  /** The measure of shape `scored` for the same score, label and decision; its statistics are the ones below. */
  readonly scored: Measure;
  /** All of the backtest, of one population (all rows, or one segment). */
  readonly offline: readonly WindowStatistic[];
  /** Production's windows whose labels are still coming, by day of arrival, of the same population. */
  readonly production: readonly WindowStatistic[];
  /** Production's mature windows by day of arrival: how fast positives and negatives each come in. Without them both are taken to come at one pace. */
  readonly mature?: readonly WindowStatistic[];
  /** Null where labels bear no time: nothing is weighted by age then. */
  readonly maturity: LabelMaturity | null;
  readonly plan: Pick<SeriesPlan, "window" | "timeZone">;
  /** Milliseconds. */
  readonly asOf: number;
  /** `corridorSettings.leastLabelShare`. */
  readonly leastShare: number;
}

/**
 * What can be said of production before its labels came, by every method that applies, each with what it stands and falls with, and with what speaks against it here. Methods
 * that need no label come first. All are about all rows of the given windows, but the age-weighted one, which leaves the youngest out.
 * Empty where the metric or the data allow none: another metric, decisions that nobody recorded, no offline labels, no rows.
 */
export const labelFreeEstimates = (input: LabelFreeInput): LabelFreeEstimate[] => {
  const { scored, plan } = input;
  const metric = cellMetricOf(input.metric, scored);
  const [production, backtest] = [ofMeasure(scored, input.production).filter(({ window }) => startOf(plan, window) < input.asOf), ofMeasure(scored, input.offline)];
  if (metric === null || production.length === 0) return [];
  const [offline, now] = [cellsOf(metric, scored, backtest), cellsOf(metric, scored, production)];
  const calibration = recalibrate(offline);
  const from = toldFrom(metric, scored, [...offline, ...now]);
  const n = now.reduce((sum, cell) => sum + cell.n, 0);
  if (calibration === null || from === null || n === 0) return [];

  const [offlineBins, bins] = [scoreCells(scored, backtest, false), scoreCells(scored, production, false)];
  const binCalibration = recalibrate(offlineBins);
  const few = n < labelFreeSettings.rows ? `only ${countOf(n, "row")}, fewer than ${labelFreeSettings.rows}` : null;
  const unlabelled = present([few, rangeDoubt(offlineBins, bins), binCalibration === null ? null : calibrationDoubt(bins, binCalibration)]);
  const pace = input.maturity === null ? null : outcomePace(ofMeasure(scored, input.mature ?? []), plan, input.maturity);
  const told = [
    // A decision alone bears no confidence: taken for one, it would give the offline value back.
    from === "score" ? byCbpe(metric, now, calibration, unlabelled) : null,
    from === "score" && metric === "accuracy" ? byAtc(offline, now, calibration, unlabelled) : null,
    byBbse(metric, offline, now, present([few])),
    byPpi(metric, now, calibration, present([few, paceDoubt(pace)])),
    pace === null ? null : byAge({ metric, scored, production, pace, coverage: input.maturity?.coverage ?? 1, plan, lastDay: localDayOf(plan.timeZone, input.asOf) - 1, leastShare: input.leastShare }),
  ];
  return told.flatMap((each) => (each === null ? [] : [estimateOf(each, production, input)]));
};

const ofMeasure = ({ id }: Measure, statistics: readonly WindowStatistic[]): WindowStatistic[] => statistics.filter(({ measure }) => measure === id);

const present = (doubts: readonly (string | null)[]): string[] => doubts.filter((doubt) => doubt !== null);

const estimateOf = (told: Told, production: readonly WindowStatistic[], { plan, asOf }: Pick<LabelFreeInput, "plan" | "asOf">): LabelFreeEstimate => {
  const { days } = told;
  const windows = production.map(({ window }) => window).filter((window) => days === undefined || (dayOfWindow(plan, window) >= days[0] && dayOfWindow(plan, window) <= days[1]));
  const instants = { from: Math.min(...windows.map((window) => startOf(plan, window))), to: Math.min(asOf, Math.max(...windows.map((window) => endOf(plan, window)))) };
  return {
    method: told.method, from: new Date(instants.from).toISOString(), to: new Date(instants.to).toISOString(), estimate: told.estimate, interval: intervalOf(told), n: told.n, labelled: told.labelled,
    assumption: told.assumption, doubt: told.doubts.length === 0 ? null : told.doubts.join("; "),
  };
};
