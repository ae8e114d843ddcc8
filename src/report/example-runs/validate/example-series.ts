import type { SeriesJudgement, SeriesPoint, VerdictPoint } from "../../../core/domain/validation.ts";
import type { Verdict } from "../../../core/domain/verdict.ts";
import { normal, randomStream } from "../random-stream.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** The local day so many days after a first one, YYYY-MM-DD; noon tells it, for midnight of a zone lies on another day of UTC. */
export const exampleDay = (first: number, days: number): string => new Date(first + days * dayMs + 12 * hourMs).toISOString().slice(0, 10);

export interface ExampleSeries {
  readonly segment?: SeriesJudgement["segment"];
  readonly verdict: Verdict;
  /** First local midnight, UTC milliseconds. */
  readonly first: number;
  readonly days: number;
  readonly hourly?: boolean;
  /** Rows of one window. */
  readonly rows: number;
  readonly promised: number;
  readonly corridor: SeriesJudgement["corridor"];
  /** True level of a day. */
  readonly level: (day: number) => number;
  /** Standard deviation of one row. */
  readonly spread?: number;
  readonly missing?: readonly number[];
  readonly excluded?: readonly number[];
  /** Days from here on still wait for labels. */
  readonly maturingFrom?: number;
  readonly labelledShare?: (day: number) => number;
  /** The day on which it left its corridor. */
  readonly left?: number;
  readonly reason: string;
  readonly needed?: number;
  readonly blind?: string;
  readonly alarm?: boolean;
  readonly seed: number;
}

const season = [0.004, 0.003, 0.002, 0.001, -0.002, -0.005, -0.003];

const pointsOf = (series: ExampleSeries): SeriesPoint[] => {
  const random = randomStream(series.seed);
  const { spread = Math.sqrt(series.promised * (1 - series.promised)) } = series;
  const perDay = series.hourly === true ? 24 : 1;
  const length = series.hourly === true ? hourMs : dayMs;
  return Array.from({ length: series.days * perDay }, (_, index): SeriesPoint => {
    const day = Math.floor(index / perDay);
    const start = series.first + index * length;
    const name = exampleDay(series.first, day);
    const common = { start: new Date(start).toISOString(), end: new Date(start + length).toISOString(), label: perDay === 1 ? name : `${name}T${String(index % 24).padStart(2, "0")}` };
    if (series.missing?.includes(day) === true) return { ...common, estimate: null, low: null, high: null, expectedLow: null, expectedHigh: null, rows: 0, labelled: 0, status: "missing", note: "no rows in the log" };
    const rows = Math.round(series.rows * (0.9 + 0.2 * random()));
    const maturing = series.maturingFrom !== undefined && day >= series.maturingFrom;
    const labelled = Math.round(rows * (series.labelledShare?.(day) ?? (maturing ? Math.max(0, 0.9 - 0.065 * (day - (series.maturingFrom ?? 0))) : 0.97)));
    const sd = spread / Math.sqrt(Math.max(1, labelled));
    const scale = series.promised < 1 ? 1 : series.promised;
    const middle = series.promised + (season[(day + 2) % 7] ?? 0) * scale;
    const estimate = labelled < 20 ? null : series.level(day) + (season[(day + 2) % 7] ?? 0) * scale + (sd + 0.004 * scale) * normal(random);
    const reach = 1.96 * Math.hypot(sd, 0.006 * scale, 0.0021 * scale);
    const excluded = series.excluded?.includes(day) === true;
    const status = excluded ? "excluded" : maturing ? "maturing" : labelled < Math.min(100, 0.9 * rows) ? "thin" : "judged";
    return { ...common, estimate, low: estimate === null ? null : estimate - 1.96 * sd, high: estimate === null ? null : estimate + 1.96 * sd, expectedLow: middle - reach, expectedHigh: middle + reach, rows, labelled, status, note: excluded ? "Summer campaign" : null };
  });
};

