import { expect, test } from "vitest";
import { compareExamples } from "../example-runs/example-runs.ts";
import { packShift, unpackShift, wordList } from "./packed-shift.ts";

const everything = { measures: 99, summary: 99, bars: 60 };
const shiftsOf = (name: keyof typeof compareExamples) => compareExamples[name]().population?.shifts ?? [];
/** To the digits that a page shows. */
const rounded = (value: unknown): unknown => JSON.parse(JSON.stringify(value), (_, entry: unknown) => (typeof entry === "number" && !Number.isInteger(entry) ? Number(entry.toPrecision(4)) : entry));

test("a shift comes back from its packing as it was, to the digits that a page shows", () => {
  const { words, place } = wordList();
  const shifts = shiftsOf("drifted");
  const packed = shifts.map((shift) => packShift(shift, everything, place));
  expect(shifts.length).toBeGreaterThan(10);
  expect(packed.map((entry) => unpackShift(entry, words))).toEqual(shifts.map(rounded));
  expect(JSON.stringify([packed, words]).length).toBeLessThan(JSON.stringify(shifts).length / 3);
});

test("of a shift that is packed lean, the measure that decides stays and no row is lost from its picture", () => {
  const { words, place } = wordList();
  for (const shift of shiftsOf("alike")) {
    const lean = unpackShift(packShift({ ...shift, measures: [...shift.measures].reverse() }, { measures: 0, summary: 2, bars: 10 }, place), words);
    expect(lean.measures.map(({ measure }) => measure)).toEqual([shift.deciding]);
    expect(lean.summary.length).toBeLessThanOrEqual(2);
    expect(lean.picture?.bars.length).toBeLessThanOrEqual(10);
    const total = (bars: readonly { reference: number }[]): number => bars.reduce((sum, { reference }) => sum + reference, 0);
    expect(total(lean.picture?.bars ?? [])).toBe(total(shift.picture?.bars ?? []));
    expect(total(lean.picture?.bars ?? [])).toBe(shift.nReference);
  }
});
