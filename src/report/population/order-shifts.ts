import type { ColumnShift, PopulationComparison, ShiftMeasure } from "../../core/domain/population-comparison.ts";
import type { Verdict } from "../../core/domain/verdict.ts";
import { distanceOf } from "./measure-words.ts";

const verdictRank: Readonly<Record<Verdict, number>> = { error: 0, fail: 1, inconclusive: 2, warn: 3, pass: 4 };

/** The measure that decides, else the first there is. */
export const decidingMeasure = <M extends Pick<ShiftMeasure, "measure">>({ deciding, measures }: { readonly deciding: string | null; readonly measures: readonly M[] }): M | null => measures.find(({ measure }) => measure === deciding) ?? measures[0] ?? null;

const distance = (measure: ShiftMeasure | null): number => (measure === null ? 0 : distanceOf(measure.measure, measure.value ?? 0));

/** How far beyond its margin, as a multiple of it. */
const excess = (shift: ColumnShift): number => distance(decidingMeasure(shift)) / (shift.margin === null || shift.margin === 0 ? 1 : shift.margin);

/** Columns worst first: verdict, then distance beyond the margin, whole columns before their segments, then by name. */
export const orderShifts = ({ shifts }: Pick<PopulationComparison, "shifts">): ColumnShift[] => {
  const keyed = shifts.map((shift) => ({ shift, excess: excess(shift) }));
  return keyed
    .sort((a, b) => verdictRank[a.shift.verdict] - verdictRank[b.shift.verdict] || Number(a.shift.segment !== null) - Number(b.shift.segment !== null) || b.excess - a.excess || (a.shift.column < b.shift.column ? -1 : a.shift.column > b.shift.column ? 1 : 0))
    .map(({ shift }) => shift);
};

/** Metrics worst first; those that are shown and judged by nobody come last. */
export const orderMetrics = (metrics: PopulationComparison["metrics"]): PopulationComparison["metrics"] => [...worstFirst(metrics.filter(isJudged)), ...metrics.filter((metric) => !isJudged(metric))];

/** A metric without a margin is shown, and says nothing about agreement. */
export const isJudged = ({ margin, verdict }: PopulationComparison["metrics"][number]): boolean => margin !== null || (verdict !== "inconclusive" && verdict !== "pass");

/** Anything with a verdict, worst first and otherwise as it stood. */
export const worstFirst = <T extends { readonly verdict: Verdict }>(list: readonly T[]): T[] => [...list].sort((a, b) => verdictRank[a.verdict] - verdictRank[b.verdict]);
