import { expect, test } from "vitest";
import { strayDays } from "./stray-days.ts";

const month = Array.from({ length: 28 }, (_, at) => ({ day: 20_000 + at, rows: 40 }));

test("a row of 1970 and one of 2099 are no part of a month's log, and are named", () => {
  expect(strayDays([...month, { day: 0, rows: 1 }, { day: 47_482, rows: 1 }])).toEqual({ first: 20_000, last: 20_027, rows: 2, days: ["1970-01-01", "2100-01-01"] });
});

test("a log that paused for years, or whose early time holds more than a hundredth, is as it is", () => {
  expect(strayDays(month)).toBeNull();
  expect(strayDays([...month, { day: 0, rows: 40 }])).toBeNull();
  expect(strayDays([...month, { day: 19_700, rows: 1 }])).toBeNull();
  expect(strayDays([])).toBeNull();
});
