import { describe, expect, it } from "vitest";
import { decideJump } from "./jump.ts";
import { decideMantissa } from "./mantissa.ts";
import { decideNonFinite } from "./non-finite.ts";
import type { PairFacts } from "./pair-facts.ts";
import { decidePermuted } from "./permuted.ts";
import { decideShrunk } from "./shrunk.ts";
import { decideUlp } from "./units-in-last-place.ts";

const facts: PairFacts = {
  pairs: 600, outside: 500, finite: 600, finiteOutside: 500, changed: 600, meanDifference: 0, rmsDifference: 0.01, sdReference: 0.3, sdCandidate: 0.3, minReference: 0, maxReference: 1,
  minCandidate: 0, maxCandidate: 1, slope: 1, offset: 0, distinctReference: 600, distinctCandidate: 600, spearman: 1, marginalDistance: 0.02, relativeMedian: 1e-3, relativeHigh: 1e-2, systematic: 0.05,
};

describe("decideShrunk", () => {
  it("names scores that keep their order and move systematically", () => expect(decideShrunk({ ...facts, systematic: 0.95 })).toBe(true));
  it.each([["noise", {}], ["another order", { spearman: 0.97, systematic: 0.95 }], ["few pairs", { finite: 40, systematic: 0.99 }], ["within tolerance", { finiteOutside: 0, systematic: 0.99 }]])("is quiet: %s", (_, f) => expect(decideShrunk({ ...facts, ...f })).toBe(false));
});

describe("decideUlp", () => {
  it("names last digits, also where values near zero make ratios large", () => {
    expect(decideUlp({ ...facts, relativeMedian: 1e-15, relativeHigh: 1e-14 })).toBe(true);
    expect(decideUlp({ ...facts, relativeMedian: 1e-8, relativeHigh: 1e-3, rmsDifference: 1e-9 })).toBe(true);
  });
  it.each([["nothing changed", { changed: 0, relativeMedian: 0, relativeHigh: 0 }], ["larger", { relativeMedian: 1e-5 }], ["a few jumps", { relativeMedian: 1e-9, relativeHigh: 0.2 }]])("is quiet: %s", (_, f) => expect(decideUlp({ ...facts, ...f })).toBe(false));
});

describe("decideMantissa", () => {
  it("names small differences everywhere, without direction", () => expect(decideMantissa({ ...facts, rmsDifference: 1e-3 })).toBe(true));
  it.each([
    ["a direction", { rmsDifference: 1e-3, meanDifference: 9e-4 }], ["some rows only", { rmsDifference: 1e-3, changed: 300 }], ["too large", { relativeMedian: 0.05 }],
    ["follows the value", { rmsDifference: 1e-3, systematic: 0.9 }], ["last digits", { relativeMedian: 1e-9, rmsDifference: 1e-9 }],
  ])("is quiet: %s", (_, f) => expect(decideMantissa({ ...facts, ...f })).toBe(false));
});

describe("decidePermuted", () => {
  it("tells the same population on other rows from another population", () => {
    expect(decidePermuted({ ...facts, spearman: 0.4 })).toBe("permuted");
    expect(decidePermuted({ ...facts, spearman: 0.4, marginalDistance: 0.4 })).toBe("other");
  });
  it.each([["order kept", { spearman: 0.99 }], ["most rows agree", { spearman: 0.9, finiteOutside: 200 }], ["few pairs", { spearman: 0.1, finite: 20, finiteOutside: 20 }]])("is quiet: %s", (_, f) => expect(decidePermuted({ ...facts, ...f })).toBeNull());
});

describe("decideJump", () => {
  const counts = { finite: 600, jumped: 15, still: 585, rounded: 0, size: 40, sdReference: 200 };
  it("names a few jumps while the others stand still", () => expect(decideJump(counts)).toBe("jump"));
  it("names rounding that grows on a few rows, where others are rounded too", () => expect(decideJump({ ...counts, size: 0.1, rounded: 300 })).toBe("amplified"));
  it.each([["many", { jumped: 300, still: 300 }], ["others move too", { still: 100 }], ["just out of tolerance", { size: 0.1 }], ["none", { jumped: 0, still: 600 }]])("is quiet: %s", (_, c) => expect(decideJump({ ...counts, ...c })).toBeNull());
});

describe("decideNonFinite", () => {
  const counts = { nonFinite: 0, vanished: 0, ended: 0, int8Ended: 0, pairs: 600 };
  it("needs one row of NaN, and many at the end of int8", () => {
    expect(decideNonFinite({ ...counts, nonFinite: 1 }).map((k) => k.rows)).toEqual([1]);
    expect(decideNonFinite({ ...counts, int8Ended: 60 }).map((k) => k.rows)).toEqual([60]);
    expect(decideNonFinite({ ...counts, int8Ended: 4 })).toEqual([]);
    expect(decideNonFinite(counts)).toEqual([]);
  });
});
