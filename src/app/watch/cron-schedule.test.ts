import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cronSchedule } from "./cron-schedule.ts";

const at = (text: string): number => Date.parse(text);
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
const zurich = (expression: string) => cronSchedule(expression, "Europe/Zurich", "watch.check");

describe("a cron expression in a time zone", () => {
  test("falls due by the clocks of that zone, in summer and winter", () => {
    const daily = zurich("0 6 * * *");
    expect([daily.next(at("2026-01-10T00:00:00Z")), daily.next(at("2026-07-10T00:00:00Z"))].map(iso)).toEqual(["2026-01-10T05:00:00.000Z", "2026-07-10T04:00:00.000Z"]);
    expect(iso(daily.last(at("2026-01-10T04:59:59Z")))).toBe("2026-01-09T05:00:00.000Z");
    expect(iso(daily.last(at("2026-01-10T05:00:00Z")))).toBe("2026-01-10T05:00:00.000Z");
  });

  test("a time of day that is left out in spring is made up for, one that comes twice in autumn falls due once", () => {
    const daily = zurich("30 2 * * *");
    const spring = daily.next(at("2026-03-28T12:00:00Z"));
    expect([spring, daily.next(spring)].map(iso)).toEqual(["2026-03-29T01:00:00.000Z", "2026-03-30T00:30:00.000Z"]);
    const autumn = daily.next(at("2026-10-24T12:00:00Z"));
    expect(iso(autumn)).toBe("2026-10-25T00:30:00.000Z");
    expect(iso(daily.next(autumn))).toBe("2026-10-26T01:30:00.000Z");
  });

  test("hours go on through both changes of clocks, each instant once", () => {
    const hourly = zurich("0 * * * *");
    for (const from of ["2026-03-28T22:00:00Z", "2026-10-24T22:00:00Z"]) {
      const hours = Array.from({ length: 6 }).reduce<number[]>((seen) => [...seen, hourly.next(seen.at(-1) ?? 0)], [at(from)]);
      expect(hours.map((hour, index) => hour - (hours[index - 1] ?? hour - 36e5))).toEqual(hours.map(() => 36e5));
    }
  });

  test("forth and back agree at every instant, changes of clocks included", () => {
    const schedules = ["0 * * * *", "*/15 * * * *", "30 2 * * *", "15 1,2,3 * * *", "0 6 * * 1-5", "0 0 1 * *"].flatMap((expression) => ["Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "UTC"].map((zone) => cronSchedule(expression, zone, "x")));
    const changes = ["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2026-03-08T07:00:00Z", "2026-11-01T06:00:00Z", "2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z"].map(at);
    fc.assert(
      fc.property(fc.constantFrom(...schedules), fc.constantFrom(...changes), fc.integer({ min: -2 * 86_400, max: 2 * 86_400 }), (schedule, change, seconds) => {
        const now = change + seconds * 1000;
        const next = schedule.next(now);
        const last = schedule.last(now);
        expect(next).toBeGreaterThan(now);
        expect(schedule.next(next - 1)).toBe(next);
        expect(last).not.toBeNull();
        expect(last ?? 0).toBeLessThanOrEqual(now);
        expect(schedule.next(last ?? 0)).toBe(next);
      }),
      { numRuns: 400 },
    );
  });

  test.each([["0 6 * *", "UTC"], ["* * * * * *", "UTC"], ["61 * * * *", "UTC"], ["0 6 * * *", "Europe/Zürich"], ["0 0 30 2 *", "UTC"], ["", "UTC"]])("%j in %s is refused", (expression, zone) => {
    expect(() => cronSchedule(expression, zone, "watch.check")).toThrow(expect.objectContaining({ code: "LS112", place: "watch.check" }));
  });
});
