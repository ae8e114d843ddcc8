import fc from "fast-check";
import { expect, it } from "vitest";
import { readJson } from "../json/read-json.ts";
import { flattenOutputs, maximumFlattenedItems } from "./flatten-outputs.ts";

const flat = (name: string | null, text: string) => Object.fromEntries([...flattenOutputs(name, readJson(text))].map(([path, { dtype, value }]) => [path, `${dtype} ${String(value)}`]));

it("names scalars by path and types them by literal", () => {
  expect(flat(null, '{"score":0.5,"label":1,"whole":1.0,"probabilities":[0.2,0.8],"detail":{"label":"x","ok":false,"none":null}}')).toEqual({
    score: "float64 0.5", label: "int64 1", whole: "float64 1", "probabilities[0]": "float64 0.2", "probabilities[1]": "float64 0.8",
    "detail.label": "string x", "detail.ok": "bool false", "detail.none": "null null",
  });
});

it("keeps empty collections and names what has no name", () => {
  expect(flat(null, '{"a":[],"b":{}}')).toEqual({ a: "json []", b: "json {}" });
  expect(flat(null, "{}")).toEqual({ output: "json {}" });
  expect(flat(null, "3")).toEqual({ output: "int64 3" });
  expect(flat("p", "[[1],[2.5]]")).toEqual({ "p[0][0]": "int64 1", "p[1][0]": "float64 2.5" });
});

it("keeps integers of any size exact", () => {
  expect(flat("n", "[9007199254740993, 18446744073709551615, 18446744073709551616]")).toEqual({
    "n[0]": "int64 9007199254740993", "n[1]": "uint64 18446744073709551615", "n[2]": "json 18446744073709551616",
  });
});

it("leaves an over-long array in one piece", () => {
  expect([...flattenOutputs("a", Array.from({ length: maximumFlattenedItems + 1 }, () => 1n)).keys()]).toEqual(["a"]);
  expect(flattenOutputs("a", Array.from({ length: maximumFlattenedItems }, () => 1n)).size).toBe(maximumFlattenedItems);
});

it("never lets two leaves share a path", () => {
  const key = fc.constantFrom("a", "b", "a.b", "a[0]", "", '["a"]', "[");
  const leaf = fc.integer().map(BigInt);
  fc.assert(fc.property(fc.dictionary(fc.constantFrom("x", "y"), fc.dictionary(key, fc.oneof(leaf, fc.array(leaf, { minLength: 1, maxLength: 2 }), fc.dictionary(key, leaf, { minKeys: 1 })), { minKeys: 1 }), { minKeys: 1 }), (value) => {
    let leaves = 0;
    const count = (item: unknown): void => { if (typeof item === "bigint") leaves += 1; else Object.values(item as object).forEach(count); };
    count(value);
    expect(flattenOutputs(null, value).size).toBe(leaves);
  }));
});
