import fc from "fast-check";
import { expect, test } from "vitest";
import { lineDifference } from "../../../dashboard/src/decisions/line-difference.ts";

const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 }).map((lines) => lines.join("\n"));
const linesOf = (all: string): readonly string[] => (all === "" ? [] : all.split("\n"));

test("what stays and what is taken out is the text before; what stays and what is put in, the text after", () => {
  fc.assert(fc.property(text, text, (before, after) => {
    const lines = lineDifference(before, after);
    expect(lines.filter(({ kind }) => kind !== "new").map((line) => line.text)).toEqual(linesOf(before));
    expect(lines.filter(({ kind }) => kind !== "gone").map((line) => line.text)).toEqual(linesOf(after));
  }));
});

test("the longest common part stays", () => {
  expect(lineDifference("claim: 83\nmetric: precision\nmargin: 2", "claim: 81\nmetric: precision\nwindow: week\nmargin: 2").map(({ kind, text: line }) => `${kind} ${line}`)).toEqual([
    "gone claim: 83", "new claim: 81", "same metric: precision", "new window: week", "same margin: 2",
  ]);
});
