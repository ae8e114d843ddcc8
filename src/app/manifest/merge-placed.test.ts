import fc from "fast-check";
import { expect, test } from "vitest";
import { mergePlaced } from "./merge-placed.ts";
import type { Placed } from "./placed.ts";
import { plainOf } from "./plain-of.ts";

const place = fc.record({ file: fc.constantFrom("a", "b", "c"), line: fc.nat(9), column: fc.nat(9), length: fc.nat(9) });
const scalar: fc.Arbitrary<Placed> = fc.record({ kind: fc.constant("scalar" as const), value: fc.oneof(fc.integer(), fc.string(), fc.constant(null)), source: fc.string(), place });
const list: fc.Arbitrary<Placed> = fc.record({ kind: fc.constant("list" as const), items: fc.array(scalar, { maxLength: 3 }), place });

/** Maps of maps in which a key always has the same kind of value, as in a schema. */
const map = (depth: number): fc.Arbitrary<Placed> => {
  const below: Record<string, fc.Arbitrary<Placed>> = { single: scalar, list, ...(depth === 0 ? {} : { map: map(depth - 1), other: map(depth - 1) }) };
  const entries = fc.tuple(...Object.entries(below).map(([key, value]) => fc.option(fc.record({ key: place, value }).map((entry) => [key, entry] as const), { nil: null })));
  return fc.tuple(entries, place).map(([found, at]) => ({ kind: "map" as const, entries: new Map(found.filter((entry) => entry !== null)), place: at }));
};
const tree = map(2);

test("merging maps is associative, and a place comes with its value", () => {
  fc.assert(fc.property(tree, tree, tree, (a, b, c) => {
    const left = mergePlaced(mergePlaced(a, b), c);
    const right = mergePlaced(a, mergePlaced(b, c));
    expect(plainOf(left)).toEqual(plainOf(right));
    expect(left).toEqual(right);
  }));
});

test("merging with itself or with nothing changes nothing", () => {
  fc.assert(fc.property(tree, (a) => {
    expect(mergePlaced(a, a)).toEqual(a);
    expect(plainOf(mergePlaced(a, { kind: "map", entries: new Map(), place: a.place }))).toEqual(plainOf(a));
  }));
});
