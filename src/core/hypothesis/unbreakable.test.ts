import { expect, test } from "vitest";
import { unbreakable } from "./unbreakable.ts";

const below = (margin: number, relative = false): { below: number; above: null; relative: boolean } => ({ below: margin, above: null, relative });

test("a precision that may fall by more than it is can never break its claim", () => {
  expect(unbreakable("precision", 0.76, below(5))).toMatch(/nothing could break it: it fails below -4.24, and precision lies from 0 to 1/);
  expect(unbreakable("precision", 0.76, below(10, true))).toMatch(/nothing could break it/);
  expect(unbreakable("precision", 0.76, below(0.05))).toBeNull();
  expect(unbreakable("precision", 0.76, { below: 0.05, above: 0.5, relative: false })).toBeNull();
  expect(unbreakable("mean", 0.5, below(5000))).toBeNull();
  expect(unbreakable("rate", 0, { below: 0.1, above: 0.1, relative: true })).toMatch(/share of an expected 0/);
});
