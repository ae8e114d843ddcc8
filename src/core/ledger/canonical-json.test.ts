import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CanonicalValue, canonicalJson } from "./canonical-json.ts";

/** The same document with the keys of every object inserted in the opposite order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reversed(member)]));
  return value;
};

/** Documents as ours are: `__proto__` is not a key of any of them, and JavaScript objects cannot carry it faithfully. */
const documents = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes("__proto__"));

describe("canonicalJson", () => {
  test("writes the example of RFC 8785, section 3.2.2", () => {
    const value = { numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001], string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/", literals: [null, true, false] };
    expect(canonicalJson(value)).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
  });

  test("sorts keys by UTF-16 code units, as section 3.2.3 shows", () => {
    const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object).length).toBe(7);
    expect(canonicalJson(value).match(/:\d/g)?.join("")).toBe(":2:4:6:7:1:5:3");
  });

  test("leaves out undefined members, keeps false, 0, the empty text and null, and writes -0 as 0", () => {
    expect(canonicalJson({ f: undefined, e: null, d: "", c: 0, b: -0, a: false })).toBe('{"a":false,"b":0,"c":0,"d":"","e":null}');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, new Date(0), () => 0, undefined])("refuses %s as a bug", (value) => {
    expect(() => canonicalJson([value] as unknown as CanonicalValue)).toThrow(/cannot hold/);
  });

  test("reads back as the same document, and does not depend on the order of keys", () => {
    fc.assert(
      fc.property(documents, (value) => {
        const text = canonicalJson(value as CanonicalValue);
        expect(canonicalJson(reversed(value) as CanonicalValue)).toBe(text);
        expect(canonicalJson(JSON.parse(text) as CanonicalValue)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("writes different documents differently", () => {
    fc.assert(
      fc.property(documents, documents, (one, other) => {
        fc.pre(JSON.stringify(reversed(reversed(one))) !== JSON.stringify(other));
        const same = canonicalJson(one as CanonicalValue) === canonicalJson(other as CanonicalValue);
        if (same) expect(JSON.parse(JSON.stringify(one))).toEqual(JSON.parse(JSON.stringify(other)));
      }),
    );
  });
});
