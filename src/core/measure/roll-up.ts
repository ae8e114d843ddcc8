import type { WindowStatistic } from "../domain/measure.ts";
import { addStatistics, mergeStatistics } from "./merge-statistics.ts";

/** Statistics by coarser windows: `to` gives the day or week of a window. Days of arrival stay apart; of a count the seconds of all windows add, of one window once. */
export const rollUp = (statistics: readonly WindowStatistic[], to: (window: number) => number): WindowStatistic[] => {
  const groups = new Map<string, WindowStatistic[]>();
  for (const each of mergeStatistics(statistics)) {
    const moved = { ...each, window: to(each.window) };
    const key = `${moved.measure}\n${moved.window}\n${moved.arrived ?? ""}\n${moved.segment === null ? "" : `${moved.segment.column}\n${moved.segment.value}`}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [moved]);
    else group.push(moved);
  }
  return [...groups.values()].map((group) => addStatistics(group, "other"));
};
