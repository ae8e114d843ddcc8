import { expect, test } from "vitest";
import { clockDoubt } from "./clock-doubt.ts";

const day = 864e5;
const now = Date.parse("2026-06-01T00:00:00Z");
/** Entries so many days before now, the newest first. */
const entered = (...days: readonly number[]): string[] => days.map((ago) => new Date(now - ago * day).toISOString());

test.each([
  ["nothing was ever entered", []],
  ["it was written today", [0.1, 1, 20, 300]],
  ["a quiet month", [30, 60]],
  ["a store rested for a year, and was written for more than a week since", [0, 2, 8, 400]],
  ["a leap was mended long ago", [0, 6, 8, -2000, 9]],
] as const)("the clock is believed where %s", (_, days) => expect(clockDoubt(entered(...days), now)).toBeNull());

test.each([
  ["an entry is of tomorrow", [-1, 1], /has an entry of 2026-06-02/],
  ["nothing was entered for years", [1500, 1501], /leaps from .* 1500 days, and that was just now/],
  ["the machine has written entries since it jumped", [0.01, 0.5, 3, 1500], /1497 days, and that was 3 days ago/],
  ["it was set back after it had jumped", [0, -1500, 1], /has an entry of 2030/],
] as const)("the clock is in doubt where %s", (_, days, words) => expect(clockDoubt(entered(...days), now)).toMatch(words));
