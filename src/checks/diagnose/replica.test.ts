import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decideMixture, shareOfOtherModel } from "./repeat-mixture.ts";
import { deviatingReplicas, replicasOfShare } from "./replica.ts";

const rate = (replica: string, outside: number, pairs: number) => ({ replica, outside, pairs });

describe("deviatingReplicas", () => {
  it("finds the one that differs", () => expect(deviatingReplicas([rate("a", 0, 100), rate("b", 99, 100), rate("c", 1, 100)]).map((r) => r.replica)).toEqual(["b"]));
  it.each([
    ["all clean", [rate("a", 0, 100), rate("b", 0, 100)]],
    ["all alike bad", [rate("a", 97, 100), rate("b", 99, 100), rate("c", 98, 100)]],
    ["one replica", [rate("a", 50, 100)]],
    ["few answers", [rate("a", 0, 4), rate("b", 2, 4)]],
    ["none", []],
  ])("is quiet: %s", (_, rates) => expect(deviatingReplicas(rates)).toEqual([]));
});

describe("decideMixture", () => {
  const mixture = { rows: 600, bothWrong: 66, bothWrongAlike: 66, oneWrong: 266, oneWrongOtherExact: 266 };
  it("tells another fixed model from disturbed answers", () => {
    expect(decideMixture(mixture)).toBe("another-model");
    expect(decideMixture({ ...mixture, bothWrongAlike: 0 })).toBe("disturbed");
  });
  it("is quiet when right answers are only near the reference's, or hardly a row is wrong once", () => {
    expect(decideMixture({ ...mixture, oneWrongOtherExact: 40 })).toBeNull();
    expect(decideMixture({ ...mixture, oneWrong: 4, oneWrongOtherExact: 4 })).toBeNull();
  });
  it("does not take a random model, right at the ends of its score alone, for disturbed answers", () => {
    expect(decideMixture({ rows: 369, bothWrong: 335, bothWrongAlike: 0, oneWrong: 18, oneWrongOtherExact: 18 })).toBeNull();
  });
  it("estimates the share whatever share of rows is affected", () =>
    fc.assert(fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.double({ min: 0.1, max: 1, noNaN: true }), (p, affected) => {
      const rows = 1e6 * affected;
      const { share } = shareOfOtherModel({ ...mixture, bothWrong: rows * p * p, oneWrong: 2 * rows * p * (1 - p) });
      expect(share).toBeCloseTo(p, 9);
    })));
});

it("says how many replicas a share is", () => {
  expect(replicasOfShare(0.342, 0.02)).toEqual({ stale: 1, of: 3 });
  expect(replicasOfShare(0.5, 0.02)).toEqual({ stale: 1, of: 2 });
  expect(replicasOfShare(0.74, 0.02)).toEqual({ stale: 3, of: 4 });
  expect(replicasOfShare(0.03, 0.005)).toBeNull();
});
