import type { WindowStatistic } from "../domain/measure.ts";
import { sumCompensated, withinDoubles } from "../profile/sum-compensated.ts";

/**
 * Adds up what has the same measure, segment, window and day of arrival; in the order in which each was first seen. Sums carry along what rounding loses, so that the
 * order of parts does not show. Of a count the seconds do not add, for a window lasts as long however many files its events lie in; a value weighs by its rows.
 */
export const mergeStatistics = (statistics: readonly WindowStatistic[]): WindowStatistic[] => {
  if (statistics.length < 2) return [...statistics];
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

/**
 * Rows of bins of equal code, each place summed with what rounding loses carried along, as `sumCompensated` does in the same order. Written for speed: an hour of scores has hundreds of bins, a year of them
 * millions of numbers.
 */
const addBins = (lists: readonly (readonly (readonly number[])[])[]): number[][] => {
  const places = new Map<number, number>();
  const sums: number[][] = [];
  const width = lists.reduce((widest, bins) => Math.max(widest, bins[0]?.length ?? 0), 0);
  let lost = new Float64Array(width * lists.reduce((most, bins) => Math.max(most, bins.length), 0));
  const isAdded: boolean[] = [];
  let ascending = true;
  for (const bins of lists) {
    for (const bin of bins) {
      const code = bin[0] ?? 0;
      const place = places.get(code);
      if (place === undefined) {
        if (sums.length > 0 && (sums.at(-1)?.[0] ?? 0) > code) ascending = false;
        places.set(code, sums.length);
        sums.push(bin.slice());
        isAdded.push(false);
        continue;
      }
      if ((place + 1) * width > lost.length) {
        const longer = new Float64Array(2 * Math.max(lost.length, (place + 1) * width));
        longer.set(lost);
        lost = longer;
      }
      isAdded[place] = true;
      addInto(sums[place] as number[], lost, place * width, bin);
    }
  }
  for (const [place, sum] of sums.entries()) if (isAdded[place] === true) settle(sum, lost, place * width);
  return ascending ? sums : sums.sort(([a = 0], [b = 0]) => a - b);
};

/** Adds a row to the sums of its code, all but the code itself; what rounding loses is kept from `from` on. */
const addInto = (sums: number[], lost: Float64Array, from: number, bin: readonly number[]): void => {
  for (let at = 1; at < sums.length; at += 1) {
    const sum = sums[at] ?? 0;
    const value = bin[at] ?? 0;
    const next = sum + value;
    const carried = Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    if (carried !== 0) lost[from + at] = (lost[from + at] ?? 0) + carried;
    sums[at] = next;
  }
};

const settle = (sums: number[], lost: Float64Array, from: number): void => {
  for (let at = 1; at < sums.length; at += 1) {
    const sum = sums[at] ?? 0;
    const carried = lost[from + at] ?? 0;
    const total = Number.isFinite(sum) && Number.isFinite(carried) ? sum + carried : sum;
    sums[at] = withinDoubles(Number.isNaN(total) ? 0 : total);
  }
};
