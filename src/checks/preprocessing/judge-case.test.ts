import { expect, test } from "vitest";
import { formFlaw, refusalFlaw, valuesFlaw } from "./judge-case.ts";

const named = { values: [1, "NaN", null, "red"], names: ["age", "income", "note", "colour"] };

test.each([
  [[1, "NaN", null, "red"], null],
  [{ age: 1, income: "NaN", colour: "red" }, null],
  [{ age: 1 + 1e-12 }, null],
  [{ age: 1.1 }, "age is 1, expected 1.1 (off by 0.1)"],
  [{ income: 0 }, "income is NaN, expected 0"],
  [{ note: "NaN" }, 'note is null, expected "NaN"'],
  [{ weight: 1 }, "there is no weight (there are age, income, note, colour)"],
  [[1, 2], "2 values were expected, 4 came"],
  [{ age: 2, colour: "Red" }, "age is 1, expected 2 (off by 1) (and 1 more)"],
])("%j", (expected, flaw) => expect(valuesFlaw(expected as never, named, 1e-9)).toBe(flaw));

test("type and shape, where -1 is any size", () => {
  expect(formFlaw({ dtype: "float64", shape: [-1, 3] }, { dtype: "float64", shape: [1, 3] })).toBeNull();
  expect(formFlaw({ dtype: "float32" }, { dtype: "float64", shape: null })).toBe("the type is float64, expected float32");
  expect(formFlaw({ shape: [1, 3] }, { dtype: null, shape: [1, 2] })).toBe("the shape is [1, 2], expected [1, 3]");
  expect(formFlaw({ shape: [1] }, { dtype: null, shape: null })).toBe("the shape is not told, expected [1]");
});

test("an input that must be refused", () => {
  expect(refusalFlaw(true, "unknown colour")).toBeNull();
  expect(refusalFlaw("colour", "unknown colour")).toBeNull();
  expect(refusalFlaw(true, null)).toBe("it was accepted, and must be refused");
  expect(refusalFlaw("size", "unknown colour")).toBe('it was refused with other words than "size": unknown colour');
});
