import type { WindowStatistic } from "../domain/measure.ts";
import { mergeStatistics } from "./merge-statistics.ts";

/** What was known on the evening of a local day: rows whose label came later stay, and count as not labelled. Labels of which nobody knows when they came are known. */
export const asArrivedBy = (statistics: readonly WindowStatistic[], day: number | null): WindowStatistic[] =>
  day === null ? [...statistics] : mergeStatistics(statistics.map((each) => (each.arrived === null || each.arrived <= day ? each : asUnlabelled(each))));

/** Places in a bin of scores that hold of all its rows: the bin, rows, sums of scores and of their squares, decided positive, and the scores of those. */
const ofAllRows = new Set([0, 1, 2, 3, 7, 9]);

/** Sums of a ratio are of labelled rows; of a bin of scores the rows, their scores and what was decided stay. */
const asUnlabelled = (statistic: WindowStatistic): WindowStatistic => ({
  ...statistic, arrived: null, labelled: 0, sums: statistic.sums.map(() => 0),
  bins: statistic.bins.map((bin) => bin.map((value, place) => (ofAllRows.has(place) ? value : 0))),
});
