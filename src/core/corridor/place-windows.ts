import type { SeriesPoint } from "../domain/validation.ts";
import type { WindowStatistic } from "../domain/measure.ts";
import { metricValue, type MetricValue } from "../measure/metric-value.ts";
import { dayOfWindow, endOf, localDayOf, startOf, weekOfDay } from "../measure/window-time.ts";
import { countOf } from "../wording/count-of.ts";
import { percent } from "../wording/percent.ts";
import { type CalendarSpan, calendarSpans } from "./calendar-spans.ts";
import type { JudgeSeriesInput } from "./judge-series-input.ts";

/** One window of the span that is judged, with what is known of it at the instant of the look. */
export interface PlacedWindow {
  readonly window: number;
  /** Local day on which it begins. */
  readonly day: number;
  readonly start: number;
  readonly end: number;
  readonly statistics: readonly WindowStatistic[];
  readonly value: MetricValue | null;
  readonly rows: number;
  readonly labelled: number;
  readonly status: SeriesPoint["status"];
  readonly note: string | null;
  /** Whether its rows are evidence: what is judged, and thin hours of a day that has enough as a whole. */
  readonly counts: boolean;
}

const hourMs = 3_600_000;

/**
 * Every window from the first judged instant (or the first with rows) to the look, also those without rows, with the status that says whether it is judged. Labels that came after the day of the look are not
 * known yet: their rows count as rows without a label. Hours are judged one by one for show; what is evidence is decided by the day, for without its thin hours (of the night) a day would have another mix of rows than it had.
 */
export const placeWindows = (input: Omit<JudgeSeriesInput, "offline" | "settings">): PlacedWindow[] => {
  const { plan, statistics, asOf, from, hypothesis, calendar } = input;
  const end = Math.min(asOf, input.to ?? Infinity);
  const today = localDayOf(plan.timeZone, asOf);
  const by = Map.groupBy(statistics, ({ window }) => window);
  let first = from === null ? Math.min(...by.keys()) : windowAt(plan, from);
  if (from !== null && startOf(plan, first) < from) first += plan.window === "week" ? 7 : 1;
  const spans = calendarSpans(calendar, hypothesis.model, plan.timeZone);
  const placed: PlacedWindow[] = [];
  if (!Number.isFinite(first)) return placed;
  for (let window = first, start = startOf(plan, first); start < end; window += plan.window === "week" ? 7 : 1) {
    const over = endOf(plan, window);
    placed.push(place(input, { window, start, end: over }, (by.get(window) ?? []).map((statistic) => asKnown(statistic, today)), spans));
    start = over;
  }
  return plan.window === "hour" && hypothesis.aggregation === "pooled" ? withThinHours(placed, input) : placed;
};

/** Thin hours are evidence where all that is neither excluded nor immature of their day reaches the minimum together. Means of windows leave them out, as the offline estimate did: each would weigh as much as a full one. */
const withThinHours = (placed: readonly PlacedWindow[], { hypothesis: { minimum }, measure }: Pick<JudgeSeriesInput, "hypothesis" | "measure">): PlacedWindow[] => {
  const enough = new Map([...Map.groupBy(placed.filter(({ status }) => status === "judged" || status === "thin"), ({ day }) => day)].map(([day, hours]) => {
    const rows = hours.reduce((sum, hour) => sum + hour.rows, 0);
    const labelled = hours.reduce((sum, hour) => sum + hour.labelled, 0);
    return [day, (measure.labelled ? labelled : rows) >= minimum.rows && (!measure.labelled || labelled >= minimum.coverage * rows)];
  }));
  return placed.map((window) => (window.status !== "thin" || enough.get(window.day) !== true ? window : { ...window, counts: true, note: `${window.note ?? "thin"}; it counts with its day` }));
};

const windowAt = (plan: JudgeSeriesInput["plan"], ms: number): number => {
  const day = localDayOf(plan.timeZone, ms);
  return plan.window === "hour" ? Math.floor(ms / hourMs) : plan.window === "day" ? day : weekOfDay(day);
};

const asKnown = (statistic: WindowStatistic, today: number): WindowStatistic =>
  statistic.arrived === null || statistic.arrived <= today ? statistic : { ...statistic, labelled: 0, sums: [], bins: [] };

const place = (
  { hypothesis, measure, plan, asOf }: Pick<JudgeSeriesInput, "hypothesis" | "measure" | "plan" | "asOf">, at: { window: number; start: number; end: number }, statistics: readonly WindowStatistic[], spans: readonly CalendarSpan[],
): PlacedWindow => {
  const rows = statistics.reduce((sum, each) => sum + each.rows, 0);
  const labelled = statistics.reduce((sum, each) => sum + each.labelled, 0);
  const value = rows === 0 ? null : metricValue(measure, statistics);
  const over = spans.filter((span) => at.start < span.to && at.end > span.from);
  const noted = over.length === 0 ? null : over.map(({ kind, name }) => (kind === "other" ? name : `${kind}: ${name}`)).join("; ");
  const [status, why] = statusOf();
  return { ...at, day: dayOfWindow(plan, at.window), statistics, value, rows, labelled, status, note: [noted, why].filter((text) => text !== null).join("; ") || null, counts: status === "judged" };

  function statusOf(): [PlacedWindow["status"], string | null] {
    if (over.some(({ treatment }) => treatment === "exclude")) return ["excluded", null];
    if (at.end > asOf) return ["maturing", "not over yet"];
    if (rows === 0) return ["missing", null];
    if (measure.labelled && labelled < rows && asOf < at.end + hypothesis.labelMaturitySeconds * 1000) return ["maturing", `${percent(labelled / rows)} of its labels have come`];
    const usable = measure.labelled ? labelled : rows;
    if (usable < hypothesis.minimum.rows) return ["thin", `${countOf(usable, measure.labelled ? "labelled row" : "row")}, and ${hypothesis.minimum.rows} are needed`];
    if (measure.labelled && labelled < hypothesis.minimum.coverage * rows) return ["thin", `labels came for ${percent(labelled / rows)}, and ${percent(hypothesis.minimum.coverage)} are needed`];
    return value === null ? ["thin", "nothing in it that the metric is about"] : ["judged", null];
  }
};
