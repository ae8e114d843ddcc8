import type { Measure, WindowStatistic } from "../domain/measure.ts";
import type { ShapeValue } from "./shape-value.ts";

/** In what time a metric is told: requests per second, totals per day. */
const secondsOf = { throughput: 1, total: 86_400 } as const;

/**
 * Events (or what they bear) per second, or per day for totals. The variance is that of a Poisson process, in which every event bears an amount of its own: the sum of squared
 * amounts over the square of the time. Null without time.
 */
export const countValue = ({ metric }: Measure, { sums, rows }: Pick<WindowStatistic, "sums" | "rows">): ShapeValue | null => {
  const [total = 0, seconds = 0, squares = 0] = sums;
  if (seconds === 0) return null;
  const unit = metric.name === "total" ? secondsOf.total : secondsOf.throughput;
  return { value: (total / seconds) * unit, variance: squares * (unit / seconds) ** 2, n: rows, events: Number.isInteger(total) && total === squares ? total : null, exposure: seconds };
};
