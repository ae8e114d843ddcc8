import type { WindowStatistic } from "../domain/measure.ts";
import { sumCompensated } from "../profile/sum-compensated.ts";

/**
 * Adds up what has the same measure, segment, window and day of arrival; in the order in which each was first seen. Sums carry along what rounding loses, so that the
 * order of parts does not show. Of a count the seconds do not add, for a window lasts as long however many files its events lie in; a value weighs by its rows.
 */
export const mergeStatistics = (statistics: readonly WindowStatistic[]): WindowStatistic[] => {
  const groups = new Map<string, WindowStatistic[]>();
  for (const each of statistics) {
    const key = `${each.measure}\n${each.window}\n${each.arrived ?? ""}\n${each.segment === null ? "" : `${each.segment.column}\n${each.segment.value}`}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups.values()].map((group) => addStatistics(group, "same"));
};

/** One statistic for several of one measure. `same`: all of one window, whose seconds count once. `other`: of different windows, and seconds add. */
export const addStatistics = (group: readonly WindowStatistic[], windows: "same" | "other"): WindowStatistic => {
  const [first, second] = group;
  if (first === undefined) throw new RangeError("nothing to add");
  if (second === undefined) return first;
  return {
    ...first,
    rows: group.reduce((sum, { rows }) => sum + rows, 0), labelled: group.reduce((sum, { labelled }) => sum + labelled, 0),
    sums: addSums(group.map(({ sums }) => sums).filter((sums) => sums.length > 0), windows), bins: addBins(group.map(({ bins }) => bins)),
  };
};

/** Two numbers are a value and its weight, three a count, six a ratio. */
const addSums = (lists: readonly (readonly number[])[], windows: "same" | "other"): number[] => {
  const [first, second] = lists;
  if (first === undefined || second === undefined) return [...(first ?? [])];
  const column = (place: number): number[] => lists.map((sums) => sums[place] ?? 0);
  if (first.length === 2) {
    const weight = sumCompensated(column(1));
    return weight === 0 ? [first[0] ?? 0, 0] : [sumCompensated(lists.map(([value = 0, rows = 0]) => value * rows)) / weight, weight];
  }
  return first.map((_, place) => (first.length === 3 && place === 1 && windows === "same" ? Math.max(...column(place)) : sumCompensated(column(place))));
};

const addBins = (lists: readonly (readonly (readonly number[])[])[]): number[][] => {
  const rows = new Map<number, (readonly number[])[]>();
  for (const bins of lists) {
    for (const bin of bins) {
      const [code = 0] = bin;
      const kept = rows.get(code);
      if (kept === undefined) rows.set(code, [bin]);
      else kept.push(bin);
    }
  }
  return [...rows].sort(([a], [b]) => a - b).map(([code, group]) => {
    const [first = []] = group;
    return group.length === 1 ? [...first] : [code, ...first.slice(1).map((_, place) => sumCompensated(group.map((bin) => bin[place + 1] ?? 0)))];
  });
};
