import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDuckDbEngine } from "../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import { openPopulation } from "../../src/app/populations/open-population.ts";
import { askedOf } from "../../src/app/validate/asked-of.ts";
import { labelFreeEstimates } from "../../src/checks/corridor/label-free/label-free-estimates.ts";
import type { Measure, WindowStatistic } from "../../src/core/domain/measure.ts";
import type { Metric } from "../../src/core/domain/metric.ts";
import type { LabelFreeEstimate } from "../../src/core/domain/validation.ts";
import { scoreCells } from "../../src/core/labels/score-cells.ts";
import { metricValue } from "../../src/core/measure/metric-value.ts";
import { dayLabel, dayOfWindow } from "../../src/core/measure/window-time.ts";
import { cbpe, uncalibrated } from "../../src/core/stats/cbpe.ts";
import { recalibrate } from "../../src/core/stats/recalibrate.ts";
import { countSeries } from "../../src/work/series/count-series.ts";
import { proposePlan } from "../../src/work/series/propose-plan.ts";
import { type CarLoanDecision, type CarLoanMetric, carLoanMetrics } from "./car-loan.ts";

/** A metric as a hypothesis writes it: of the model's own decisions, or of those that 0.5 makes of its scores. */
export const metricOf = (name: CarLoanMetric, decision: CarLoanDecision): Metric =>
  ({ name, label: "repaid", positive: 1, ...(name === "auc" ? { output: "y_pred_proba" } : decision === "decided" ? { output: "y_pred" } : { output: "y_pred_proba", threshold: 0.5 }) });

/** What our engine counted of one month: with its labels, and as it was before any had come. */
interface CountedMonth {
  readonly month: string;
  readonly labelled: readonly WindowStatistic[];
  readonly unlabelled: readonly WindowStatistic[];
}

/** The exported data as our engine counted them, by the day and then by the data's months. */
export interface CountedCarLoan {
  readonly measures: ReadonlyMap<CarLoanMetric, Measure>;
  /** Scores against labels, with the decision: what estimates before labels are made of. */
  readonly scored: Measure;
  readonly offline: readonly WindowStatistic[];
  readonly months: readonly CountedMonth[];
}

const plan = { window: "day", timeZone: "UTC" } as const;

/** Counts reference, analysis with its targets, and analysis before they came, as `lockstep validate` does: the plan is frozen from the reference. */
export const countCarLoan = async (folder: string, decision: CarLoanDecision): Promise<CountedCarLoan> => {
  // Before any target came: the only label there is belongs to no row of the analysis.
  writeFileSync(join(folder, "no-targets.csv"), "id,repaid\n-1,0\n");
  const engine = await createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 1, temporaryDirectory: folder });
  try {
    const wanted = new Map(carLoanMetrics.map((name) => [name, metricOf(name, decision)]));
    // What the companion of a hypothesis on decisions is: the score against the label, with whatever decides.
    const companion: Metric = { ...metricOf("auc", decision), ...(decision === "atHalf" ? { threshold: 0.5 } : {}) };
    const metrics = [...wanted.values(), companion];
    const open = (source: string, labels: string | null, like: Parameters<typeof openPopulation>[1]["like"]) => openPopulation(engine, {
      ...askedOf({ source: join(folder, `${source}.csv`), format: null, map: null, zone: "UTC", labels: labels === null ? null : { source: join(folder, `${labels}.csv`), key: "id", label: "repaid", ts: null } }, { metrics, segments: [], outcomes: [] }),
      name: source, like, cwd: folder, window: { from: null, to: null },
    });
    const reference = await open("reference", null, null);
    const frozen = await proposePlan(engine, { metrics, segments: [], ...plan, where: null }, reference.relation);
    const like = reference.relation.columns;
    const count = async (of: Promise<Awaited<ReturnType<typeof open>>>): Promise<readonly WindowStatistic[]> => (await countSeries(engine, (await of).relation, frozen)).statistics;
    const [offline, labelled, unlabelled] = [await count(Promise.resolve(reference)), await count(open("analysis", "targets", like)), await count(open("analysis", "no-targets", like))];
    const monthOf = ({ window }: WindowStatistic): string => dayLabel(dayOfWindow(plan, window)).slice(0, 7);
    const measureOf = (metric: Metric): Measure => {
      const found = frozen.measures.find((measure) => JSON.stringify(sorted(measure.metric)) === JSON.stringify(sorted(metric)));
      if (found === undefined) throw new Error(`${metric.name} was not counted`);
      return found;
    };
    return {
      measures: new Map([...wanted].map(([name, metric]) => [name, measureOf(metric)])), scored: measureOf(companion), offline,
      months: [...new Set(labelled.map(monthOf))].sort().map((month) => ({ month, labelled: labelled.filter((each) => monthOf(each) === month), unlabelled: unlabelled.filter((each) => monthOf(each) === month) })),
    };
  } finally {
    await engine.close();
  }
};

const sorted = (metric: Metric): unknown[] => Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1));

const monthAt = ({ months }: CountedCarLoan, at: string): CountedMonth => {
  const found = months.find(({ month }) => month === at);
  if (found === undefined) throw new Error(`nothing was counted of ${at}`);
  return found;
};

const ofMeasure = ({ id }: Measure, statistics: readonly WindowStatistic[]): WindowStatistic[] => statistics.filter(({ measure }) => measure === id);

/** What came true of a month. */
export const realisedOf = (counted: CountedCarLoan, month: string, metric: CarLoanMetric): number => {
  const measure = counted.measures.get(metric);
  const value = measure === undefined ? null : metricValue(measure, ofMeasure(measure, monthAt(counted, month).labelled));
  if (value === null) throw new Error(`${metric} is not defined in ${month}`);
  return value.value;
};

/** What is said of one month before any of its labels came, by every method. */
export const tellMonth = (counted: CountedCarLoan, month: string, metric: CarLoanMetric): LabelFreeEstimate[] =>
  labelFreeEstimates({ metric: { name: metric }, scored: counted.scored, offline: counted.offline, production: monthAt(counted, month).unlabelled, maturity: null, plan, asOf: Date.UTC(2030, 0, 1), leastShare: 0.15 });

const cellsOfMonth = (counted: CountedCarLoan, month: string, metric: CarLoanMetric) => scoreCells(counted.scored, ofMeasure(counted.scored, monthAt(counted, month).unlabelled), metric !== "auc");

/** The same without recalibration, scores taken at their word. */
export const tellUncalibrated = (counted: CountedCarLoan, month: string, metric: CarLoanMetric): number | null => {
  const cells = cellsOfMonth(counted, month, metric);
  return cbpe(metric, cells, uncalibrated(cells))?.value ?? null;
};

/** Standard deviation of what comes true of a month's own rows about what was told: their outcomes' scatter, and the calibration's error. */
export const scatterOfMonth = (counted: CountedCarLoan, month: string, metric: CarLoanMetric): number | null => {
  const calibration = recalibrate(scoreCells(counted.scored, ofMeasure(counted.scored, counted.offline), metric !== "auc"));
  const found = calibration === null ? null : cbpe(metric, cellsOfMonth(counted, month, metric), calibration);
  return found === null ? null : Math.sqrt(found.ofOutcomes + found.ofCalibration);
};
