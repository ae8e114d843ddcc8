import { describe, expect, it } from "vitest";
import { failureKind, decideFailing } from "./failing.ts";
import { decideSlow } from "./slow.ts";

const ratios = (ratio: number | null, low: number | null, high: number | null) => [{ q: 0.5, ratio, interval: { low, high, level: 0.95, method: "" } }];

describe("decideSlow", () => {
  it("names a slower candidate, and no faster one", () => {
    expect(decideSlow(ratios(3, 2.5, 3.5))).toBe(3);
    expect(decideSlow(ratios(0.4, 0.3, 0.5))).toBeNull();
  });
  it.each([[1.5, 1.1, 1.9], [1, 0.98, 1.02], [1.19, 1.18, 1.195], [null, null, null], [0.9, 0.8, 1]])("is quiet at %d (%d to %d)", (ratio, low, high) => expect(decideSlow(ratios(ratio, low, high))).toBeNull());
  it("is quiet without a median", () => expect(decideSlow([{ q: 0.99, ratio: 9, interval: null }])).toBeNull());
});

describe("decideFailing", () => {
  it("names the side that fails", () => {
    expect(decideFailing({ outside: 0, pairs: 300 }, { outside: 40, pairs: 300 })).toBe("candidate");
    expect(decideFailing({ outside: 40, pairs: 300 }, { outside: 0, pairs: 300 })).toBe("reference");
  });
  it("is quiet about strays and about errors on both sides", () => {
    expect(decideFailing({ outside: 1, pairs: 300 }, { outside: 3, pairs: 300 })).toBeNull();
    expect(decideFailing({ outside: 40, pairs: 300 }, { outside: 42, pairs: 300 })).toBeNull();
  });
  it("groups messages that differ in numbers and names only", () => expect(failureKind("row 17: column 'age' has 3.5e2")).toBe(failureKind("row 4: column 'income' has -7")));
});
