import type { WindowStatistic } from "../domain/measure.ts";
import { mergeStatistics } from "./merge-statistics.ts";

/** What was known on the evening of a local day: rows whose label came later stay, and count as not labelled. Labels of which nobody knows when they came are known. */
export const asArrivedBy = (statistics: readonly WindowStatistic[], day: number | null): WindowStatistic[] =>
  day === null ? [...statistics] : mergeStatistics(statistics.map((each) => (each.arrived === null || each.arrived <= day ? each : asUnlabelled(each))));

/** Sums of a ratio are of labelled rows; of a bin of scores the rows, their scores and what was decided stay. */
const asUnlabelled = (statistic: WindowStatistic): WindowStatistic => ({
  ...statistic, arrived: null, labelled: 0, sums: statistic.sums.map(() => 0),
  bins: statistic.bins.map(([bin = 0, n = 0, p = 0, pp = 0, , , , decided = 0]) => [bin, n, p, pp, 0, 0, 0, decided, 0]),
});
