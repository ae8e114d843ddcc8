import { expect, test } from "vitest";
import type { CorridorResults } from "../../../bench/corridor/corridor-results.ts";
import { verdictOf } from "../../../bench/corridor/verdicts.ts";

/** Intervals of 160 backtests each, by how many of them missed. */
const results = (misses: readonly number[]): CorridorResults => ({
  quiet: [], whole: [], harder: [], delays: [], labelFree: [], sequences: [], families: [],
  coverage: misses.map((missed, at) => ({ metric: `m${at}`, correlation: 0, days: 56, held: 160 - missed, refused: 0, of: 160, windowsHeld: 0, windows: 0 })),
});
const hundreds = Array.from({ length: 350 }, (_, at) => 6 + (at % 5));

test("a few intervals of hundreds that lie outside by chance make no run red, and are named", () => {
  const { broken, outside, cells } = verdictOf(results([...hundreds, 19, 20, 19]));
  expect(broken).toEqual([]);
  expect(outside).toHaveLength(3);
  expect(cells).toBe(353);
});

test("one that is broken is red among hundreds that hold", () => expect(verdictOf(results([...hundreds, 40])).broken).toEqual(["95 % interval of m350, 56 days: holds in 75 %"]));

test("many that are each a little outside are red together", () => {
  const { broken } = verdictOf(results([...hundreds.slice(0, 300), ...Array.from({ length: 50 }, () => 19)]));
  expect(broken).toEqual(["50 of 350 cells are outside by themselves, more than the 16 that chance makes"]);
});
