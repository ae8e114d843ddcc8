import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonSyntaxError } from "./json-syntax-error.ts";
import type { JsonValue } from "./json-value.ts";
import { maximumJsonDepth, readJson } from "./read-json.ts";
import { writeJson } from "./write-json.ts";

const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constant(null), fc.boolean(), fc.string({ unit: "binary" }), fc.bigInt(), fc.double(), fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, 1e21, 5e-324, 2 ** 53),
);
const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
  tree: fc.oneof({ depthSize: "small" }, scalar, fc.array(tie("tree")), fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString")), tie("tree"))),
}));

/** Deep equality that tells bigint from number, -0 from 0, and takes NaN for NaN. */
function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as { [key: string]: JsonValue }, b as { [key: string]: JsonValue }];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]));
}

describe("readJson", () => {
  it("gives back whatever writeJson wrote", () => {
    fc.assert(fc.property(tree, (value) => same(readJson(writeJson(value)), value)), { numRuns: 2000 });
  });

  it("agrees with JSON.parse on what JSON.stringify wrote", () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value, null, 2);
      const numbers = (item: JsonValue): unknown => {
        if (typeof item === "bigint") return Number(item);
        if (Array.isArray(item)) return item.map((x: JsonValue) => numbers(x));
        if (typeof item === "object" && item !== null) return Object.fromEntries(Object.entries(item).map(([key, x]) => [key, numbers(x)]));
        return item;
      };
      expect(numbers(readJson(text))).toEqual(JSON.parse(text));
    }));
  });

  it.each<[string, JsonValue]>([
    ["1", 1n], ["1.0", 1], ["-0", -0], ["-0.0", -0], ["0", 0n], ["1e3", 1000], ["9007199254740993", 9007199254740993n],
    ["-123456789012345678901234567890", -123456789012345678901234567890n], ["999999999999999", 999999999999999n],
    ["6e-07.0", 6e-7], ["1.", 1], [".5", 0.5], ["NaN", Number.NaN], ["nan", Number.NaN], ["-nan", Number.NaN], ["Infinity", Infinity],
    ["-Infinity", -Infinity], ["inf", Infinity], ["-inf", -Infinity], ["1e400", Infinity], ['"\\ud83d\\ude00\\n\\/"', "😀\n/"], ["\uFEFF true ", true],
  ])("reads %s", (text, value) => {
    expect(Object.is(readJson(text), value)).toBe(true);
  });

  it("lets the last of duplicate keys win and keeps __proto__ harmless", () => {
    const value = readJson('{"a":1,"__proto__":{"polluted":true},"a":2}') as { [key: string]: JsonValue };
    expect(value["a"]).toBe(2n);
    expect(Object.keys(value)).toEqual(["a", "__proto__"]);
    expect(value["polluted"]).toBeUndefined();
    expect(value["toString"]).toBeUndefined();
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it.each<[string, number]>([
    ["", 0], ["{", 1], ['{"a":1', 6], ["[1,]", 3], ["[1 2]", 3], ['{"a" 1}', 5], ["tru", 0], ["True", 0], ["None", 0], ["01", 0], ["1 2", 2], ['"abc', 4],
    ['"\\x"', 2], ['"\\u12g4"', 3], ["<html>", 0], ["1e", 2], ["-", 0], ["{a:1}", 1], ["6e-07.1", 6],
  ])("refuses %j at character %i", (text, offset) => {
    const error = (() => { try { readJson(text); return null; } catch (thrown) { return thrown; } })();
    expect(error).toBeInstanceOf(JsonSyntaxError);
    expect((error as JsonSyntaxError).offset).toBe(offset);
    expect((error as JsonSyntaxError).excerpt.length).toBeLessThanOrEqual(40);
  });

  it("limits nesting instead of exhausting the stack", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    expect(() => readJson(nested(maximumJsonDepth))).not.toThrow();
    expect(() => readJson(nested(maximumJsonDepth + 1))).toThrow(/nested more than/);
    expect(() => readJson(nested(200_000))).toThrow(JsonSyntaxError);
  });

  it("reads any text or refuses it, and nothing else happens", () => {
    const token = fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "\\", "u00e9", "-", "+", ".", "e", "E", "0", "12", "NaN", "inf", "true", "null", " ", "x");
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join(""))), (text) => {
      try {
        const value = readJson(text);
        expect(same(readJson(writeJson(value)), value)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(JsonSyntaxError);
      }
    }), { numRuns: 5000 });
  });
});
