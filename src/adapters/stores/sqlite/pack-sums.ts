import type { WindowStatistic } from "../../../core/domain/measure.ts";
import { binsWhenAsked } from "./bins-when-asked.ts";

/** Numbers of a statistic: series, day of arrival, rows, labelled rows, six sums (NaN: none), and whether it has bins. */
const width = 11;

/** Nobody knows when the labels came. */
const unknown = Number.NEGATIVE_INFINITY;

/** What a day adds up to, all its series in one piece and without their bins: read as a row of the database each, a year of them would take ten times as long. */
export const packSums = (statistics: readonly WindowStatistic[], seriesOf: (statistic: WindowStatistic) => number): Uint8Array => {
  const numbers = new Float64Array(statistics.length * width);
  for (const [place, each] of statistics.entries()) {
    const { arrived, rows, labelled, sums } = each;
    numbers.set([seriesOf(each), arrived ?? unknown, rows, labelled, ...Array.from({ length: 6 }, (_, at) => sums[at] ?? Number.NaN), each.bins.length], place * width);
  }
  return new Uint8Array(numbers.buffer);
};

/** The statistics again, in the order in which they were packed; `binsOf` is asked for the bins of those that have some when somebody looks at them. */
export const unpackSums = (
  packed: Uint8Array, day: number, series: ReadonlyMap<number, Pick<WindowStatistic, "measure" | "segment">>, binsOf: (series: number, arrived: number | null) => number[][],
): WindowStatistic[] => {
  // A view of doubles begins at a multiple of eight bytes.
  const numbers = new Float64Array(packed.slice().buffer);
  const statistics: WindowStatistic[] = [];
  for (let at = 0; at < numbers.length; at += width) {
    const id = numbers[at] ?? 0;
    const told = series.get(id);
    if (told === undefined) throw new Error(`series ${id} is not in the store`);
    const { measure, segment } = told;
    const came = numbers[at + 1] ?? unknown;
    const arrived = came === unknown ? null : came;
    const sums: number[] = [];
    for (let place = at + 4; place < at + 10 && !Number.isNaN(numbers[place]); place += 1) sums.push(numbers[place] ?? 0);
    const [rows, labelled] = [numbers[at + 2] ?? 0, numbers[at + 3] ?? 0];
    if (numbers[at + 10] === 0) statistics.push({ measure, segment, window: day, arrived, rows, labelled, sums, bins: [] });
    else statistics.push(binsWhenAsked({ measure, segment, window: day, arrived, rows, labelled, sums }, () => binsOf(id, arrived)));
  }
  return statistics;
};
