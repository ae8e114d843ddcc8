import type { Measure, SeriesPlan, WindowStatistic } from "../../../core/domain/measure.ts";
import { type OutcomePace, type Pace, shareAt } from "../../../core/labels/outcome-pace.ts";
import type { ScoreCell } from "../../../core/labels/score-cells.ts";
import { dayOfWindow } from "../../../core/measure/window-time.ts";
import { type CellMetric, metricOfCells } from "../../../core/stats/cell-metric.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { percent } from "../../../core/wording/percent.ts";
import { cellsOf } from "./cells-of.ts";
import { labelFreeSettings } from "./label-free-settings.ts";
import type { Told } from "./told.ts";

export interface AgeInput {
  readonly metric: CellMetric;
  readonly scored: Measure;
  readonly production: readonly WindowStatistic[];
  readonly pace: OutcomePace;
  /** Share of rows whose label ever comes. */
  readonly coverage: number;
  readonly plan: Pick<SeriesPlan, "window" | "timeZone">;
  /** The last local day that is over. */
  readonly lastDay: number;
  readonly leastShare: number;
}

/** Rows of one age: what each label stands for, by its outcome; null where too few of that outcome's labels are there to stand for the rest. */
interface Cohort {
  readonly day: number;
  readonly age: number;
  readonly cells: readonly ScoreCell[];
  readonly rows: readonly number[];
  readonly ofPositive: number | null;
  readonly ofNegative: number | null;
}

/**
 * The metric from the labels that have come, each weighted by how many like it are still to come at its age. Where only one outcome's labels can stand for the rest, the other
 * is what remains of the rows. Ages at which too few of either have come are left out. The variance holds the rows, the draw of who has come, and the error of the curves. Null with too few labels.
 * Source: Horvitz & Thompson, J. Am. Stat. Assoc. 47 (1952); variance by influence functions.
 */
export const byAge = (input: AgeInput): Told | null => {
  const { metric, scored, production, pace, coverage } = input;
  const cohorts = cohortsOf(input).filter(({ ofPositive, ofNegative }) => ofPositive !== null || ofNegative !== null);
  const labelled = cohorts.reduce((sum, { cells, ofPositive, ofNegative }) => sum + cells.reduce((total, cell) => total + (ofPositive === null ? 0 : cell.positives) + (ofNegative === null ? 0 : cell.labelled - cell.positives), 0), 0);
  if (labelled < labelFreeSettings.labels) return null;
  const masses = cohorts.map((cohort) => cohort.cells.map((cell, index) => massOf(cohort, cell, (cohort.rows[index] ?? 0) * coverage)));
  const totals = cellsOf(metric, scored, production).map((cell, index) => ({
    ...cell,
    positives: masses.reduce((sum, of) => sum + (of[index]?.positives ?? 0), 0),
    negatives: masses.reduce((sum, of) => sum + (of[index]?.negatives ?? 0), 0),
  }));
  const found = metricOfCells(metric, totals);
  if (found === null) return null;
  const moves = cohorts.map((cohort) => movesOf(cohort, found, coverage));
  const variance = moves.reduce((sum, move) => sum + move.variance, 0)
    + curveError(pace.positives, cohorts.map(({ age }, index) => [age, moves[index]?.byPositives ?? 0]))
    + curveError(pace.negatives, cohorts.map(({ age }, index) => [age, moves[index]?.byNegatives ?? 0]));
  const days = cohorts.map(({ day }) => day);
  return {
    method: "age-weighted", estimate: found.value, variance, error: "labels, rows and the curve of ages", n: cohorts.reduce((sum, { rows }) => sum + rows.reduce((total, count) => total + count, 0), 0), labelled,
    assumption: `${pace.apart ? "positives and negatives each get" : "rows of either outcome get"} their label as fast as in mature windows`,
    doubts: doubtsOf(input, found.value), days: [Math.min(...days), Math.max(...days)],
  };
};

