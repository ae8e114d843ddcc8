import { expect, test } from "vitest";
import { dayLabel, dayOfWindow, endOf, labelOf, localDayOf, startOf, startOfLocalDay, weekOfDay } from "./window-time.ts";
import { zoneOffsets } from "./zone-offsets.ts";

const vienna = "Europe/Vienna";
const hourMs = 3_600_000;
const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

test("days of a clock change last 23 and 25 hours, and begin at local midnight", () => {
  const hours = (date: string): number => (endOf({ window: "day", timeZone: vienna }, dayOf(date)) - startOf({ window: "day", timeZone: vienna }, dayOf(date))) / hourMs;
  expect([hours("2026-03-28"), hours("2026-03-29"), hours("2026-10-25"), hours("2026-10-26")]).toEqual([24, 23, 25, 24]);
  expect(new Date(startOfLocalDay(vienna, dayOf("2026-03-29"))).toISOString()).toBe("2026-03-28T23:00:00.000Z");
  expect(new Date(startOfLocalDay(vienna, dayOf("2026-03-30"))).toISOString()).toBe("2026-03-29T22:00:00.000Z");
});

test("where clocks jump over midnight a day begins after it, and where midnight comes twice at the first", () => {
  // Beirut 2026-03-29 00:00 is 01:00; Havana 2026-11-01 01:00 becomes 00:00 again.
  expect(new Date(startOfLocalDay("Asia/Beirut", dayOf("2026-03-29"))).toISOString()).toBe("2026-03-28T22:00:00.000Z");
  expect(new Date(startOfLocalDay("America/Havana", dayOf("2026-11-01"))).toISOString()).toBe("2026-11-01T04:00:00.000Z");
  // Samoa had no 30 December 2011.
  expect(localDayOf("Pacific/Apia", Date.UTC(2011, 11, 30, 10)) - localDayOf("Pacific/Apia", Date.UTC(2011, 11, 30, 9, 59))).toBe(2);
});

test("hours are named with their offset, so that the two of an autumn night differ", () => {
  const plan = { window: "hour", timeZone: vienna } as const;
  const hour = Date.UTC(2026, 9, 25, 0) / hourMs;
  expect([labelOf(plan, hour), labelOf(plan, hour + 1), labelOf({ ...plan, timeZone: "UTC" }, hour), labelOf({ ...plan, timeZone: "America/St_Johns" }, hour)])
    .toEqual(["2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T00:00Z", "2026-10-24T21:30-02:30"]);
  expect(dayLabel(dayOfWindow(plan, hour - 3))).toBe("2026-10-24");
  expect([labelOf({ window: "day", timeZone: vienna }, dayOf("2026-10-01")), labelOf({ window: "week", timeZone: vienna }, dayOf("2026-09-28"))]).toEqual(["2026-10-01", "week of 2026-09-28"]);
});

test("weeks begin on Mondays, before 1970 too", () => {
  expect(["2026-09-28", "2026-10-01", "2026-10-04", "2026-10-05", "1969-12-31"].map((date) => dayLabel(weekOfDay(dayOf(date))))).toEqual(["2026-09-28", "2026-09-28", "2026-09-28", "2026-10-05", "1969-12-29"]);
});

test("a zone is its changes of the clocks, to the second; nobody's zone is refused", () => {
  expect(zoneOffsets(vienna, Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1))).toEqual([
    { from: -Infinity, offset: hourMs }, { from: Date.UTC(2026, 2, 29, 1), offset: 2 * hourMs }, { from: Date.UTC(2026, 9, 25, 1), offset: hourMs },
  ]);
  expect(zoneOffsets("UTC", 0, Date.UTC(2027, 0, 1))).toHaveLength(1);
  expect(() => localDayOf("Europe/Wien", 0)).toThrow(RangeError);
});
