import fc from "fast-check";
import { expect, test } from "vitest";
import { changedFields, isJudged } from "./changed-fields.ts";
import { exampleHypothesis } from "./example-hypothesis.fixture.ts";
import { hypothesisDigest } from "./hypothesis-digest.ts";

const before = exampleHypothesis();

test("every changed leaf is told, before and after", () => {
  const after = exampleHypothesis({ margin: { below: 0.05, above: null, relative: false }, segments: [], metric: { name: "precision", output: "approved", label: "repaid", threshold: 0.5 }, owner: null });
  expect(changedFields(before, after)).toEqual([
    { field: "metric.threshold", before: "not said", after: "0.5" },
    { field: "segments", before: "region", after: "none" },
    { field: "margin.below", before: "0.02", after: "0.05" },
    { field: "owner", before: "not said", after: "none" },
    { field: "owner.name", before: "Risk team", after: "not said" },
  ]);
});

test("what reads alike and is not the same is told apart", () => {
  const positive = (value: string | number) => exampleHypothesis({ metric: { name: "precision", positive: value } });
  expect(changedFields(positive("1"), positive(1))).toEqual([{ field: "metric.positive", before: '"1"', after: "1" }]);
  expect(changedFields(exampleHypothesis({ population: null }), exampleHypothesis({ population: "none" }))).toEqual([{ field: "population", before: "null", after: '"none"' }]);
  expect(changedFields(exampleHypothesis({ segments: ["a, b"] }), exampleHypothesis({ segments: ["a", "b"] }))).toEqual([{ field: "segments", before: '["a, b"]', after: '["a","b"]' }]);
});

test("long lists are told by their number and a digest that differs when one value does", () => {
  const draws = (first: number) => exampleHypothesis({ expected: { kind: "simulation", values: [first, ...Array.from({ length: 999 }, (_, index) => index / 1000)], source: "draws.txt" } });
  const [change] = changedFields(draws(0.5), draws(0.6));
  expect(change?.before).toMatch(/^1,000 values \(sha256 [0-9a-f]{12}\)$/);
  expect(change?.after).not.toBe(change?.before);
});

test.each(["claim", "owner", "owner.name", "review", "impact.perDay", "marginOrigin"])("%s needs no reason", (field) => expect(isJudged(field)).toBe(false));

test.each(["margin.below", "metric.sql", "window", "timeZone", "population", "segments", "expected.value", "expected.content", "minimum.rows", "since", "labelMaturitySeconds", "aggregation", "mode", "consequence", "severity", "reweightBy"])(
  "%s needs a reason", (field) => expect(isJudged(field)).toBe(true));

const changed = fc.record({
  claim: fc.string({ minLength: 1 }), window: fc.constantFrom("hour" as const, "day" as const, "week" as const), segments: fc.array(fc.constantFrom("a", "b", "a, b", "none"), { maxLength: 20 }),
  margin: fc.record({ below: fc.option(fc.double({ min: 0, max: 1, noNaN: true })), above: fc.option(fc.double({ min: 0, max: 1, noNaN: true })), relative: fc.boolean() }), population: fc.option(fc.constantFrom("none", "not said", "x")),
}, { requiredKeys: [] });

test("two hypotheses have the same digest exactly where no field differs", () => {
  fc.assert(fc.property(changed, changed, (one, other) => {
    const [first, second] = [exampleHypothesis(one), exampleHypothesis(other)];
    expect(changedFields(first, second).length === 0).toBe(hypothesisDigest(first) === hypothesisDigest(second));
    expect(changedFields(first, structuredClone(first))).toEqual([]);
  }));
});
