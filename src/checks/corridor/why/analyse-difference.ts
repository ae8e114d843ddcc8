import type { Measure, SeriesPlan, WindowStatistic } from "../../../core/domain/measure.ts";
import { dayOfWindow } from "../../../core/measure/window-time.ts";
import { tCdf } from "../../../core/stats/distributions.ts";
import { kitagawa, type KitagawaTerm, type RatioCell } from "../../../core/stats/kitagawa.ts";
import { kitagawaGradients, type Slopes } from "../../../core/stats/kitagawa-gradients.ts";
import { type CellSums, cellsOfStatistics, type CutSide } from "./cells-of-statistics.ts";
import { type Reading, readingOfMeasure } from "./reading-of-measure.ts";
import { addVariances, cautiousMoments, restsOn, sideVariance, sideVariances, type SideVariance } from "./term-errors.ts";

export interface DifferenceQuestion {
  readonly measure: Measure;
  readonly plan: Pick<SeriesPlan, "window" | "timeZone">;
  /** How offline was cut, where it was cut otherwise than production is given here (hours against days). */
  readonly offlinePlan?: Pick<SeriesPlan, "window" | "timeZone">;
  /** One of the plan's segment columns. */
  readonly column: string;
  /** Of all rows (segment null) and of the values of `column`; statistics of other measures and columns are passed over. */
  readonly offline: readonly WindowStatistic[];
  /** The same of production, of the time that is to be explained. */
  readonly production: readonly WindowStatistic[];
  readonly alpha: number;
  /** Others have shown already that the whole moved (it left its corridor), and it need not be shown here again. */
  readonly isDeparted?: boolean;
}

/** One cell's terms in the metric's unit, with their variances, and whether it moved beyond what moved everywhere. */
export interface AnalysedCell {
  readonly value: string;
  readonly term: KitagawaTerm;
  readonly mix: SideVariance & { readonly value: number };
  readonly rate: SideVariance & { readonly value: number };
  /** mix + rate. */
  readonly contribution: number;
  /** Of "this cell did nothing but what all did"; 1 without support. */
  readonly p: number;
  readonly units: { readonly offline: number; readonly production: number };
}

export interface AnalysedDifference {
  readonly question: DifferenceQuestion;
  readonly reading: Reading;
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  /** Of "the whole did not move". */
  readonly p: number;
  readonly cells: readonly AnalysedCell[];
  /** What the errors rest on, in words. */
  readonly method: string;
}

/** Fewest units on either side, and fewest events expected of a count, before a cell can be named as a cause. */
const fewestUnits = 30;
const fewestEvents = 5;

/** The decomposition of one column, before anything is concluded from it. Null where the metric has no such parts or a side has nothing to divide by. */
export const analyseDifference = (question: DifferenceQuestion): AnalysedDifference | null => {
  const { measure, plan, column } = question;
  const mine = (statistics: readonly WindowStatistic[]): WindowStatistic[] => statistics.filter((each) => each.measure === measure.id && (each.segment === null || each.segment.column === column));
  const [offline, production] = [mine(question.offline), mine(question.production)];
  const reading = readingOfMeasure(measure, offline, production);
  if (reading === null) return null;
  const values = [...new Set([...offline, ...production].flatMap(({ segment }) => (segment === null ? [] : [segment.value])))].sort();
  const cut = (statistics: readonly WindowStatistic[], by: DifferenceQuestion["plan"]): CutSide => cellsOfStatistics(statistics.map((each) => ({ ...each, window: dayOfWindow(by, each.window) })), column, values, reading.sumsOf);
  const [before, after] = [cut(offline, question.offlinePlan ?? plan), cut(production, plan)];
  const dOf = ({ cells }: CutSide): number => cells.reduce((sum, [, , d]) => sum + d, 0);
  if (!(dOf(before) > 0 && dOf(after) > 0)) return null;
  const names = [...values, restName(values)];
  const kept = names.map((_, k) => k).filter((k) => (before.cells[k]?.[2] ?? 0) > 0 || (after.cells[k]?.[2] ?? 0) > 0);
  const only = (side: CutSide): CutSide => ({ cells: kept.map((k) => side.cells[k] as CellSums), windows: side.windows.map(({ window, m, d }) => ({ window, m: kept.map((k) => m[k] ?? 0), d: kept.map((k) => d[k] ?? 0) })) });
  return analysed(question, reading, kept.map((k) => names[k] as string), only(before), only(after));
};