const cohortsOf = ({ metric, scored, production, pace, plan, lastDay, leastShare }: AgeInput): Cohort[] => {
  const byDay = new Map<number, WindowStatistic[]>();
  for (const statistic of production) {
    const day = dayOfWindow(plan, statistic.window);
    const of = byDay.get(day);
    if (of === undefined) byDay.set(day, [statistic]);
    else of.push(statistic);
  }
  const weight = (of: Pace, age: number): number | null => (shareAt(of, age) >= leastShare ? 1 / shareAt(of, age) : null);
  return [...byDay].filter(([day]) => day <= lastDay).sort(([one], [other]) => one - other).map(([day, statistics]) => {
    const age = lastDay - day;
    return {
      day, age, cells: cellsOf(metric, scored, statistics.filter(({ arrived }) => arrived !== null && arrived <= lastDay)), rows: cellsOf(metric, scored, statistics).map(({ n }) => n),
      ofPositive: weight(pace.positives, age), ofNegative: weight(pace.negatives, age),
    };
  });
};

const massOf = ({ ofPositive, ofNegative }: Cohort, cell: ScoreCell, rows: number): { positives: number; negatives: number } => {
  const positives = ofPositive === null ? null : cell.positives * ofPositive;
  const negatives = ofNegative === null ? null : (cell.labelled - cell.positives) * ofNegative;
  return { positives: positives ?? rows - (negatives ?? 0), negatives: negatives ?? rows - (positives ?? 0) };
};

/** The variance that a cohort adds, and by how much the metric moves with a relative change of either curve at its age. */
const movesOf = ({ cells, rows, ofPositive, ofNegative }: Cohort, { ofPositive: u, ofNegative: v }: { readonly ofPositive: readonly number[]; readonly ofNegative: readonly number[] }, coverage: number): { variance: number; byPositives: number; byNegatives: number } => {
  let [variance, byPositives, byNegatives] = [0, 0, 0];
  cells.forEach((cell, index) => {
    const [positive, negative, all] = [u[index] ?? 0, v[index] ?? 0, rows[index] ?? 0];
    const negatives = cell.labelled - cell.positives;
    if (ofPositive !== null && ofNegative !== null) {
      variance += cell.positives * (ofPositive * positive) ** 2 + negatives * (ofNegative * negative) ** 2;
      byPositives += cell.positives * ofPositive * positive;
      byNegatives += negatives * ofNegative * negative;
      return;
    }
    // Every row counts as the outcome that cannot be told, and a label of the other takes it back.
    const [weight, told, base, other] = ofPositive === null ? [ofNegative ?? 0, negatives, positive, negative] : [ofPositive, cell.positives, negative, positive];
    variance += Math.max(0, all - told) * (coverage * base) ** 2 + told * (coverage * base + weight * (other - base)) ** 2;
    if (ofPositive === null) byNegatives += told * weight * (other - base);
    else byPositives += told * weight * (other - base);
  });
  return { variance, byPositives, byNegatives };
};

/** A curve from n labels errs by (1 - F) / (n F) relatively, and shares its error between ages: that of the older of two. */
const curveError = ({ shares, labels }: Pace, moves: readonly (readonly [age: number, move: number])[]): number => {
  if (labels === null) return 0;
  let sum = 0;
  for (const [age, move] of moves) {
    for (const [other, too] of moves) {
      const share = shareAt({ shares, labels }, Math.max(age, other));
      if (share > 0) sum += (move * too * (1 - share)) / (labels * share);
    }
  }
  return sum;
};

const doubtsOf = ({ production, pace, plan, lastDay, leastShare, coverage }: AgeInput, value: number): string[] => {
  const skipped = new Set(production.map(({ window }) => dayOfWindow(plan, window)).filter((day) => day > lastDay || (shareAt(pace.positives, lastDay - day) < leastShare && shareAt(pace.negatives, lastDay - day) < leastShare))).size;
  return [
    ...(skipped > 0 ? [`the youngest ${countOf(skipped, "day")} are left out: fewer than ${percent(leastShare)} of their labels have come`] : []),
    ...(value < 0 || value > 1 ? [`the weighted labels give ${percent(value)}, which no share can be: labels come in faster or slower than they did`] : []),
    ...(coverage < 0.9 ? [`labels of ${percent(1 - coverage)} of the rows never come, and are taken to be like the rest`] : []),
  ];
};
