import type { SeriesPoint } from "../../core/domain/validation.ts";
import { coarsenSeries, type DrawnSeries } from "./coarsen-series.ts";
import { wallTime } from "./local-time.ts";
import { type SeriesCounts, seriesCounts } from "./series-counts.ts";

/** Digits that a drawing shows; the run document holds them all. */
const keptDigits = 5;
const minuteMs = 60_000;
const letters = { judged: "j", missing: "m", thin: "t", maturing: "w", excluded: "x" } as const;
type Status = keyof typeof letters;
const statuses = new Map(Object.entries(letters).map(([status, letter]) => [letter as string, status as Status]));

/** A series in the fewest characters: lists beside one another, times as minutes of a local clock. */
export interface PackedSeries {
  readonly step: DrawnSeries["step"];
  /** Windows of the whole series by state, before any were joined. */
  readonly counts: SeriesCounts;
  /** First local minute, minutes from each to the next, minutes that one lasts. */
  readonly t: readonly [first: number, gaps: number | readonly number[], length: number];
  /** estimate, low, high, expected low, expected high */
  readonly e: readonly (number | null)[];
  readonly l: readonly (number | null)[];
  readonly h: readonly (number | null)[];
  readonly a: readonly (number | null)[];
  readonly b: readonly (number | null)[];
  /** rows and labelled rows */
  readonly n: readonly number[];
  readonly k: readonly number[];
  readonly s: string;
  readonly notes: readonly (readonly [number, string])[];
}

/** A point of a drawing; `at` and `until` are local clock times as if they were UTC, milliseconds. */
export interface DrawnPoint extends Omit<SeriesPoint, "start" | "end" | "label"> {
  readonly at: number;
  readonly until: number;
}

const short = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(keptDigits)));
const labelled = /^\d{4}-\d{2}-\d{2}(T\d{2})?$/;

const wallOf = ({ label, start }: SeriesPoint, timeZone: string): number => (labelled.test(label) ? Date.parse(label.length > 10 ? `${label}:00:00Z` : label) : (wallTime(start, timeZone) ?? 0));

/** A series with its windows counted and then joined as far as any drawing wants them: done once, however often it is packed. */
interface CountedSeries extends DrawnSeries {
  readonly counts: SeriesCounts;
}

/** Counts a series and joins its windows to at most so many, each series once. */
export const countedOnce = (most: number): ((points: readonly SeriesPoint[]) => CountedSeries) => {
  const known = new Map<readonly SeriesPoint[], CountedSeries>();
  return (points) => {
    const before = known.get(points);
    if (before !== undefined) return before;
    const counted = { ...coarsenSeries(points, most), counts: seriesCounts({ points: [...points] }) };
    known.set(points, counted);
    return counted;
  };
};

/** A series with at most so many points, packed. */
export const packSeries = ({ counts, ...counted }: CountedSeries, most: number, timeZone: string): PackedSeries => {
  const { step, points: drawn } = counted.points.length <= most ? counted : coarsenSeries(counted.points, most);
  const walls = drawn.map((point) => Math.round(wallOf(point, timeZone) / minuteMs));
  const gaps = walls.slice(1).map((wall, index) => wall - (walls[index] ?? 0));
  const [first] = drawn;
  const column = (value: (point: SeriesPoint) => number | null): (number | null)[] => drawn.map((point) => short(value(point)));
  return {
    step, counts, t: [walls[0] ?? 0, gaps.every((gap) => gap === gaps[0]) ? (gaps[0] ?? 0) : gaps, first === undefined ? 0 : Math.round((Date.parse(first.end) - Date.parse(first.start)) / minuteMs)],
    e: column(({ estimate }) => estimate), l: column(({ low }) => low), h: column(({ high }) => high), a: column(({ expectedLow }) => expectedLow), b: column(({ expectedHigh }) => expectedHigh),
    n: drawn.map(({ rows }) => rows), k: drawn.map((point) => point.labelled), s: drawn.map(({ status }) => letters[status]).join(""), notes: drawn.flatMap(({ note }, index) => (note === null ? [] : [[index, note] as const])),
  };
};

/** The points as a drawing takes them. */
export const unpackSeries = ({ t: [first, gaps, length], e, l, h, a, b, n, k, s, notes }: PackedSeries): DrawnPoint[] => {
  const noted = new Map(notes);
  let wall = first;
  return e.map((estimate, index) => {
    if (index > 0) wall += typeof gaps === "number" ? gaps : (gaps[index - 1] ?? 0);
    return {
      at: wall * minuteMs, until: (wall + length) * minuteMs, estimate, low: l[index] ?? null, high: h[index] ?? null, expectedLow: a[index] ?? null, expectedHigh: b[index] ?? null,
      rows: n[index] ?? 0, labelled: k[index] ?? 0, status: statuses.get(s[index] ?? "") ?? "missing", note: noted.get(index) ?? null,
    };
  });
};
