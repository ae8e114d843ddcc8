import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteSeriesStore } from "../../../src/adapters/stores/sqlite/create-sqlite-series-store.ts";
import type { SeriesPlan, WindowStatistic } from "../../../src/core/domain/measure.ts";
import { metricValue } from "../../../src/core/measure/metric-value.ts";
import { planDigest } from "../../../src/core/measure/plan-digest.ts";
import { localDayOf } from "../../../src/core/measure/window-time.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import type { SeriesStore } from "../../../src/ports/series-store.ts";
import { countSeries } from "../../../src/work/series/count-series.ts";
import { proposePlan } from "../../../src/work/series/propose-plan.ts";
import { seriesInParts } from "../../../src/work/series/series-in-parts.ts";
import { engineForTests, relationOf } from "../../../src/work/series/series.fixture.ts";

let engine: Engine;
let folder = "";
let store: SeriesStore;
beforeEach(async () => {
  engine = await engineForTests();
  folder = mkdtempSync(join(tmpdir(), "lockstep-parts-"));
  store = createSqliteSeriesStore(folder);
});
afterEach(async () => {
  store.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** 200 predictions a day; labels come one to nine days later, and not at all for a tenth. */
const rowsOf = (first: number, days: number): string => "(SELECT TIMESTAMP '2026-10-01' + INTERVAL 432 SECOND * range AS ts, ((hash(range) % 1000) / 1000.0)::DOUBLE AS score, CASE WHEN range % 3 = 0 THEN 'eu' ELSE 'us' END AS region, " +
  `CASE WHEN range % 10 > 0 THEN (hash(range + 7) % 1000 < hash(range) % 1000)::INT END AS label, CASE WHEN range % 10 > 0 THEN TIMESTAMP '2026-10-01' + INTERVAL 432 SECOND * range + INTERVAL 1 DAY * (range % 10) END AS label_ts FROM range(${first * 200}, ${(first + days) * 200}))`;
/** What is known on a day's beginning: later labels are not there. */
const knownBy = (sql: string, date: string): string => `(SELECT * REPLACE (CASE WHEN label_ts < '${date}' THEN label END AS label, CASE WHEN label_ts < '${date}' THEN label_ts END AS label_ts) FROM ${sql})`;
const roles = { score: "score", region: "segment", label: "label" } as const;

const planOf = async (): Promise<{ plan: SeriesPlan; relation: Awaited<ReturnType<typeof relationOf>> }> => {
  const relation = await relationOf(engine, rowsOf(0, 12), roles);
  const plan = await proposePlan(engine, {
    metrics: [{ name: "accuracy", output: "score", threshold: 0.5 }, { name: "brier" }, { name: "auc" }, { name: "auc", threshold: 0.5 }, { name: "mean" }, { name: "throughput" }, { name: "rate", column: "region", equals: "eu" }], segments: ["region"], window: "hour", timeZone: "Europe/Vienna", where: null,
  }, relation);
  return { plan, relation };
};
const rounded = (statistics: readonly WindowStatistic[]): unknown[] => statistics
  .map(({ measure, segment, window, arrived, rows, labelled, sums, bins }) => JSON.stringify([measure, segment, window, arrived, rows, labelled, sums.map((sum) => Number(sum.toPrecision(12))), bins.map((bin) => bin.map((sum) => Number(sum.toPrecision(12))))])).sort();
const everything = { by: "window", fromDay: null, toDay: null, arrivedBy: null } as const;

describe("a source in parts", () => {
  it("adds up to the source whole, whatever the parts, and counts only what is new", async () => {
    const { plan, relation } = await planOf();
    // Parts of two days that begin at UTC midnight, and so share a local day.
    const parts = Array.from({ length: 6 }, (_, place) => ({ key: `part ${place}`, sql: rowsOf(place * 2, 2) }));
    const options = { labels: null, finalBefore: null };
    const first = await seriesInParts(engine, relation, parts.slice(0, 5), plan, store, options);
    const second = await seriesInParts(engine, relation, parts, plan, store, options);
    expect([first.counted, second.counted, second.parts]).toEqual([5, 1, 6]);
    const whole = await countSeries(engine, relation, plan);
    const { plan: _, planDigest: digest, statistics, ...summary } = whole;
    expect(second.summary).toEqual(summary);
    expect(rounded(store.read(digest, everything))).toEqual(rounded(statistics));
    const days = store.read(digest, { ...everything, by: "day" });
    for (const measure of plan.measures) {
      const [byHour, byDay] = [statistics, days].map((each) => metricValue(measure, each.filter((one) => one.measure === measure.id && one.segment === null)));
      expect(byDay?.value).toBeCloseTo(byHour?.value ?? Number.NaN, 12);
      expect(byDay?.variance).toBeCloseTo(byHour?.variance ?? Number.NaN, 12);
      expect(byDay).toMatchObject({ rows: 2400, n: byHour?.n, exposure: byHour?.exposure === null ? null : expect.closeTo(byHour?.exposure ?? 0, 6) });
    }
  });

  it("is told in one order, however its rows lie and its engine's threads end", async () => {
    const { plan, relation } = await planOf();
    const told = async (sql: string): Promise<unknown> => (await countSeries(engine, { ...relation, sql }, plan)).statistics.map(({ measure, segment, window, arrived, rows, labelled }) => [measure, segment, window, arrived, rows, labelled]);
    const wanted = await told(rowsOf(0, 12));
    for (const salt of [1, 2, 3, 4]) expect(await told(`(FROM ${rowsOf(0, 12)} ORDER BY hash(ts, ${salt}))`)).toEqual(wanted);
  });

  it("gives the same for small parts that are counted together as for each by itself", async () => {
    const { plan, relation } = await planOf();
    const more = await proposePlan(engine, { metrics: [...plan.measures.map(({ metric }) => metric), { name: "rate", column: "region", equals: "eu", group: "score" }, { name: "latency-quantile", column: "score", quantile: 0.9 }], segments: ["region"], window: "day", timeZone: "Europe/Vienna", where: null }, relation);
    // Parts of two days that share local days; one holds no row, and one was counted before.
    const parts = [...Array.from({ length: 6 }, (_, place) => ({ key: `part ${place}`, sql: rowsOf(place * 2, 2) })), { key: "empty", sql: `(SELECT * FROM ${rowsOf(0, 1)} WHERE false)` }];
    const [alone, together] = [folder, join(folder, "together")].map((each) => createSqliteSeriesStore(each)) as [SeriesStore, SeriesStore];
    const options = { labels: null, finalBefore: null };
    for (const each of [plan, more]) {
      await seriesInParts(engine, relation, parts.slice(2, 3), each, together, options);
      const [first, second] = [await seriesInParts(engine, relation, parts, each, alone, options), await seriesInParts(engine, relation, parts.map((part) => ({ ...part, bytes: 100 })), each, together, options)];
      expect([first.counted, second.counted]).toEqual([7, 6]);
      expect(second.summary).toEqual(first.summary);
      const byName = (of: SeriesStore) => of.parts(planDigest(each)).toSorted((a, b) => (a.part < b.part ? -1 : 1));
      expect(byName(together)).toEqual(byName(alone));
      for (const by of ["window", "day", "week"] as const) expect(rounded(together.read(planDigest(each), { ...everything, by }))).toEqual(rounded(alone.read(planDigest(each), { ...everything, by })));
      together.drop(planDigest(each), ["part 3"]);
      alone.drop(planDigest(each), ["part 3"]);
      expect(rounded(together.read(planDigest(each), { ...everything, by: "day" }))).toEqual(rounded(alone.read(planDigest(each), { ...everything, by: "day" })));
    }
    alone.close();
    together.close();
  });

  it("counts a part again when labels changed, until it is final, and then no more", async () => {
    const { plan, relation } = await planOf();
    const parts = (date: string) => Array.from({ length: 6 }, (_, place) => ({ key: `part ${place}`, sql: knownBy(rowsOf(place * 2, 2), date) }));
    const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);
    // Labels are at most nine days late.
    const look = (date: string, labels: string) => seriesInParts(engine, relation, parts(date), plan, store, { labels, finalBefore: at(date) - 9 * 86_400_000 });
    expect((await look("2026-10-14", "a")).counted).toBe(6);
    expect((await look("2026-10-14", "a")).counted).toBe(0);
    // Two parts ended before the fifth and so were final; of the others all are counted again.
    expect((await look("2026-10-16", "b")).counted).toBe(4);
    expect((await look("2026-10-30", "c")).counted).toBe(3);
    expect((await look("2026-11-30", "d")).counted).toBe(0);
    const whole = await countSeries(engine, relation, plan);
    expect(rounded(store.read(planDigest(plan), everything))).toEqual(rounded(whole.statistics));
  });

  it("tells any earlier day's state of labels, as if it had been counted then", async () => {
    const { plan, relation } = await planOf();
    await seriesInParts(engine, relation, [{ key: "all", sql: rowsOf(0, 12) }], plan, store, { labels: null, finalBefore: null });
    // Vienna's day ends at 22:00 UTC.
    const then = await countSeries(engine, { ...relation, sql: knownBy(rowsOf(0, 12), "2026-10-09 22:00:00") }, plan);
    const arrivedBy = localDayOf("Europe/Vienna", Date.UTC(2026, 9, 9, 12));
    expect(rounded(store.read(planDigest(plan), { ...everything, arrivedBy }))).toEqual(rounded(then.statistics));
  });

  it("forgets parts that are gone", async () => {
    const { plan, relation } = await planOf();
    const parts = [{ key: "a", sql: rowsOf(0, 6) }, { key: "b", sql: rowsOf(6, 6) }];
    await seriesInParts(engine, relation, parts, plan, store, { labels: null, finalBefore: null });
    const left = await seriesInParts(engine, relation, parts.slice(1), plan, store, { labels: null, finalBefore: null });
    expect([left.counted, left.summary.rows]).toEqual([0, 1200]);
    expect(rounded(store.read(planDigest(plan), everything))).toEqual(rounded((await countSeries(engine, { ...relation, sql: rowsOf(6, 6) }, plan)).statistics));
  });
});
