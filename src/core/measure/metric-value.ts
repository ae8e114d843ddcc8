import type { Measure, WindowStatistic } from "../domain/measure.ts";
import { countValue } from "./count-value.ts";
import { addStatistics, mergeStatistics } from "./merge-statistics.ts";
import { quantileValue } from "./quantile-value.ts";
import { ratioValue } from "./ratio-value.ts";
import { scoredValue } from "./scored-value.ts";
import type { ShapeValue } from "./shape-value.ts";

/** A metric over some windows, with how surely its own units tell it. */
export interface MetricValue extends ShapeValue {
  readonly rows: number;
  readonly labelled: number;
}

/** The metric over all rows of the given statistics of one measure, of whatever windows and arrivals; null where nothing usable was counted. */
export const metricValue = (measure: Measure, statistics: readonly WindowStatistic[]): MetricValue | null => {
  if (statistics.length === 0) return null;
  // A count's seconds are those of its windows, once each.
  const all = addStatistics(measure.shape === "count" ? mergeStatistics(statistics) : statistics, "other");
  const told = valueOf(measure, all);
  return told === null || !Number.isFinite(told.value) ? null : { ...told, rows: all.rows, labelled: all.labelled };
};

const valueOf = (measure: Measure, all: WindowStatistic): ShapeValue | null => {
  switch (measure.shape) {
    case "ratio": return ratioValue(measure, all.sums);
    case "quantile": return quantileValue(measure, all.bins);
    case "scored": return scoredValue(measure, all.bins);
    case "count": return countValue(measure, all);
    case "value": {
      const [value, weight = 0] = all.sums;
      return value === undefined || weight === 0 ? null : { value, variance: null, n: weight, events: null, exposure: null };
    }
  }
};
