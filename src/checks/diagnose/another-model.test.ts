import { describe, expect, it } from "vitest";
import { decideModel, type ModelCounts } from "./another-model.ts";

const counts: ModelCounts = { finite: 300, moved: 240, distinctReference: 300, candidateWavers: 0, referenceWavers: 0, explained: 0 };

describe("decideModel", () => {
  it("concludes another model from most pairs that move far, steadily and without an explanation", () => expect(decideModel(counts)).toBe(true));
  it("does so beside NaN on a few rows", () => expect(decideModel({ ...counts, explained: 0.05 })).toBe(true));
  it.each([
    ["small moves on most pairs", { moved: 100 }],
    ["an explanation", { explained: 0.4 }],
    ["a candidate that disagrees with itself", { candidateWavers: 0.3 }],
    ["a reference that disagrees with itself", { referenceWavers: 0.3 }],
    ["few pairs", { finite: 20, moved: 20 }],
    ["a reference that hardly varies", { distinctReference: 2 }],
  ])("is quiet: %s", (_, c) => expect(decideModel({ ...counts, ...c })).toBe(false));
});
