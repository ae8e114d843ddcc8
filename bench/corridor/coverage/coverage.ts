import { LockstepError } from "../../../src/core/errors/lockstep-error.ts";
import { metricValue } from "../../../src/core/measure/metric-value.ts";
import { expectedWindow } from "../../../src/core/offline/expected-window.ts";
import { metricRange } from "../../../src/core/offline/metric-range.ts";
import { offlineOfSeries } from "../../../src/core/offline/offline-of-series.ts";
import { normal } from "../../../src/core/random/normal.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { streamOf } from "../../../src/core/random/stream-of.ts";
import { tQuantile } from "../../../src/core/stats/distributions.ts";
import { firstDay, seriesOf } from "../offline-of-days.ts";
import { DayOfMetrics, drawDayOf, type RowKind, rowKinds, statisticsOfDay } from "./draw-rows.ts";

/** How often 95 % intervals held the truth. */
export interface CoverageCell {
  readonly metric: string;
  readonly correlation: number;
  readonly days: number;
  readonly held: number;
  readonly refused: number;
  readonly of: number;
  /** Of a day that came later, inside the range that was expected of it; `windows` of those that had a value and a range. */
  readonly windowsHeld: number;
  readonly windows: number;
}

export const coverageDays = [56, 28, 10] as const;
export const coverageCorrelations = [0, 0.5] as const;
const rowsOfADay = 100;
/** Standard deviation of what a day does to all of its rows: their means move by as much as a day's rows scatter them, and more. */
const spread = 0.15;
/** Rows of which the truth is told, each on a day of its own. */
const truthRows = 1_000_000;
const truths = new Map<string, ReadonlyMap<string, number>>();

/** Each metric of a kind over very many rows, every one of them on another day. */
const truthOf = (kind: RowKind, seed: number): ReadonlyMap<string, number> => {
  const known = truths.get(`${kind.title} ${seed}`);
  if (known !== undefined) return known;
  const random = streamOf(seed, `truth of ${kind.title}`);
  const day = new DayOfMetrics();
  for (let row = 0; row < truthRows; row++) kind.add(day, random, spread * normal(random));
  day.rows = truthRows;
  const told = new Map(statisticsOfDay(kind, day, firstDay).flatMap((statistic) => {
    const measure = kind.measures.find(({ id }) => id === statistic.measure);
    const value = measure === undefined ? null : metricValue(measure, [statistic])?.value ?? null;
    // A day of so many rows is as long as so many days.
    return value === null ? [] : [[statistic.measure, measure?.shape === "count" ? (value * rowsOfADay) / truthRows : value] as const];
  }));
  truths.set(`${kind.title} ${seed}`, told);
  return told;
};

const effects = (random: Random, days: number, correlation: number): number[] => {
  let effect = spread * normal(random);
  return Array.from({ length: days }, (_, day) => (day === 0 ? effect : (effect = correlation * effect + spread * Math.sqrt(1 - correlation ** 2) * normal(random))));
};

/** Offline estimates and expected windows of every metric that is shipped, through `offlineOfSeries` and `expectedWindow`, against what is known of the law they are drawn from. */
export const coverage = (replications: number, seed: number, note: (line: string) => void, asked: readonly RowKind[] = rowKinds): CoverageCell[] =>
  asked.flatMap((kind) => coverageCorrelations.flatMap((correlation) => coverageDays.flatMap((days) => {
    const truth = truthOf(kind, seed);
    const cells = new Map(kind.measures.map(({ id }) => [id, { held: 0, refused: 0, windowsHeld: 0, windows: 0 }]));
    for (let replication = 0; replication < replications; replication += 1) {
      const random = streamOf(seed, `coverage ${kind.title} ${correlation} ${days} ${replication}`);
      const statistics = effects(random, days, correlation).flatMap((effect, day) => statisticsOfDay(kind, drawDayOf(kind, random, rowsOfADay, effect), firstDay + day));
      const later = statisticsOfDay(kind, drawDayOf(kind, random, rowsOfADay, spread * normal(random)), firstDay + days + 60);
      for (const measure of kind.measures) {
        const cell = cells.get(measure.id);
        if (cell === undefined) continue;
        try {
          const offline = offlineOfSeries(seriesOf(measure, statistics), measure, { aggregation: "pooled", source: "a drawn backtest", digest: null, minimumRows: 30 });
          const half = tQuantile(0.975, offline.degrees ?? Infinity) * offline.standardError;
          if (Math.abs(offline.estimate - (truth.get(measure.id) ?? Number.NaN)) <= half) cell.held += 1;
          const value = metricValue(measure, later.filter((each) => each.measure === measure.id));
          const expected = value === null ? null : expectedWindow(offline, { rows: value.n, dayOfWeek: 0, hourOfDay: null, range: metricRange(measure.metric.name), ...(measure.shape === "count" ? { seconds: value.exposure ?? 86_400 } : {}) }, 0.95);
          if (value !== null && expected !== null && expected.low !== null && expected.high !== null) {
            cell.windows += 1;
            if (value.value >= expected.low && value.value <= expected.high) cell.windowsHeld += 1;
          }
        } catch (cause) {
          if (!(cause instanceof LockstepError)) throw cause;
          cell.refused += 1;
        }
      }
    }
    note(`coverage: ${kind.title}, ${days} days, correlation ${correlation}`);
    return [...cells].map(([metric, cell]) => ({ metric, correlation, days, of: replications, ...cell }));
  })));
