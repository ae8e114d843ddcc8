import type { SeriesPlan, WindowStatistic } from "../domain/measure.ts";
import { addStatistics, mergeStatistics } from "../measure/merge-statistics.ts";
import { dayOfWindow } from "../measure/window-time.ts";

/** All that was counted of one local day, or of one week where weeks are the finest that was kept. */
export interface CountedDay {
  readonly day: number;
  readonly whole: WindowStatistic;
  /** Its windows: 24 for hours, itself for days and weeks. */
  readonly windows: readonly WindowStatistic[];
}

/** Statistics of one measure and population added up by local day, oldest first; arrivals are added together. */
export const statisticsOfDays = (plan: Pick<SeriesPlan, "window" | "timeZone">, statistics: readonly WindowStatistic[]): CountedDay[] => {
  const windows = mergeStatistics(statistics.map((each) => (each.arrived === null ? each : { ...each, arrived: null })));
  return [...Map.groupBy(windows, ({ window }) => dayOfWindow(plan, window))]
    .map(([day, members]) => ({ day, whole: { ...addStatistics(members, "other"), window: day }, windows: members.toSorted((a, b) => a.window - b.window) }))
    .toSorted((a, b) => a.day - b.day);
};

/** What is left of a sum of statistics without one of its parts. Counts come out exact, sums to rounding. */
export const withoutStatistic = (whole: WindowStatistic, part: WindowStatistic): WindowStatistic => {
  const bins = new Map(part.bins.map((bin) => [bin[0], bin]));
  return {
    ...whole, rows: whole.rows - part.rows, labelled: whole.labelled - part.labelled, sums: withoutSums(whole.sums, part.sums),
    bins: whole.bins.map((bin) => {
      const taken = bins.get(bin[0]);
      return taken === undefined ? bin : bin.map((count, place) => (place === 0 ? count : count - (taken[place] ?? 0)));
    }),
  };
};

/** A value and its weight do not subtract as sums do: the mean of the rest is what is left of value times weight, over what is left of the weight. */
const withoutSums = (whole: readonly number[], part: readonly number[]): number[] => {
  const [value = 0, weight = 0] = whole;
  const [taken = 0, takenWeight = 0] = part;
  if (whole.length === 2) return weight > takenWeight ? [(value * weight - taken * takenWeight) / (weight - takenWeight), weight - takenWeight] : [value, 0];
  return whole.map((sum, place) => sum - (part[place] ?? 0));
};

/** Everything that was counted, in one statistic; null for no days. */
export const wholeOfDays = (days: readonly CountedDay[]): WindowStatistic | null => (days.length === 0 ? null : addStatistics(days.map(({ whole }) => whole), "other"));
