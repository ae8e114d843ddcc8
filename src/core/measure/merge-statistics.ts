import type { WindowStatistic } from "../domain/measure.ts";

/** Adds up what has the same measure, segment, window and day of arrival; in the order in which each was first seen. */
export const mergeStatistics = (statistics: readonly WindowStatistic[]): WindowStatistic[] => {
  throw new Error(`not built yet (${statistics.length})`);
};