const historyOf = (series: ExampleSeries, points: readonly SeriesPoint[]): VerdictPoint[] => {
  const history: VerdictPoint[] = [];
  const perWeek = series.hourly === true ? 168 : 7;
  const levels: number[] = [];
  for (let end = perWeek; end <= points.length; end += perWeek) {
    const week = points.slice(end - perWeek, end).flatMap(({ status, estimate }) => (status === "judged" && estimate !== null ? [estimate] : []));
    const at = points[end - 1]?.end ?? "";
    if (week.length < perWeek / 2) continue;
    levels.push(week.reduce((sum, value) => sum + value, 0) / week.length);
    const mean = levels.reduce((sum, value) => sum + value, 0) / levels.length;
    const half = (levels.length < 3 ? 0.05 : 0.034 / Math.sqrt(levels.length - 1)) * (series.promised < 1 ? 1 : series.promised);
    const weekAt = Math.floor(end / perWeek) * 7;
    const out = series.left !== undefined && weekAt > series.left + 10;
    const verdict: Verdict = levels.length < 4 ? "inconclusive" : out ? (series.verdict === "fail" ? "fail" : "warn") : series.verdict === "inconclusive" ? "inconclusive" : "pass";
    history.push({ at, verdict, estimate: mean, low: mean - half, high: mean + half, logEValue: out ? 1.3 * (weekAt - (series.left ?? 0)) / 7 : -0.4 * levels.length });
  }
  return history;
};

const meanOf = (points: readonly SeriesPoint[]): number | null => {
  const told = points.flatMap(({ status, estimate, labelled }) => (status === "judged" && estimate !== null ? [{ estimate, labelled }] : []));
  const total = told.reduce((sum, { labelled }) => sum + labelled, 0);
  return total === 0 ? null : told.reduce((sum, { estimate, labelled }) => sum + estimate * labelled, 0) / total;
};

const confidence = "confidence sequence of weeks, normal mixture";

/** A series as it might have been judged, repeatable. */
export const exampleSeries = (series: ExampleSeries): SeriesJudgement => {
  const points = pointsOf(series);
  const history = historyOf(series, points);
  const last = history.at(-1);
  const perDay = series.hourly === true ? 24 : 1;
  const after = series.left === undefined ? [] : points.slice(series.left * perDay);
  const estimateSince = after.length === 0 ? null : meanOf(after);
  const scale = series.promised < 1 ? 1 : series.promised;
  const recent = points.slice(-7 * perDay).filter(({ estimate }) => estimate !== null);
  const recentMean = recent.length === 0 ? null : recent.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0) / recent.length;
  const since = series.left === undefined ? null : new Date(series.first + series.left * dayMs).toISOString();
  return {
    segment: series.segment ?? null, verdict: series.verdict, unit: "week", units: history.length, rows: points.reduce((sum, { rows }) => sum + rows, 0), labelled: points.reduce((sum, { labelled }) => sum + labelled, 0), corridor: series.corridor,
    estimate: meanOf(points), interval: last === undefined || last.low === null ? null : { low: last.low, high: last.high, level: 0.95, method: confidence }, logEValue: last?.logEValue ?? 0,
    since, estimateSince, intervalSince: estimateSince === null ? null : { low: estimateSince - 0.011 * scale, high: estimateSince + 0.011 * scale, level: 0.95, method: confidence },
    recent: recentMean === null ? null : { estimate: recentMean, interval: { low: recentMean - 0.012 * scale, high: recentMean + 0.012 * scale, level: 0.95, method: "normal" }, rows: recent.reduce((sum, { rows }) => sum + rows, 0) },
    detector: { method: "e-detector of days, Shiryaev-Roberts", runLength: 730, alarm: series.alarm ?? series.left !== undefined, since, logValue: series.left === undefined ? 0.7 : 9.4, refused: null },
    bayes: { probabilityInside: series.verdict === "fail" ? 0.0004 : series.verdict === "pass" ? 0.998 : 0.71, interval: { low: (last?.low ?? series.promised) + 0.003 * scale, high: (last?.high ?? series.promised) - 0.003 * scale, level: 0.95, method: "posterior" }, priorWeight: 0.2, method: "normal, prior from the offline estimate at a fifth of its weight" },
    points, history, reason: series.reason, needed: series.needed ?? null, blind: series.blind ?? null,
  };
};
