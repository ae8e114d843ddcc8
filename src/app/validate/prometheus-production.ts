import { createHash } from "node:crypto";
import { measureOf } from "../../checks/corridor/metrics/measure-of.ts";
import type { SeriesPlan } from "../../core/domain/measure.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { planDigest } from "../../core/measure/plan-digest.ts";
import { dayOfWindow, endOf, startOf } from "../../core/measure/window-time.ts";
import { duckDbDialect } from "../../core/sql/dialects/duckdb.ts";
import type { MetricSource } from "../../ports/metric-source.ts";
import type { SeriesStore } from "../../ports/series-store.ts";
import { openMetricSource } from "../connect/open-metric-source.ts";
import type { CommandIo } from "../command-io.ts";
import type { ProductionSource } from "../hypothesis/resolve-production.ts";
import type { CountedProduction } from "./production-side.ts";
import { prometheusStatistics } from "./prometheus-side.ts";
import { scopedSeries } from "./scoped-series.ts";
import type { SeriesGroup } from "./series-group.ts";

const dayMs = 86_400_000;
/** How far back is asked the first time: as long as anybody keeps it, and a season's every week. */
const firstAsked = 364 * dayMs;
/** Scrapes and recording rules come late; a window is asked once it has been over for so long. */
const settled = 5 * 60_000;

/** What Prometheus measured, window by window. Windows that were told once are kept and never asked again: Prometheus forgets. LS257, LS301 to LS304; LS255 where the manifest names none. */
export const prometheusProduction = async (group: SeriesGroup, production: ProductionSource | null, series: SeriesStore, now: number, io: CommandIo): Promise<CountedProduction> => {
  const prometheus = production?.prometheus ?? null;
  if (prometheus === null) throw new LockstepError("LS255", { message: "the manifest does not say where Prometheus is", place: production?.place ?? "production", todo: "Write production: {prometheus: {url: URL}} under the model." });
  const [metric] = group.metrics;
  if (metric === undefined || group.metrics.length > 1) throw new Error("what Prometheus measures is asked one by one");
  const drafted = measureOf(metric, { columns: [], standard: [] }, duckDbDialect);
  const measure = metric.total === undefined ? drafted : { ...drafted, shape: "ratio" as const };
  const plan: SeriesPlan = { schemaVersion: 1, window: group.window, timeZone: group.timeZone, measures: [measure], segments: [], where: null };
  const digest = planDigest(plan);
  const scoped = scopedSeries(series, createHash("sha256").update(JSON.stringify([prometheus.url, metric])).digest("hex"));
  const told = scoped.parts(digest);
  const last = told.reduce((latest, { part }) => Math.max(latest, Number(part)), -Infinity);
  const from = Number.isFinite(last) ? endOf(plan, last) : now - firstAsked;
  const statistics = await asking(prometheus, io, (source) => prometheusStatistics(source, plan, measure, from, now - settled, io.signal));
  const iso = (ms: number): string => new Date(ms).toISOString();
  for (const statistic of statistics) {
    const { window, rows } = statistic;
    scoped.put(digest, { part: String(window), labels: null, final: true, rows, untimed: 0, orphans: 0, early: 0, firstTs: iso(startOf(plan, window)), lastTs: iso(endOf(plan, window) - 1) }, [statistic], (each) => dayOfWindow(plan, each));
  }
  const parts = scoped.parts(digest);
  const times = parts.flatMap(({ firstTs, lastTs }) => (firstTs === null || lastTs === null ? [] : [{ firstTs, lastTs }]));
  return {
    source: prometheus.url, plan, series: scoped, rows: parts.reduce((sum, { rows }) => sum + rows, 0), parts: parts.length, counted: statistics.length,
    firstTs: times.map(({ firstTs }) => firstTs).sort()[0] ?? null, lastTs: times.map(({ lastTs }) => lastTs).sort().at(-1) ?? null, untimed: 0, early: 0, side: null, columns: [], opened: null, files: [],
  };
};

const asking = async <Result>(prometheus: NonNullable<ProductionSource["prometheus"]>, io: CommandIo, work: (source: MetricSource) => Promise<Result>): Promise<Result> => {
  const source = await openMetricSource(prometheus, io);
  try {
    return await work(source);
  } finally {
    await source.close();
  }
};
