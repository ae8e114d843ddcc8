import fc from "fast-check";
import { expect, it } from "vitest";
import type { JsonValue } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { rowsOfPredictions } from "./rows-of-predictions.ts";

const rows = (text: string, count: number, columns = true) => rowsOfPredictions(readJson(text), count, columns, "x").map((row) => Object.fromEntries([...row].map(([name, { value }]) => [name, value])));

it("takes a list with an item for each row, columns where they are allowed, and a bare answer for one row", () => {
  expect(rows("[0.5,1]", 2)).toEqual([{ prediction: 0.5 }, { prediction: 1n }]);
  expect(rows('[{"a":1,"b":[2,3]}]', 1)).toEqual([{ a: 1n, "b[0]": 2n, "b[1]": 3n }]);
  expect(rows('{"a":[1,2],"b":["x","y"]}', 2)).toEqual([{ a: 1n, b: "x" }, { a: 2n, b: "y" }]);
  expect(rows('{"a":[1],"b":["x"]}', 1, false)).toEqual([{ "a[0]": 1n, "b[0]": "x" }]);
  expect(rows("0.5", 1)).toEqual([{ prediction: 0.5 }]);
});

it("says what does not fit", () => {
  for (const [text, count, message] of [["[1]", 2, /1 predictions for 2 rows/], ["null", 1, /no predictions for 1 row/], ["{}", 1, /no predictions/], ["3", 2, /has 3 as predictions for 2 rows/], ['{"a":[1,2],"b":[1]}', 2, /as predictions for 2 rows/]] as const) {
    expect(() => rows(text, count)).toThrow(message);
  }
});

it("gives as many rows as were asked or says what is wrong, whatever comes", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 3 }), fc.boolean(), (value, count, columns) => {
    try {
      expect(rowsOfPredictions(value as JsonValue, count, columns, "x")).toHaveLength(count);
    } catch (error) {
      expect(error).toMatchObject({ code: "LS404" });
    }
  }));
});
