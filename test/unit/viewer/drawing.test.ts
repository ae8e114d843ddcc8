import fc from "fast-check";
import { expect, test } from "vitest";
import { anchors } from "../../../dashboard/src/anchor.ts";
import { countTicks } from "../../../dashboard/src/charts/count-ticks.ts";
import { signedLogBins } from "../../../dashboard/src/charts/difference-bins.ts";
import { effectScale } from "../../../dashboard/src/charts/effect-scale.ts";

const drawn = (unit: string, estimate: number, margin: number) => ({ unit, estimate, margin, interval: { low: estimate * 0.9, high: estimate * 1.1, level: 0.9, method: "m" } });

test.each(["share of pairs outside tolerance", "ratio of latencies", "difference of AUC"])("on the axis of %s a larger effect is never further left, and nothing leaves the drawing", (unit) => {
  const value = fc.double({ min: 1e-9, max: unit.startsWith("share") ? 1 : 50, noNaN: true });
  fc.assert(fc.property(value, value, value, (a, b, margin) => {
    const { at, ticks } = effectScale([drawn(unit, a, margin), drawn(unit, b, margin)]);
    expect(Math.sign(at(b) - at(a)) * Math.sign(b - a)).toBeGreaterThanOrEqual(0);
    for (const place of [at(a), at(b), at(margin), at(0), ...ticks.map((tick) => at(tick.value))]) {
      expect(place).toBeGreaterThanOrEqual(0);
      expect(place).toBeLessThanOrEqual(100);
    }
  }));
});

test("differences stand left and right of zero by their size, and the tolerance where it belongs among them", () => {
  const gamma = 10 ** 0.2;
  const { bars, place, innermost, outermost } = signedLogBins({ gamma, zero: 7, positive: [{ bin: -10, count: 2 }, { bin: 5, count: 3 }], negative: [{ bin: -10, count: 4 }] }, 1e-4);
  expect(bars.map(({ count }) => count)).toEqual([4, 7, 2, 3]);
  expect(bars.every(({ from, to }, index) => from < to && (index === 0 || (bars[index - 1]?.to ?? 0) <= from + 1e-9))).toBe(true);
  expect(innermost).toBeLessThanOrEqual(-4);
  expect(outermost).toBeGreaterThanOrEqual(1);
  expect(place(0)).toBe(0);
  expect(place(-1e-4)).toBe(-place(1e-4));
  expect(place(1e-4)).toBeLessThan(place(10 ** -2.2));
});

test("a histogram of nothing but equal pairs can be drawn", () => {
  const { bars, innermost, outermost } = signedLogBins({ gamma: 1.02, zero: 5, positive: [], negative: [] }, null);
  expect(bars).toHaveLength(1);
  expect(Number.isFinite(innermost) && Number.isFinite(outermost)).toBe(true);
});

test("counts have few round ticks", () => {
  expect(countTicks(0)).toEqual([0, 1, 10]);
  expect(countTicks(12000)).toEqual([0, 1, 10, 100, 1000, 10000]);
  expect(countTicks(5e9).length).toBeLessThanOrEqual(7);
});

test("anchors can stand in an address and are never the same twice", () => {
  expect(anchors("finding", ["parity.score/probability", "parity.score/probability?", "…", "…"])).toEqual(["finding-parity-score-probability", "finding-parity-score-probability-2", "finding-", "finding--2"]);
});
