import { expect, test } from "vitest";
import type { Profile } from "../../../core/domain/profile.ts";
import { checkCounted } from "./check-counted.ts";

const names = { reference: "before", candidate: "after" };
const numeric = (over: object = {}) => ({ kind: "numeric", n: 50, nulls: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0, sum: 20, sumSquares: 10, min: 0.1, max: 0.9, zero: 0, one: 0, positive: [], negative: [], outside: 0, ...over });
const profile = (digest: string, columns: object, over: object = {}): Profile => ({
  schemaVersion: 1, name: digest, specDigest: "", sources: [{ source: digest, digest, rows: 50, takenAt: "", tool: "" }], absent: [],
  spec: { columns: [{ name: "p", role: "score", kind: "numeric" }, { name: "x", role: "feature", kind: "numeric" }], segments: [{ column: "region", values: ["a"] }] },
  cells: [{ window: null, segment: null, rows: 50, columns, operations: {} }], ...over,
}) as unknown as Profile;
const whole = profile("a", { p: numeric(), x: numeric() });

test("what was counted on both sides from two sources has nothing to say", () => {
  expect(checkCounted({ reference: whole, candidate: profile("b", { p: numeric(), x: numeric() }), names })).toEqual([]);
});

test("an output that one side was counted without leaves the run inconclusive; a feature, and what rows are cut by, warns", () => {
  const lacking = profile("b", {}, { absent: [{ column: "p", why: "has the type VARCHAR, and was a number", rows: 50 }, { column: "region", why: "is not there to cut by", rows: 50 }] });
  expect(checkCounted({ reference: whole, candidate: lacking, names })).toMatchObject([
    { id: "population.coverage.counted:p", verdict: "inconclusive", mode: "enforce", statement: "score p was not compared in all rows: after: it has the type VARCHAR, and was a number in 50 rows" },
    { id: "population.coverage.counted:x", verdict: "warn", mode: "warn" },
    { id: "population.coverage.counted:region", verdict: "warn", mode: "warn" },
  ]);
});

test("a column that is called like something every object has is not taken for counted", () => {
  const odd = { ...whole.spec, columns: [{ ...whole.spec.columns[0], name: "constructor" }] } as Profile["spec"];
  expect(checkCounted({ reference: { ...whole, spec: odd }, candidate: profile("b", {}), names })).toMatchObject([{ id: "population.coverage.counted:constructor", verdict: "inconclusive" }]);
});

test("one source on both sides, and an output of one value, are said", () => {
  expect(checkCounted({ reference: whole, candidate: { ...whole, name: "copy" }, names })).toMatchObject([{ id: "population.coverage.itself", verdict: "warn", mode: "warn" }]);
  const still = { p: numeric({ min: 0.5, max: 0.5 }), x: numeric() };
  expect(checkCounted({ reference: profile("a", still), candidate: profile("b", still), names })).toMatchObject([{ id: "population.coverage.constant:p", verdict: "warn" }]);
});
