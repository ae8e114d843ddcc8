import { describe, expect, it } from "vitest";
import { EXCHANGE_REMOVES, type FeatureInfluence, exchangedFeatures, gapFeature, lostFeature, rulingFeature } from "./feature-influence.ts";

const f = (feature: string, reference: number, candidate: number, gap = 0): FeatureInfluence => ({ feature, rows: 600, reference, candidate, gap });
const same = [f("age", 0.6, 0.61), f("income", -0.5, -0.5), f("visits", 0.1, 0.1)];

describe("what one feature's influence tells", () => {
  it("names an exchange", () => expect(exchangedFeatures([f("age", 0.6, -0.5), f("income", -0.5, 0.6), f("visits", 0.1, 0.1)], EXCHANGE_REMOVES)).toEqual(["age", "income"]));
  it("names no exchange of what did not change, or changed otherwise", () => {
    expect(exchangedFeatures(same, EXCHANGE_REMOVES)).toBeNull();
    expect(exchangedFeatures([f("age", 0.6, 0), f("income", -0.5, -0.5), f("visits", 0.1, 0.1)], EXCHANGE_REMOVES)).toBeNull();
  });
  it("names a feature that rules the candidate", () => {
    expect(rulingFeature([f("age", 0.3, 0.98), f("income", -0.5, 0)])?.feature).toBe("age");
    expect(rulingFeature([f("age", 0.95, 0.98)])).toBeNull();
  });
  it("names the feature with which the gap grows", () => {
    expect(gapFeature([f("age", 0, 0, 0.95), f("income", 0, 0, 0.1)])?.feature).toBe("age");
    expect(gapFeature([f("age", 0, 0, 0.95), f("income", 0, 0, 0.9)])).toBeNull();
    expect(gapFeature(same)).toBeNull();
  });
  it("names a lost feature, unless others changed too", () => {
    expect(lostFeature([f("age", 0.6, 0.02), f("income", -0.5, -0.6)])?.feature).toBe("age");
    expect(lostFeature([f("age", 0.6, 0.02), f("income", -0.5, 0.4)])).toBeNull();
    expect(lostFeature(same)).toBeNull();
  });
});
