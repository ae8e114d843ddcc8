import type { Measure, SeriesPlan, WindowStatistic } from "../../core/domain/measure.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { endOf, localDayOf, startOf } from "../../core/measure/window-time.ts";
import type { MetricSource } from "../../ports/metric-source.ts";

/** What `$window` stands for in an expression: the window's length, as Prometheus writes it. */
const lengths = { hour: "1h", day: "1d", week: "1w" } as const;

/**
 * One value per window of [from, to), ms, asked at the window's end. Where the metric names a total, its query is a count out of that count; else a value that does not add.
 * Windows of which Prometheus knows nothing are not there. LS257 where a count is more than its total.
 */
export const prometheusStatistics = async (source: MetricSource, plan: Pick<SeriesPlan, "window" | "timeZone">, measure: Measure, from: number, to: number, signal?: AbortSignal): Promise<WindowStatistic[]> => {
  const windows = windowsBetween(plan, from, to);
  const [first, last] = [windows[0], windows.at(-1)];
  if (first === undefined || last === undefined) return [];
  const ends = windows.map((window) => Math.round(endOf(plan, window) / 1000));
  const step = ends.slice(1).reduce((divisor, end, place) => greatestCommonDivisor(divisor, end - (ends[place] as number)), 3600);
  const ask = async (query: string): Promise<Map<number, number>> => {
    const points = await source.range(query.replaceAll("$window", lengths[plan.window]), ends[0] as number, (ends.at(-1) as number) + step, step, signal);
    return new Map(points.map(({ at, value }) => [Math.round(at), value]));
  };
  const { query = "", total } = measure.metric;
  const values = await ask(query);
  const totals = total === undefined ? null : await ask(total);
  return windows.flatMap((window, place): WindowStatistic[] => {
    const at = ends[place] as number;
    const value = values.get(at);
    if (value === undefined) return [];
    const base = { measure: measure.id, segment: null, window, arrived: null, labelled: 0, bins: [] };
    if (totals === null) return [{ ...base, rows: 1, sums: [value, 1] }];
    const of = totals.get(at);
    if (of === undefined || of <= 0) return [];
    if (value > of * (1 + 1e-9)) throw new LockstepError("LS257", { message: `at ${new Date(at * 1000).toISOString()} the query gives ${value}, more than its total of ${of}`, place: query, todo: "Give a query that counts some of what the total counts." });
    // Extrapolated counters are not whole; what is counted is.
    const [m, d] = [Math.round(value), Math.max(1, Math.round(of))];
    return [{ ...base, rows: d, sums: [d, m, d, m, d, m] }];
  });
};

/** Whole windows, in order. */
const windowsBetween = (plan: Pick<SeriesPlan, "window" | "timeZone">, from: number, to: number): number[] => {
  const stride = plan.window === "week" ? 7 : 1;
  const day = localDayOf(plan.timeZone, from);
  // 1970-01-01 was a Thursday; weeks are named by their Monday.
  const first = plan.window === "hour" ? Math.floor(from / 3_600_000) : plan.window === "week" ? day - ((((day + 3) % 7) + 7) % 7) : day;
  const windows: number[] = [];
  for (let window = first; endOf(plan, window) <= to; window += stride) if (startOf(plan, window) >= from) windows.push(window);
  return windows;
};

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
