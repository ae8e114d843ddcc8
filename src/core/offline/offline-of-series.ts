import type { Measure, Series, WindowStatistic } from "../domain/measure.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { LockstepError } from "../errors/lockstep-error.ts";
import { metricValue, type MetricValue } from "../measure/metric-value.ts";
import { dayLabel, endOf, startOf } from "../measure/window-time.ts";
import { addDay, noScatter } from "../stats/days-of-spread.ts";
import type { AboutBacktest } from "./about-backtest.ts";
import { type CountedDay, statisticsOfDays } from "./counted-days.ts";
import { estimateOfDays, fewestUnits } from "./estimate-of-days.ts";
import { seasonOfHours } from "./season-of-hours.ts";

/**
 * What a backtest or hold-out predicts of one measure: the metric's long-run mean with its standard error, how days lie about it, and each segment by itself. Throws LS254, with what is missing, where it has too few usable
 * rows, where nothing in it varies, or where neither rows nor days can tell the error.
 */
export const offlineOfSeries = (series: Series, measure: Measure, about: AboutBacktest): OfflineEstimate => {
  const { plan } = series;
  const statistics = series.statistics.filter((each) => each.measure === measure.id && !(about.excludes?.(startOf(plan, each.window), endOf(plan, each.window)) ?? false));
  const all = statistics.filter(({ segment }) => segment === null);
  const timed = series.firstTs !== null;
  const counted = statisticsOfDays(plan, all);
  const told = estimateOfDays(measure, counted, plan.window, timed, about, about.whole);
  if ("missing" in told) throw new LockstepError("LS254", { message: `${about.source} gives no estimate of ${measure.metric.name}: ${told.missing}`, place: about.source, todo: told.todo });
  const rows = all.reduce((sum, each) => sum + each.rows, 0);
  const byDay = timed && plan.window !== "week";
  return {
    kind: "backtest", source: about.source, digest: about.digest, method: told.method, n: told.n, estimate: told.estimate, standardError: told.standardError, degrees: told.degrees,
    days: timed ? counted.length * (plan.window === "week" ? 7 : 1) : 0, firstDay: timed ? labelOfDay(counted.at(0)) : null, lastDay: timed ? labelOfDay(counted.at(-1), plan.window === "week" ? 6 : 0) : null, timeZone: timed ? plan.timeZone : null,
    varianceOfARow: told.varianceOfARow, betweenDays: told.betweenDays, autocorrelation: told.autocorrelation,
    season: { dayOfWeek: told.dayOfWeek, hourOfDay: timed && plan.window === "hour" ? seasonOfHours(measure, plan, counted, about.aggregation) : null },
    daily: byDay ? counted.map(({ day, whole }) => dailyOf(day, metricValue(measure, [whole]), fewestUnits(measure, about.minimumRows))) : [],
    ...(byDay ? scatterOf(measure, counted) : {}),
    bySegment: [...Map.groupBy(statistics.filter(({ segment }) => segment !== null), ({ segment }) => `${segment?.column}\n${segment?.value}`).values()].flatMap((members) => ofSegment(series, measure, about, members, rows)),
    stale: null,
  };
};

/** Where numbers are summed: which of the days make their spread. */
const scatterOf = (measure: Measure, counted: readonly CountedDay[]): Pick<OfflineEstimate, "scatter"> => {
  if (measure.shape !== "ratio" && measure.shape !== "count") return {};
  const values = counted.flatMap(({ whole }) => metricValue(measure, [whole]) ?? []);
  if (values.every(({ events }) => events !== null)) return {};
  return { scatter: values.reduce((all, { exposure, variance }) => addDay(all, { exposure: exposure ?? 0, variance }), noScatter) };
};

/** A segment that cannot be told is left out: the whole can still be told without it. */
const ofSegment = ({ plan, firstTs }: Series, measure: Measure, about: AboutBacktest, members: readonly WindowStatistic[], of: number): OfflineEstimate["bySegment"] => {
  const segment = members[0]?.segment ?? null;
  const told = estimateOfDays(measure, statisticsOfDays(plan, members), plan.window, firstTs !== null, about, undefined);
  if (segment === null || "missing" in told) return [];
  return [{ segment, n: told.n, estimate: told.estimate, standardError: told.standardError, degrees: told.degrees, share: of === 0 ? 0 : members.reduce((sum, { rows }) => sum + rows, 0) / of }];
};

const dailyOf = (day: number, value: MetricValue | null, minimumRows: number): OfflineEstimate["daily"][number] => ({ day: dayLabel(day), value: value === null || value.n < minimumRows ? null : value.value, n: value?.n ?? 0 });

const labelOfDay = (counted: { readonly day: number } | undefined, later = 0): string | null => (counted === undefined ? null : dayLabel(counted.day + later));
