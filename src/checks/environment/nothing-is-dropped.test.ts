import fc from "fast-check";
import { expect, test } from "vitest";
import type { FieldValue } from "../../core/domain/fingerprint.ts";
import { compareFingerprints } from "./compare-fingerprints.ts";
import { equalValues } from "./environment-facts.ts";
import { type Change, exampleFingerprint } from "./example-fingerprint.fixture.ts";

const ids = Object.keys(exampleFingerprint().fields);
const value: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom<FieldValue>("x", "", "9.9", 7, 0, null, true, false, ["a"], ["a", "b"], []),
  fc.constant(undefined),
  fc.constant({ unread: "no" }),
);
const changes = fc.dictionary(fc.oneof(fc.constantFrom(...ids), fc.constantFrom("package.version:new", "native.library:libnew", "new.kind:thing", "warning.raised:A.1", "model.file:b", "framework.switch:jax.x")), value, { maxKeys: 25 });
const compare = (one: Record<string, Change>, other: Record<string, Change>) => compareFingerprints(exampleFingerprint(one), exampleFingerprint(other), { overrides: [] });

test("every field that differs, or that one side could not read, is told exactly once, loud or quiet", () => {
  fc.assert(fc.property(changes, changes, (one, other) => {
    const [a, b] = [exampleFingerprint(one), exampleFingerprint(other)];
    const told = compareFingerprints(a, b, { overrides: [] }).flatMap(({ id, together }) => [id, ...together]);
    for (const [id, field] of Object.entries(a.fields)) {
      const partner = b.fields[id];
      if (partner === undefined ? b.unread[id] === undefined : equalValues(field.value, partner.value)) continue;
      expect(told.filter((each) => each === id), id).toHaveLength(1);
    }
  }), { numRuns: 60 });
});
test("the same fields differ in either direction, with the same weights", () => {
  fc.assert(fc.property(changes, changes, (one, other) => {
    const weights = (list: ReturnType<typeof compare>) => list.map(({ group, weight, quiet, unread }) => `${group} ${weight} ${quiet === null} ${unread.length}`).toSorted();
    expect(weights(compare(one, other))).toEqual(weights(compare(other, one)));
  }), { numRuns: 60 });
});
test("nothing differs from itself", () => {
  fc.assert(fc.property(changes, (one) => {
    expect(compare(one, one)).toEqual([]);
  }), { numRuns: 60 });
});
