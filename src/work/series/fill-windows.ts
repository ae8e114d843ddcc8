import type { SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import { endOf, startOf } from "../../core/measure/window-time.ts";

/** How long a window lasts: days of a clock change 23 or 25 hours. */
export const secondsOfWindow = (plan: Pick<SeriesPlan, "window" | "timeZone">, window: number): number => (endOf(plan, window) - startOf(plan, window)) / 1000;

/**
 * Windows in which nothing happened, between the first and the last in which something did, count for what is told per time: no request within an hour is a throughput of 0, and no
 * gap. So do segments without an event. Other measures have nothing to say of such windows.
 */
export const fillWindows = (plan: SeriesPlan, statistics: readonly WindowStatistic[]): WindowStatistic[] => {
  const counts = plan.measures.filter(({ shape }) => shape === "count");
  if (counts.length === 0 || statistics.length === 0) return [...statistics];
  const windows = statistics.map(({ window }) => window);
  const [first, last] = [windows.reduce((a, b) => Math.min(a, b)), windows.reduce((a, b) => Math.max(a, b))];
  const keyOf = ({ measure, segment, window }: Pick<WindowStatistic, "measure" | "segment" | "window">): string => `${measure}\n${window}\n${segment === null ? "" : `${segment.column}\n${segment.value}`}`;
  const isCount = new Set(counts.map(({ id }) => id));
  const there = new Set(statistics.filter(({ measure }) => isCount.has(measure)).map(keyOf));
  const segments = [null, ...plan.segments.flatMap(({ column, values }) => values.map((value) => ({ column, value })))];
  const empty: WindowStatistic[] = [];
  for (let window = first; window <= last; window += plan.window === "week" ? 7 : 1) {
    for (const { id: measure } of counts) {
      for (const segment of segments) {
        if (!there.has(keyOf({ measure, segment, window }))) empty.push({ measure, segment, window, arrived: null, rows: 0, labelled: 0, sums: [0, secondsOfWindow(plan, window), 0], bins: [] });
      }
    }
  }
  return [...statistics, ...empty];
};
