import fc from "fast-check";
import { expect, it } from "vitest";
import { columnProfileOf } from "../profile/column-profile.fixture.ts";
import { profileSpecOf } from "../profile/profile.fixture.ts";
import type { ColumnSpec } from "../domain/profile.ts";
import { quantileOfBins } from "./quantile-of-bins.ts";
import { sturdyBins } from "./sturdy-bins.ts";

const gamma = 1.01 / 0.99;
const specOf = (rest: Partial<ColumnSpec>): ColumnSpec => { const [column] = profileSpecOf([{ name: "x", ...rest }]).columns; if (column === undefined) throw new Error("no column"); return column; };
const binsOf = (spec: ColumnSpec, values: readonly number[], minCount: number) => {
  const profile = columnProfileOf(spec, values, gamma);
  if (profile.kind !== "numeric") throw new Error(profile.kind);
  return sturdyBins(profile, spec, gamma, minCount);
};
const numbers = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: -5, max: 5 }), fc.constantFrom(0, 5e-324, 1e300, -1e300));
const cases = [[specOf({}), numbers], [specOf({ pivot: 1000 }), fc.oneof(fc.double({ min: 990, max: 1010, noNaN: true }), fc.constant(1000))], [specOf({ role: "score", binning: "two-tailed" }), fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 1))]] as const;

it.each(cases)("every bin stands for enough values, nobody is lost, and edges lie where enough values do", (spec, arbitrary) => {
  fc.assert(fc.property(fc.array(arbitrary, { maxLength: 80 }), fc.integer({ min: 1, max: 9 }), (values, minCount) => {
    const bins = binsOf(spec, values, minCount);
    if (values.length < minCount) {
      expect(bins).toEqual([]);
      return;
    }
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
    for (const { count, low, high } of bins) { expect(count).toBeGreaterThanOrEqual(minCount); expect(high).toBeGreaterThanOrEqual(low); }
    const edges = bins.flatMap(({ anchor, low, high }) => [anchor + low, anchor + high]);
    edges.slice(1).forEach((edge, place) => expect(edge).toBeGreaterThanOrEqual((edges[place] ?? 0) - 1e-9 * Math.abs(edge)));
    // The outermost edges are within one bin of the value that minCount values lie at or beyond.
    const sorted = [...values].sort((a, b) => a - b);
    const about = spec.pivot ?? 0;
    const near = (value: number): number => 0.021 * Math.max(Math.abs(value - about), spec.binning === "two-tailed" ? Math.abs(1 - value) : 0) + 1e-9;
    const [lowest, highest] = [sorted[minCount - 1] ?? 0, sorted.at(-minCount) ?? 0];
    expect(edges[0]).toBeGreaterThanOrEqual(Math.min(lowest, highest) - near(Math.min(lowest, highest)));
    expect(edges.at(-1)).toBeLessThanOrEqual(Math.max(lowest, highest) + near(Math.max(lowest, highest)));
  }), { numRuns: 150 });
});

it("quantiles ascend, stay within the edges, and are whole where the numbers were", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -300, max: 3000 }), { minLength: 5, maxLength: 200 }), fc.constantFrom(0, 1000), (values, pivot) => {
    const bins = binsOf(specOf({ pivot }), values, 5);
    const [whole, real] = [quantileOfBins(bins, true), quantileOfBins(bins, false)];
    if (whole === null || real === null) throw new Error("none");
    let before = -Infinity;
    for (let u = 0.01; u < 1; u += 0.03) {
      const [value, other] = [whole.at(u), real.at(u)];
      expect(Number.isInteger(value)).toBe(true);
      // Within a bin of what there was.
      expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 0.021 * Math.abs(Math.min(...values) - pivot));
      expect(value).toBeLessThanOrEqual(Math.max(...values) + 0.021 * Math.abs(Math.max(...values) - pivot));
      expect(other).toBeGreaterThanOrEqual(before - 1e-9);
      before = other;
    }
  }), { numRuns: 100 });
});