const analysed = (question: DifferenceQuestion, reading: Reading, names: readonly string[], offline: CutSide, production: CutSide): AnalysedDifference => {
  const cells = names.map((_, k): RatioCell => {
    const [before, after] = [offline.cells[k] as CellSums, production.cells[k] as CellSums];
    return { before: { m: before[1], d: before[2] }, after: { m: after[1], d: after[2] } };
  });
  const { terms, before, after, difference } = kitagawa(cells);
  const scale = reading.scale(before, after);
  const [ofOffline, ofProduction] = [kitagawaGradients(cells, "before"), kitagawaGradients(cells, "after")];
  const cautious = [cautiousMoments(offline.cells, production.cells), cautiousMoments(production.cells, offline.cells)] as const;
  const varianceOf = (one: Slopes, other: Slopes, [ofOne, ofOther]: readonly [readonly CellSums[], readonly CellSums[]]): SideVariance => addVariances(sideVariance(offline, ofOne, one), sideVariance(production, ofOther, other));
  const asSeen = [offline.cells, production.cells] as const;
  const ofExcess = [sideVariances(offline, cautious[0], ofOffline.excess), sideVariances(production, cautious[1], ofProduction.excess)] as const;
  const allRates = terms.reduce((sum, each) => sum + each.rate, 0);
  const found = names.map((value, k): AnalysedCell => {
    const term = terms[k] as KitagawaTerm;
    const part = (name: "mix" | "rate"): SideVariance & { value: number } => {
      const { variance, degrees } = varianceOf(ofOffline[name][k] as Slopes, ofProduction[name][k] as Slopes, asSeen);
      return { value: term[name] * scale, variance: variance * scale * scale, degrees };
    };
    const [mix, rate] = [part("mix"), part("rate")];
    const excess = term.mix + term.rate - ((term.weightBefore + term.weightAfter) / 2) * allRates;
    const isSupported = names.length > 1 && hasSupport(offline.cells[k] as CellSums, production.cells[k] as CellSums);
    const p = isSupported ? pOf(excess, addVariances(ofExcess[0][k] as SideVariance, ofExcess[1][k] as SideVariance)) : 1;
    return { value, term, mix, rate, contribution: mix.value + rate.value, p, units: { offline: offline.cells[k]?.[0] ?? 0, production: production.cells[k]?.[0] ?? 0 } };
  });
  const words = { windows: question.plan.window === "week" ? "weeks" : "days", rows: "rows" };
  return {
    question, reading, before, after, difference: difference * scale, p: pOf(difference, varianceOf(ofOffline.difference, ofProduction.difference, cautious)), cells: found,
    method: `delta method; offline by ${words[restsOn(offline)]}, production by ${words[restsOn(production)]}${reading.ratio === null ? "" : "; the quantile taken as known"}`,
  };
};

/** Two-sided, by Student's t; 1 where nothing varies and nothing differs. */
const pOf = (value: number, { variance, degrees }: SideVariance): number => {
  if (!(variance > 0)) return 1;
  return Math.min(1, 2 * tCdf(-Math.abs(value) / Math.sqrt(variance), degrees));
};

/** Enough units on the sides that have the cell; and where events are counted one by one, enough of them and of their absence to be expected on either side. */
const hasSupport = (offline: CellSums, production: CellSums): boolean => {
  const sides = [offline, production].filter(([units]) => units > 0);
  if (sides.length === 0 || sides.some(([units]) => units < fewestUnits)) return false;
  const isCount = sides.every(([units, m, d, mm, dd]) => m === mm && d === dd && m >= 0 && m <= d && d <= units);
  if (!isCount) return true;
  const share = sides.reduce((sum, [, m]) => sum + m, 0) / sides.reduce((sum, [, , d]) => sum + d, 0);
  return sides.every(([, , d]) => d * share >= fewestEvents && d * (1 - share) >= fewestEvents);
};

/** Under what name rows stand whose value is none of the frozen ones, or missing; a name that no value has. */
const restName = (values: readonly string[]): string => {
  let name = "(other)";
  while (values.includes(name)) name = `(${name})`;
  return name;
};
