import { expect, test } from "vitest";
import { poissonInterval } from "../stats/poisson-interval.ts";
import { corridorOf, limitsByError } from "./corridor-of.ts";
import { aBacktest, aHypothesis, anOffline } from "./daily-rate.fixture.ts";
import { limitsByEvents } from "./limits-by-events.ts";

test("the offline error widens what must be left to fail and narrows what must be kept to pass", () => {
  const { agreed, wide, narrow, sides } = corridorOf(aHypothesis(), 0.1, limitsByError(anOffline({ standardError: 0.001 })), 0.02);
  expect(sides).toBe(2);
  expect(agreed.low).toBeCloseTo(0.09, 12);
  // Normal limits of 1 % and 2 % on a side.
  expect(wide.high).toBeCloseTo(0.11 + 0.002326348, 8);
  expect(wide.low).toBeCloseTo(0.09 - 0.002326348, 8);
  expect(narrow.high).toBeCloseTo(0.11 - 0.002053749, 8);
  expect(narrow.low).toBeCloseTo(0.09 + 0.002053749, 8);
});

test("one side takes all of the error; a relative margin is of the value's size; few degrees widen", () => {
  const below = aHypothesis({ margin: { below: 0.1, above: null, relative: true } });
  const { wide, narrow } = corridorOf(below, -20, limitsByError({ estimate: -20, standardError: 1, degrees: 5 }), 0.02);
  expect(wide.low).toBeCloseTo(-22 - 2.756509, 5);
  expect(wide.high).toBe(Infinity);
  expect(narrow.high).toBe(Infinity);
  expect(narrow.low).toBeCloseTo(-22 + 2.756509, 5);
});

test("a promise without error is taken at its word", () => expect(corridorOf(aHypothesis(), 0.1, limitsByError(anOffline({ standardError: 0, degrees: 3 })), 0.02).wide).toEqual(corridorOf(aHypothesis(), 0.1, limitsByError(anOffline({ standardError: 0 })), 0.02).narrow));

test("events that a backtest counted have exact limits", () => {
  const rare = aBacktest({ estimate: 1e-4, n: 560_000, days: 28, standardError: 9 });
  const limits = limitsByEvents(rare, "share", { exposureOfADay: 20_000, scale: 1 }, 20_000)(0.01);
  // 56 events: Poisson's limits, to the digit that 1 in 10,000 leaves them.
  const exact = poissonInterval(56, 560_000, 0.98);
  expect(limits.high / exact.high).toBeCloseTo(1, 3);
  expect(limits.low / exact.low).toBeCloseTo(1, 3);
  expect(limitsByEvents({ ...rare, estimate: 2, standardError: 1 }, "rate", { exposureOfADay: 86_400, scale: 86_400 }, 10)(0.01).high).toBeCloseTo(poissonInterval(56, 28, 0.98).high, 9);
  expect(limitsByEvents({ ...rare, kind: "number", standardError: 1e-5, degrees: null }, "share", { exposureOfADay: 20_000, scale: 1 }, 20_000)(0.01).high).toBeCloseTo(1e-4 + 2.326348e-5, 10);
});
