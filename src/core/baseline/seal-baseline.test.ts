import { describe, expect, test } from "vitest";
import { exampleBaseline } from "./example-baseline.fixture.ts";
import { openBaseline, sealBaseline } from "./seal-baseline.ts";

describe("a sealed baseline", () => {
  const baseline = exampleBaseline({ maxOutside: 1e-7, latency: { "0.5": 1.25, "0.99": 0.1 + 0.2 } });
  const text = sealBaseline(baseline);

  test("reads back as it was, number by number", () => {
    expect(openBaseline(text)).toEqual({ baseline });
    expect(text.endsWith("}\n")).toBe(true);
  });

  test("does not depend on how the file is laid out", () => {
    expect(openBaseline(JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse())))).toEqual({ baseline });
  });

  test.each([
    ["a tolerance", '"absolute": 0.000001', '"absolute": 0.1'],
    ["who approved it", '"approvedBy": "ana"', '"approvedBy": "ben"'],
    ["the recording's digest", '"rows": 3', '"rows": 4'],
    ["the seal", '"seal": "', '"seal": "0'],
    ["a field that was put in", '"lockstep":', '"note": 1, "lockstep":'],
  ])("shows that %s was changed", (_what, from, to) => {
    expect(text).toContain(from);
    expect(openBaseline(text.replace(from, to))).toEqual({ flaw: expect.stringContaining("was changed after it was approved") });
  });

  test("is told from what is no baseline", () => {
    expect(openBaseline("{")).toEqual({ flaw: expect.stringContaining("is not JSON") });
    expect(openBaseline("{}")).toEqual({ flaw: expect.stringContaining("lacks") });
    expect(openBaseline("null")).toEqual({ flaw: expect.stringContaining("lacks") });
  });
});
