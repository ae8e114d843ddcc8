import fc from "fast-check";
import { expect, test } from "vitest";
import { mergePlaced } from "./merge-placed.ts";
import type { Placed } from "./placed.ts";
import { plainOf } from "./plain-of.ts";

const tree: fc.Arbitrary<Placed> = fc.letrec<{ tree: Placed; map: Placed }>((tie) => {
  const place = fc.record({ file: fc.constantFrom("a", "b", "c"), line: fc.nat(9), column: fc.nat(9), length: fc.nat(9) });
  const scalar = fc.record({ kind: fc.constant("scalar" as const), value: fc.oneof(fc.integer(), fc.string(), fc.constant(null)), source: fc.string(), place });
  const list = fc.record({ kind: fc.constant("list" as const), items: fc.array(scalar, { maxLength: 3 }), place });
  const map = fc.record({ kind: fc.constant("map" as const), entries: fc.dictionary(fc.constantFrom("x", "y", "z", "__proto__"), fc.record({ key: place, value: tie("tree") }), { maxKeys: 3 }).map((entries) => new Map(Object.entries(entries))), place });
  return { map, tree: fc.oneof({ maxDepth: 3 }, scalar, list, map) };
}).map;

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
