import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../core/json/json-value.ts";
import { xoshiro128 } from "../../core/random/xoshiro-128.ts";
import { roundToFloat32 } from "./round-to-float32.ts";

const rounded = (value: JsonValue, seed = 1): JsonValue | undefined => roundToFloat32(new Map([["x", value]]), xoshiro128(seed))?.get("x");

describe("roundToFloat32", () => {
  it("rounds a float64 to the nearest float32", () => {
    expect(rounded(0.1)).toBe(Math.fround(0.1));
    expect(rounded(-1e10 / 3)).toBe(Math.fround(-1e10 / 3));
    expect(rounded(2 ** 24 + 1)).toBe(2 ** 24);
  });

  it("moves a float32 to one of its neighbours, both of them in the long run", () => {
    const ways = new Set(Array.from({ length: 50 }, (_, seed) => rounded(0.5, seed)));
    expect([...ways].toSorted()).toEqual([0.5 - 2 ** -25, 0.5 + 2 ** -24].toSorted());
    expect(new Set(Array.from({ length: 50 }, (_, seed) => rounded(-2.5, seed)))).toEqual(new Set([-2.5 - 2 ** -22, -2.5 + 2 ** -22]));
  });

  it("leaves integers, codes written as floats, text, null and what float32 cannot hold", () => {
    for (const value of [0, -0, 3, -7, 2 ** 24, 5n, 2n ** 60n, "0.1", null, true, Number.NaN, Infinity, 1e300, 1e-50]) expect(rounded(value)).toBeUndefined();
  });

  it("follows lists and records", () => {
    const sent = roundToFloat32(new Map<string, JsonValue>([["list", [0.1, 3, [0.7]]], ["record", { deep: 0.3, code: 4n }]]), xoshiro128(1));
    expect(sent?.get("list")).toEqual([Math.fround(0.1), 3, [Math.fround(0.7)]]);
    expect(sent?.get("record")).toEqual({ deep: Math.fround(0.3), code: 4n });
  });

  it("never moves a number by more than float32's own precision, and always to a float32", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, min: -1e30, max: 1e30 }), fc.nat(), (value, seed) => {
      const moved = rounded(value, seed);
      if (moved === undefined) return;
      expect(Math.abs((moved as number) - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -23);
      expect(Math.fround(moved as number)).toBe(moved);
      expect(moved).not.toBe(value);
    }));
  });
});
