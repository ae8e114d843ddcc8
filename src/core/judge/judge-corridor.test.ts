import { expect, test } from "vitest";
import { judgeCorridor, timesTheRows } from "./judge-corridor.ts";

/** Limits that widen with the level, as those of every estimate do. */
const around = (value: number, half: number) => (level: number) => ({ low: value - half * level, high: value + half * level });

test.each([
  [0, 0.05, "pass"], [0.3, 0.1, "fail"], [-0.3, 0.1, "fail"], [0.08, 0.05, "inconclusive"], [0, 5, "inconclusive"], [0.12, 0.05, "inconclusive"],
] as const)("an estimate of %d with a half-width of %d is %s", (value, half, verdict) => expect(judgeCorridor(around(value, half), { low: -0.1, high: 0.1 }, 0.001)).toBe(verdict));

test("a side that is not judged holds everything", () => expect(judgeCorridor(around(9, 1), { low: -0.1, high: Infinity }, 0.001)).toBe("pass"));

test("failing is held to the shared error, passing to its own: limits between both levels decide nothing", () => {
  const at = (level: number): { low: number; high: number } => (level > 0.95 ? { low: 0.05, high: 0.35 } : { low: 0.15, high: 0.25 });
  expect(judgeCorridor(at, { low: -0.1, high: 0.1 }, 0.05)).toBe("fail");
  expect(judgeCorridor(at, { low: -0.1, high: 0.1 }, 0.001)).toBe("inconclusive");
});

test("half the room needs four times the rows; none is named where the estimate lies at the edge or beyond", () => {
  expect(timesTheRows(0, { low: -0.2, high: 0.2 }, { low: -0.1, high: 0.1 })).toBeCloseTo(4, 12);
  expect(timesTheRows(0.1, { low: 0, high: 0.2 }, { low: -0.1, high: 0.1 })).toBeNull();
  expect(timesTheRows(0.3, { low: 0, high: 0.6 }, { low: -0.1, high: Infinity })).toBe(1);
});
