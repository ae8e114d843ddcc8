import type { Hypothesis } from "../domain/hypothesis.ts";
import type { Measure } from "../domain/measure.ts";
import { metricValue, type MetricValue } from "../measure/metric-value.ts";
import { type CountedDay, withoutStatistic, wholeOfDays } from "./counted-days.ts";

/** A metric as days (or weeks) make it up. */
export interface DayContribution {
  readonly day: number;
  /** What the day weighs over what a day weighs on average: 1 for equal days. */
  readonly weight: number;
  /** What the day adds to the estimate, in its unit, times the number of days: they average 0. Over `weight` it is how far the day lies from the estimate. */
  readonly contribution: number;
}

/** The metric over all days, and what each adds. */
export interface DaysOfMetric {
  readonly estimate: number;
  /** Sampling variance of `estimate` from its own rows; null where they cannot tell. */
  readonly variance: number | null;
  readonly whole: MetricValue;
  /** Those that weigh anything; empty where the metric cannot be told without one of them. */
  readonly days: readonly DayContribution[];
}

/**
 * The estimate and its days. Pooled: all rows weigh alike, and a day's contribution is (T - 1) (theta - theta without the day), the delete-a-day jackknife; for a ratio of sums that is (m_t - theta d_t) / d-bar to 1 / T, so that days of
 * different size weigh right, and it holds alike for roots and AUC. Quantiles, for which deleting a day does not tell the variance, take how many of the day's values lie below, over the density there (Bahadur 1966).
 * Mean of windows: windows of at least `minimumRows` units weigh alike. Null where nothing was counted, or no window is large enough.
 */
export const dayContributions = (measure: Measure, counted: readonly CountedDay[], aggregation: Hypothesis["aggregation"], minimumRows: number): DaysOfMetric | null => {
  const whole = metricValue(measure, counted.map((day) => day.whole));
  if (whole === null) return null;
  if (aggregation === "mean-of-windows") return meanOfWindows(measure, counted, minimumRows, whole);
  const weighed = counted.map((day) => ({ ...day, weight: weightOf(measure, day) })).filter(({ weight }) => weight > 0);
  const mean = weighed.reduce((sum, { weight }) => sum + weight, 0) / weighed.length;
  const contributions = measure.shape === "quantile" ? belowQuantile(whole, measure.metric.quantile ?? 0.99, weighed) : jackknife(measure, whole.value, weighed);
  return { estimate: whole.value, variance: whole.variance, whole, days: contributions === null ? [] : weighed.map(({ day, weight }, t) => ({ day, weight: weight / mean, contribution: contributions[t] ?? 0 })) };
};

/** What the metric divides by; the usable rows where that is no sum, or the day is too small for a value of its own. */
const weightOf = (measure: Measure, { whole }: CountedDay): number => {
  const value = metricValue(measure, [whole]);
  return value?.exposure ?? value?.n ?? (measure.shape === "ratio" ? 0 : measure.labelled ? whole.labelled : whole.rows);
};

const jackknife = (measure: Measure, estimate: number, counted: readonly CountedDay[]): number[] | null => {
  const all = wholeOfDays(counted);
  if (all === null) return null;
  const rests = counted.map(({ whole }) => metricValue(measure, [withoutStatistic(all, whole)])?.value ?? null);
  return rests.some((rest) => rest === null) ? null : rests.map((rest) => (counted.length - 1) * (estimate - (rest ?? 0)));
};

const belowQuantile = (whole: MetricValue, q: number, counted: readonly CountedDay[]): number[] | null => {
  const all = wholeOfDays(counted);
  if (all === null || whole.variance === null) return null;
  // Codes ascend as the values do. Of the bin that holds the quantile as many count as lying below as make the share q.
  const bins = all.bins.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
  const n = bins.reduce((sum, [, count = 0]) => sum + count, 0);
  let [before, code, share] = [0, Infinity, 0];
  for (const [at = 0, count = 0] of bins) {
    if (before + count >= q * n) {
      [code, share] = [at, (q * n - before) / count];
      break;
    }
    before += count;
  }
  const slope = Math.sqrt((whole.variance * n) / (q * (1 - q)));
  return counted.map((day) => {
    let [rows, below] = [0, 0];
    for (const [at = 0, count = 0] of day.whole.bins) {
      rows += count;
      below += at < code ? count : at === code ? share * count : 0;
    }
    return ((q * rows - below) * slope * counted.length) / n;
  });
};

const meanOfWindows = (measure: Measure, counted: readonly CountedDay[], minimumRows: number, whole: MetricValue): DaysOfMetric | null => {
  const days = counted.map(({ day, windows }) => ({ day, values: windows.flatMap((window) => {
    const value = metricValue(measure, [window]);
    return value === null || value.n < minimumRows ? [] : [value];
  }) })).filter(({ values }) => values.length > 0);
  const values = days.flatMap((day) => day.values);
  if (values.length === 0) return null;
  const estimate = values.reduce((sum, { value }) => sum + value, 0) / values.length;
  const perDay = values.length / days.length;
  return {
    estimate, whole, variance: values.some(({ variance }) => variance === null) ? null : values.reduce((sum, { variance }) => sum + (variance ?? 0), 0) / values.length ** 2,
    days: days.map(({ day, values: own }) => ({ day, weight: own.length / perDay, contribution: own.reduce((sum, { value }) => sum + value - estimate, 0) / perDay })),
  };
};
