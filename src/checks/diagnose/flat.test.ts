import { describe, expect, it } from "vitest";
import { decideFlat, fewValues } from "./flat.ts";

const shares = { rows: 100, candidateOne: 1, candidateTwo: 1, referenceOne: 0.02, referenceTwo: 0.04 };

describe("decideFlat", () => {
  it("names one value, or the two ends", () => {
    expect(decideFlat(shares, "score")).toEqual({ values: 1, share: 1 });
    expect(decideFlat({ ...shares, candidateOne: 0.5, candidateTwo: 0.96 }, "score")).toEqual({ values: 2, share: 0.96 });
    expect(decideFlat({ ...shares, referenceOne: 0.6 }, "decision")).toEqual({ values: 1, share: 1 });
  });
  it.each([
    ["the reference is as flat", { ...shares, referenceOne: 1, referenceTwo: 1 }, "score"],
    ["the candidate varies", { ...shares, candidateOne: 0.1, candidateTwo: 0.2 }, "score"],
    ["few rows", { ...shares, rows: 9 }, "score"],
    ["a rare decision vanished", { ...shares, referenceOne: 0.97, referenceTwo: 1 }, "decision"],
    ["decisions in two values, as always", { ...shares, candidateOne: 0.6, referenceOne: 0.55, referenceTwo: 1 }, "decision"],
  ] as const)("is quiet: %s", (_, s, role) => expect(decideFlat(s, role)).toBeNull());
  it("tells few values from rounded ones", () => {
    expect(fewValues({ distinctReference: 600, distinctCandidate: 5, spearman: 0.3 })).toBe(true);
    expect(fewValues({ distinctReference: 6000, distinctCandidate: 101, spearman: 0.999 })).toBe(false);
    expect(fewValues({ distinctReference: 20, distinctCandidate: 5, spearman: 0.3 })).toBe(false);
  });
});
