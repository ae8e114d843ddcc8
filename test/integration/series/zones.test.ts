import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { duckDbDialect } from "../../../src/core/sql/dialects/duckdb.ts";
import { localDay } from "../../../src/core/sql/local-day.ts";
import { metricValue } from "../../../src/core/measure/metric-value.ts";
import { dayLabel, endOf, localDayOf, startOf, weekOfDay } from "../../../src/core/measure/window-time.ts";
import { zoneOffsets } from "../../../src/core/measure/zone-offsets.ts";
import type { Engine } from "../../../src/ports/engine.ts";
import { countSeries } from "../../../src/work/series/count-series.ts";
import { proposePlan } from "../../../src/work/series/propose-plan.ts";
import { engineForTests, relationOf } from "../../../src/work/series/series.fixture.ts";

let engine: Engine;
beforeAll(async () => { engine = await engineForTests(); });
afterAll(() => engine.close());

const [from, to] = [Date.UTC(2021, 0, 1), Date.UTC(2027, 0, 1)];
/** Clock changes at 1:00 UTC, at midnight (Beirut, Havana), of half an hour (Lord Howe), twice a year around Ramadan (Casablanca), a day left out (none since 2011), offsets of 45 minutes. */
const zones = ["UTC", "Europe/Vienna", "America/New_York", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Chatham", "Asia/Kolkata"];

describe("local days and weeks", () => {
  it.each(zones)("are the same in SQL, here, and by the engine's own tables, half an hour by half an hour over six years: %s", async (zone) => {
    const day = localDay(duckDbDialect, "ts", zoneOffsets(zone, from, to));
    const rows = await engine.query(`SELECT epoch_ms(ts)::DOUBLE AS ms, (${day})::DOUBLE AS ours, date_diff('day', DATE '1970-01-01', timezone('${zone}', ts AT TIME ZONE 'UTC')::DATE)::DOUBLE AS icu\n` +
      `FROM (SELECT TIMESTAMP '2021-01-01' + INTERVAL 30 MINUTE * range AS ts FROM range(${(to - from) / 1_800_000}))`);
    expect(rows.length).toBe(105_168);
    expect(rows.filter(({ ms, ours, icu }) => ours !== icu || localDayOf(zone, Number(ms)) !== ours).slice(0, 3)).toEqual([]);
  });

  it.each(zones)("cover all time without gap or overlap: %s", (zone) => {
    const plan = { window: "day", timeZone: zone } as const;
    for (let day = localDayOf(zone, from); day <= localDayOf(zone, to); day += 1) {
      if (endOf(plan, day) !== startOf(plan, day + 1) || localDayOf(zone, startOf(plan, day)) !== day || localDayOf(zone, startOf(plan, day) - 1) !== day - 1) expect(dayLabel(day)).toBe("whole");
    }
    expect(endOf({ window: "week", timeZone: zone }, weekOfDay(20_100)) - startOf({ window: "week", timeZone: zone }, weekOfDay(20_100))).toBe(7 * 86_400_000);
  });

  it("count the rows of a day of 23 and of 25 hours, none lost and none twice", async () => {
    const log = await relationOf(engine, "(SELECT TIMESTAMP '2026-01-01' + INTERVAL 10 MINUTE * range AS ts, true AS up FROM range(52560))", { up: "decision" });
    for (const window of ["hour", "day", "week"] as const) {
      const plan = await proposePlan(engine, { metrics: [{ name: "throughput" }, { name: "rate" }], segments: [], window, timeZone: "Europe/Vienna", where: null }, log);
      const { statistics } = await countSeries(engine, log, plan);
      const [throughput, rate] = plan.measures;
      const of = (id: string | undefined) => statistics.filter(({ measure }) => measure === id);
      expect(of(rate?.id).reduce((sum, { rows }) => sum + rows, 0)).toBe(52_560);
      if (window === "hour") expect(new Set(of(rate?.id).map(({ rows }) => rows))).toEqual(new Set([6]));
      if (window === "day") {
        const rowsOf = (date: string): number | undefined => of(rate?.id).find((each) => dayLabel(each.window) === date)?.rows;
        expect([rowsOf("2026-03-28"), rowsOf("2026-03-29"), rowsOf("2026-10-25"), rowsOf("2026-10-26"), rowsOf("2026-01-01"), rowsOf("2027-01-01")]).toEqual([144, 138, 150, 144, 138, 6]);
        expect(of(throughput?.id).find((each) => dayLabel(each.window) === "2026-10-25")?.sums).toEqual([150, 25 * 3600, 150]);
        // The rate is even, whatever the length of a day.
        const inner = of(throughput?.id).filter((each) => each.window > localDayOf("Europe/Vienna", from) && each.rows > 6);
        if (throughput !== undefined) expect(metricValue(throughput, inner.slice(1))?.value).toBeCloseTo(1 / 600, 14);
      }
      if (window === "week") expect(of(rate?.id).every((each) => (each.window + 3) % 7 === 0)).toBe(true);
    }
  });
});
