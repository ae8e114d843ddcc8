import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "../../../spec/stats/attribution.json" with { type: "json" };
import { kitagawa, type RatioCell } from "./kitagawa.ts";
import { kitagawaGradients, type Slopes } from "./kitagawa-gradients.ts";

const sums = fc.record({ m: fc.double({ min: 0, max: 1e4, noNaN: true }), d: fc.double({ min: 1, max: 1e5, noNaN: true }) });
const cellsOf = fc.array(fc.record({ before: sums, after: sums }), { minLength: 1, maxLength: 12 });

describe("kitagawa", () => {
  it.each(golden.kitagawa.map((each) => [each.cells.length, each] as const))("has the terms that statsmodels' two-fold decomposition and exact fractions have: %s cells", (_, { cells, difference, mix, rate, rowErrors }) => {
    const found = kitagawa(cells);
    expect(found.difference).toBeCloseTo(difference, 14);
    found.terms.forEach((term, k) => {
      expect(term.mix).toBeCloseTo(mix[k] ?? Number.NaN, 14);
      expect(term.rate).toBeCloseTo(rate[k] ?? Number.NaN, 14);
    });
    // The delta method's standard errors of 0/1 data against those of a bootstrap of rows: within its Monte Carlo error.
    const slopes = [kitagawaGradients(cells, "before"), kitagawaGradients(cells, "after")] as const;
    const variance = (of: (gradients: (typeof slopes)[number]) => Slopes): number => (["before", "after"] as const).reduce((sum, period, side) => {
      const { m, d } = of(slopes[side] as (typeof slopes)[number]);
      return sum + cells.reduce((all, cell, j) => { const [a, b] = [m[j] ?? 0, d[j] ?? 0]; return all + (a * a + 2 * a * b) * cell[period].m + b * b * cell[period].d; }, 0);
    }, 0);
    cells.forEach((_cell, k) => {
      expect(Math.sqrt(variance((all) => all.mix[k] as Slopes)) / (rowErrors.mix[k] ?? Number.NaN)).toBeCloseTo(1, 0.8);
      expect(Math.sqrt(variance((all) => all.rate[k] as Slopes)) / (rowErrors.rate[k] ?? Number.NaN)).toBeCloseTo(1, 0.8);
      expect(Math.sqrt(variance((all) => all.excess[k] as Slopes)) / (rowErrors.excess[k] ?? Number.NaN)).toBeCloseTo(1, 0.8);
    });
  });

  it("adds up to the difference, whatever the cells, within 1e-12 of the largest part", () => {
    fc.assert(fc.property(cellsOf, (cells) => {
      const { difference, terms } = kitagawa(cells);
      const scale = Math.max(1, ...terms.flatMap(({ rateBefore, rateAfter }) => [Math.abs(rateBefore), Math.abs(rateAfter)]));
      expect(Math.abs(terms.reduce((sum, { mix, rate }) => sum + mix + rate, 0) - difference)).toBeLessThanOrEqual(1e-12 * scale);
    }));
  });

  it("changes its sign when the periods change places, and has no rate where a period lacks the cell", () => {
    fc.assert(fc.property(cellsOf, (cells) => {
      const forth = kitagawa(cells);
      const back = kitagawa(cells.map(({ before, after }) => ({ before: after, after: before })));
      forth.terms.forEach((term, k) => { expect(term.rate).toBeCloseTo(-(back.terms[k]?.rate ?? 0), 9); });
    }));
    const fresh = kitagawa([{ before: { m: 50, d: 100 }, after: { m: 50, d: 100 } }, { before: { m: 0, d: 0 }, after: { m: 90, d: 100 } }]);
    expect(fresh.terms[1]?.rate).toBe(0);
    expect(fresh.terms[0]?.rate).toBe(0);
    expect(fresh.terms.reduce((sum, { mix }) => sum + mix, 0)).toBeCloseTo(0.2, 14);
    expect(() => kitagawa([{ before: { m: 0, d: 0 }, after: { m: 1, d: 1 } }])).toThrow(RangeError);
  });

  it("has slopes that a small step confirms, and that add to 0 over the sums", () => {
    const cells: RatioCell[] = [{ before: { m: 30, d: 200 }, after: { m: 80, d: 260 } }, { before: { m: 90, d: 300 }, after: { m: 40, d: 210 } }, { before: { m: 0, d: 0 }, after: { m: 7, d: 30 } }, { before: { m: 5, d: 20 }, after: { m: 0, d: 0 } }];
    const excess = (of: readonly RatioCell[], k: number): number => {
      const { terms } = kitagawa(of);
      const term = terms[k] as (typeof terms)[number];
      return term.mix + term.rate - ((term.weightBefore + term.weightAfter) / 2) * terms.reduce((sum, { rate }) => sum + rate, 0);
    };
    for (const period of ["before", "after"] as const) {
      const slopes = kitagawaGradients(cells, period);
      cells.forEach((_, k) => {
        for (const [name, of] of [["mix", (all: readonly RatioCell[]) => kitagawa(all).terms[k]?.mix ?? 0], ["rate", (all: readonly RatioCell[]) => kitagawa(all).terms[k]?.rate ?? 0], ["excess", (all: readonly RatioCell[]) => excess(all, k)]] as const) {
          const found = slopes[name][k] as Slopes;
          cells.forEach((cell, j) => {
            if (cell[period].d === 0) return;
            for (const part of ["m", "d"] as const) {
              const moved = (by: number): RatioCell[] => cells.map((each, at) => (at === j ? { ...each, [period]: { ...each[period], [part]: each[period][part] + by } } : each));
              expect(found[part][j] ?? Number.NaN, `${period} ${name} ${k} in ${part} of ${j}`).toBeCloseTo((of(moved(1e-4)) - of(moved(-1e-4))) / 2e-4, 9);
            }
          });
          expect(cells.reduce((sum, cell, j) => sum + (found.m[j] ?? 0) * cell[period].m + (found.d[j] ?? 0) * cell[period].d, 0)).toBeCloseTo(0, 12);
        }
      });
    }
  });
});
