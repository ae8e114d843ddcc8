import type { Measure, WindowStatistic } from "../domain/measure.ts";

/** A metric over some windows, with how surely its own units tell it. */
export interface MetricValue {
  readonly value: number;
  /** Sampling variance of `value` as its units are drawn independently; null where they cannot tell. */
  readonly variance: number | null;
  /** Usable units: rows, or groups of rows that belong together. */
  readonly n: number;
  readonly rows: number;
  readonly labelled: number;
  /** The numerator where it counts events one by one (m and d are 0 or 1, or events in time), for exact methods; else null. */
  readonly events: number | null;
  /** What the numerator is held against: sum of d, or seconds. */
  readonly exposure: number | null;
}

/** The metric over all rows of the given statistics of one measure, of whatever windows and arrivals; null where nothing usable was counted. */
export const metricValue = (measure: Measure, statistics: readonly WindowStatistic[]): MetricValue | null => {
  throw new Error(`not built yet (${measure.id}, ${statistics.length})`);
};
