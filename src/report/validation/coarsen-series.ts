import type { SeriesPoint } from "../../core/domain/validation.ts";

/** A series as it is drawn: its own windows, or days and weeks of them where there would be more than can be told apart. */
export interface DrawnSeries {
  readonly step: "window" | "day" | "week" | "span";
  readonly points: readonly SeriesPoint[];
}

const dayMs = 86_400_000;

/* A local label starts with its day: 2026-10-01T05 lies on 2026-10-01. */
const dayOf = ({ label, start }: SeriesPoint): string => (/^\d{4}-\d{2}-\d{2}/.exec(label)?.[0] ?? start.slice(0, 10));
/** Monday is the first day of a week; 1970-01-01 was a Thursday. */
const weekOf = (point: SeriesPoint): string => String(Math.floor((Date.parse(dayOf(point)) / dayMs + 3) / 7));

const weighted = (points: readonly SeriesPoint[], value: (point: SeriesPoint) => number | null): number | null => {
  let sum = 0;
  let weight = 0;
  for (const point of points) {
    const number = value(point);
    if (number === null) continue;
    const share = Math.max(1, point.labelled || point.rows);
    sum += share * number;
    weight += share;
  }
  return weight === 0 ? null : sum / weight;
};

/* Independent windows: half the width of the mean is the root of the weighted squares. */
const halfWidth = (points: readonly SeriesPoint[], half: (point: SeriesPoint) => number | null): number | null => {
  let squares = 0;
  let weight = 0;
  for (const point of points) {
    const number = half(point);
    if (number === null) continue;
    const share = Math.max(1, point.labelled || point.rows);
    squares += (share * number) ** 2;
    weight += share;
  }
  return weight === 0 ? null : Math.sqrt(squares) / weight;
};

const between = (low: number | null, high: number | null): number | null => (low === null || high === null ? null : (high - low) / 2);

const statusOf = (points: readonly SeriesPoint[]): SeriesPoint["status"] => {
  const counts = Map.groupBy(points, ({ status }) => status);
  if (counts.has("judged")) return "judged";
  return [...counts].sort((a, b) => b[1].length - a[1].length)[0]?.[0] ?? "missing";
};

const merge = (points: readonly SeriesPoint[], label: string): SeriesPoint => {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) throw new Error("a span of no windows has no value");
  const status = statusOf(points);
  const told = points.filter((point) => point.status === status && point.estimate !== null);
  const estimate = weighted(told, (point) => point.estimate);
  const half = halfWidth(told, ({ low, high }) => between(low, high));
  const range = told.filter(({ expectedLow, expectedHigh }) => expectedLow !== null && expectedHigh !== null);
  const centre = weighted(range, ({ expectedLow, expectedHigh }) => ((expectedLow ?? 0) + (expectedHigh ?? 0)) / 2);
  const reach = halfWidth(range, ({ expectedLow, expectedHigh }) => between(expectedLow, expectedHigh));
  return {
    start: first.start, end: last.end, label, estimate, low: estimate === null || half === null ? null : estimate - half, high: estimate === null || half === null ? null : estimate + half,
    expectedLow: centre === null || reach === null ? null : centre - reach, expectedHigh: centre === null || reach === null ? null : centre + reach,
    rows: points.reduce((sum, { rows }) => sum + rows, 0), labelled: points.reduce((sum, { labelled }) => sum + labelled, 0), status, note: points.find(({ note }) => note !== null)?.note ?? null,
  };
};

const groupedBy = (points: readonly SeriesPoint[], key: (point: SeriesPoint) => string): SeriesPoint[] => [...Map.groupBy(points, key)].map(([, members]) => merge(members, dayOf(members[0] as SeriesPoint)));

/**
 * At most `most` points of a series for a drawing: windows, else days, else weeks, else spans of equally many weeks. Means are weighted by labelled rows and their
 * intervals are those of independent windows: good enough to look at, and never what a verdict rests on.
 */
export const coarsenSeries = (points: readonly SeriesPoint[], most: number): DrawnSeries => {
  if (points.length <= most) return { step: "window", points };
  const days = groupedBy(points, dayOf);
  if (days.length <= most && days.length < points.length) return { step: "day", points: days };
  const weeks = groupedBy(days, weekOf);
  if (weeks.length <= most) return { step: "week", points: weeks };
  const size = Math.ceil(weeks.length / Math.max(1, most));
  return { step: "span", points: Array.from({ length: Math.ceil(weeks.length / size) }, (_, index) => weeks.slice(index * size, (index + 1) * size)).map((span) => merge(span, dayOf(span[0] as SeriesPoint))) };
};
