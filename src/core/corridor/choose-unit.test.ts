import { expect, test } from "vitest";
import { corridorSettings } from "../judge/corridor-settings.ts";
import { chooseUnit } from "./choose-unit.ts";
import { aBacktest } from "./daily-rate.fixture.ts";

const ask = (offline: ReturnType<typeof aBacktest>, rowsOfADay = 2000) => chooseUnit({ shape: "ratio", window: "day", offline, rowsOfADay, events: null }, corridorSettings);

test("days that hang together by chance at most are taken one standard error above it", () => {
  const { unit, inflation } = ask(aBacktest({ autocorrelation: 0.1, betweenDays: 0.005 }));
  const upper = 0.1 + Math.sqrt(0.99 / 112);
  expect(unit).toBe("day");
  expect(inflation).toBeCloseTo((1 + upper) / (1 - upper), 12);
});

test("rows of a day do not hide how strongly levels hang together: half the variance of days, and so half their correlation, is rows'", () => {
  // Rows of a day have 0.09 / 2000; levels as much: 0.3 of days is 0.6 of levels, whose long-run variance is (1 + 4) / 2 of that of days.
  const hidden = aBacktest({ autocorrelation: 0.3, betweenDays: Math.sqrt(0.09 / 2000) });
  expect(ask(hidden).inflation).toBeCloseTo(2.5, 12);
  // With a hundredfold of rows production shows the levels themselves.
  expect(ask(hidden, 200_000).inflation).toBeCloseTo((0.01 + 4) / 1.01, 12);
  expect(ask(aBacktest({ autocorrelation: 0.15, betweenDays: 0.001 })).inflation).toBeLessThan(2);
});

test("days of which single ones are far out on one side are judged by weeks", () => {
  const { daily } = aBacktest();
  const skewed = aBacktest({ daily: daily.map((day, at) => (at % 40 === 0 ? { ...day, value: 0.16 } : day)) });
  expect(ask(aBacktest()).unit).toBe("day");
  expect(ask(skewed)).toMatchObject({ unit: "week", why: expect.stringContaining("skewed") as string });
});
