import { expect, test } from "vitest";
import { codedOtherwise, isOtherScale } from "./coded-alike.ts";

const of = (...values: readonly [string, number][]): { value: string; rows: number }[] => values.map(([value, rows]) => ({ value, rows }));

test.each([
  ["yes and no against 1 and 0", of(["1", 50], ["0", 50]), of(["yes", 5], ["no", 5])],
  ["2 and 1 against 1 and 0", of(["1", 50], ["0", 50]), of(["2", 5], ["1", 5])],
  ["classes that have none in common", of(["a", 5], ["b", 5], ["c", 5]), of(["A", 5], ["B", 5])],
])("%s are another coding", (_name, was, is) => { expect(codedOtherwise(was, is)).toEqual({ was: was.map(({ value }) => value), is: is.map(({ value }) => value) }); });

test.each([
  ["the same", of(["1", 50], ["0", 50]), of(["0", 5], ["1", 5])], ["only one class so far", of(["1", 50], ["0", 50]), of(["0", 5])], ["a slip among many", of(["1", 50], ["0", 50]), of(["0", 500], ["unknown", 1])],
  ["a new class among several", of(["a", 5], ["b", 5], ["c", 5]), of(["a", 5], ["d", 5])], ["amounts", null, of(["1", 5])], ["nothing yet", of(["1", 50], ["0", 50]), []],
])("%s is the same coding", (_name, was, is) => { expect(codedOtherwise(was, is)).toBeNull(); });

test("probabilities that become percentages are another scale; amounts never were one", () => {
  expect(isOtherScale({ low: 0.01, high: 0.99 }, { low: 0.4, high: 98 })).toBe(true);
  expect(isOtherScale({ low: 0.01, high: 0.99 }, { low: -3.2, high: 0.9 })).toBe(true);
  expect(isOtherScale({ low: 0.01, high: 0.99 }, { low: 0, high: 1.0000001 })).toBe(false);
  expect(isOtherScale({ low: -4, high: 7 }, { low: 0, high: 100 })).toBe(false);
});
