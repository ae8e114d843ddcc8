import { afterAll, beforeAll, expect, it } from "vitest";
import type { Engine } from "../../ports/engine.ts";
import { smallEngine } from "../../../test/planted-faults/engine.ts";
import { countOrZero } from "./cell-number.ts";
import { allConditions, type ConditionKind } from "./subset-conditions.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await smallEngine();
});
afterAll(() => engine.close());

/** Rows that the one condition of a kind singles out. */
const selected = async (table: string, feature: { name: string; column: string; dtype: "float64" | "int64" | "string" | "bool" | "json" }, kind: ConditionKind, words = ""): Promise<number> => {
  const condition = (await allConditions(engine, table, [feature])).find((c) => c.kind === kind && c.words.includes(words));
  if (condition === undefined) return -1;
  return countOrZero((await engine.query(`select count(*) as n from ${table} where ${condition.sql}`))[0]?.["n"]);
};

it("every kind of condition binds and selects its rows, nulls and NaN never by accident", async () => {
  await engine.load("kinds", [{ name: "f0", dtype: "float64" }, { name: "f1", dtype: "int64" }, { name: "f2", dtype: "string" }, { name: "f3", dtype: "bool" }, { name: "f4", dtype: "json" }], [
    [0, 0n, "Zürich", true, "{}"], [-1.5, -7n, " Oslo", false, null], [2, 9007199254740993n, "", null, "[1]"], [Number.NaN, 5n, "NA", true, "1"], [null, null, null, null, null],
    [2, 5n, "NA", true, "1"], [Number.POSITIVE_INFINITY, 5n, "NA", true, "1"], [3, 5n, "Rome's", true, "1"], [3, 5n, "Rome's", true, "1"], [3, 5n, "Rome's", true, "1"],
  ]);
  const [number, whole, text, flag, json] = [{ name: "x", column: "f0", dtype: "float64" }, { name: "n", column: "f1", dtype: "int64" }, { name: "t", column: "f2", dtype: "string" }, { name: "b", column: "f3", dtype: "bool" }, { name: "j", column: "f4", dtype: "json" }] as const;
  expect(await selected("kinds", number, "null", "is null")).toBe(1);
  expect(await selected("kinds", number, "null", "NaN")).toBe(1);
  expect(await selected("kinds", number, "known")).toBe(9);
  expect(await selected("kinds", number, "zero")).toBe(1);
  expect(await selected("kinds", number, "nonzero")).toBe(6);
  expect(await selected("kinds", number, "negative")).toBe(1);
  expect(await selected("kinds", number, "fraction")).toBe(1);
  expect(await selected("kinds", number, "range", "above 2")).toBe(3);
  expect(await selected("kinds", number, "category", "is 3")).toBe(3);
  expect(await selected("kinds", whole, "big-integer")).toBe(1);
  expect(await selected("kinds", whole, "negative")).toBe(1);
  expect(await selected("kinds", text, "non-ascii")).toBe(1);
  expect(await selected("kinds", text, "untrimmed")).toBe(1);
  expect(await selected("kinds", text, "empty")).toBe(1);
  expect(await selected("kinds", text, "literal-null")).toBe(3);
  expect(await selected("kinds", text, "category", "Rome's")).toBe(3);
  expect(await selected("kinds", text, "rare")).toBe(3);
  expect(await selected("kinds", text, "length", "longer than 2")).toBe(5);
  expect(await selected("kinds", flag, "null")).toBe(2);
  expect(await selected("kinds", flag, "category", "is true")).toBe(7);
  expect(await selected("kinds", json, "null")).toBe(2);
});

it("a feature without any value, and a table without rows, have conditions that bind", async () => {
  await engine.load("nothing_known", [{ name: "f0", dtype: "float64" }, { name: "f1", dtype: "string" }], [[null, null]]);
  for (const feature of [{ name: "x", column: "f0", dtype: "float64" }, { name: "t", column: "f1", dtype: "string" }] as const)
    for (const condition of await allConditions(engine, "nothing_known", [feature])) await engine.query(`select count(*) as n from nothing_known where ${condition.sql}`);
});

it("a text that only tells rows apart singles out none of them, free text does", async () => {
  const texts = Array.from({ length: 20 }, (_, i) => [`id-${i}-${"x".repeat(i)}`, `the ${"very ".repeat(i)}long text ${i}`]);
  await engine.load("told_apart", [{ name: "f0", dtype: "string" }, { name: "f1", dtype: "string" }], texts);
  const kinds = async (column: string) => new Set((await allConditions(engine, "told_apart", [{ name: "t", column, dtype: "string" }])).map((c) => c.kind));
  expect([...(await kinds("f0"))]).toEqual(["null", "known"]);
  expect(await kinds("f1")).toContain("length");
});
