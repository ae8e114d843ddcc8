import { describe, expect, it } from "vitest";
import { decideThresholds, simplestBetween } from "./threshold.ts";

describe("decideThresholds", () => {
  it("reads both thresholds", () => expect(decideThresholds({ below: 0.498, above: 0.503 }, { below: 0.397, above: 0.404 })).toEqual({ reference: 0.5, candidate: 0.4 }));
  it.each([
    ["one threshold fits both", { below: 0.498, above: 0.503 }, { below: 0.497, above: 0.501 }],
    ["the reference does not decide on this score", { below: 0.9, above: 0.1 }, { below: 0.39, above: 0.41 }],
    ["the candidate does not", { below: 0.49, above: 0.51 }, { below: 0.8, above: 0.2 }],
  ])("is quiet: %s", (_, reference, candidate) => expect(decideThresholds(reference, candidate)).toBeNull());
});

it.each([[0.397, 0.412, 0.4], [0.4981, 0.4992, 0.499], [-0.2, 0.3, 0], [3.2, 7.9, 6], [0.3331, 0.3339, 0.3335]])("the simplest number between %d and %d is %d", (low, high, simple) => expect(simplestBetween(low, high)).toBe(simple));
